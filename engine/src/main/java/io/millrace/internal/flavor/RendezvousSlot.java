package io.millrace.internal.flavor;

import io.millrace.internal.memory.Cursor;
import io.millrace.internal.park.Idle;
import org.jspecify.annotations.Nullable;

/**
 * A place where one running thread waits for its partner in a rendezvous. State, ticket and message share a cache line,
 * so that a meeting of two running threads costs two transfers of it.
 *
 * <pre>
 *   EMPTY(t) --enter, sender--> CLAIMED(t) --> SENDER(t) --take--> CLAIMED(t) --> EMPTY(t+1)
 *      |                                          +--leave--------------------------^ ^
 *      +-----enter, receiver--> RECEIVER(t) --give--> CLAIMED(t) --> GIVEN(t) --met---+
 *                                  +--leave-------------------------------------------+
 *
 *   close: EMPTY(t), SENDER(t), RECEIVER(t) --> CLOSED(t);  GIVEN(t) --> GIVEN_LAST(t) --met--> CLOSED(t+1)
 * </pre>
 *
 * A sender knows that its message was taken when its ticket is over. CLAIMED lasts a few instructions of the thread
 * that set it; the partner and a closer wait for them.
 */
public final class RendezvousSlot {

    /** {@link #enter}: the place is taken. */
    public static final long OCCUPIED = -1;

    private static final int EMPTY = 0;
    private static final int CLAIMED = 1;
    private static final int SENDER = 2;
    private static final int RECEIVER = 3;
    private static final int GIVEN = 4;
    private static final int GIVEN_LAST = 5;
    private static final int CLOSED = 6;
    private static final int STATES = 8;

    /**
     * Ticket times 8, plus the state drawn above. Beside it lies the message.
     * <p>Written by: either side (compare-and-set out of EMPTY, SENDER and RECEIVER; release out of CLAIMED and GIVEN,
     * after the message was written or taken, {@code MEET}).
     * <p>Read by: either side (acquire, {@code MEET}).
     */
    private final Cursor place = new Cursor(EMPTY);

    /** Gives a message to the receiver that waits here. False if none does. */
    public boolean give(Object message) {
        long seen = place.valueAcquire(); // acquire MEET <- enter
        if (state(seen) != RECEIVER || !place.compareAndSet(seen, ticket(seen) + CLAIMED)) {
            return false;
        }
        place.guardedPlain(message);
        place.valueRelease(ticket(seen) + GIVEN); // release MEET -> met
        return true;
    }

    /** Takes the message of the sender that waits here, or returns null if none does. */
    public @Nullable Object take() {
        long seen = place.valueAcquire(); // acquire MEET <- enter
        if (state(seen) != SENDER || !place.compareAndSet(seen, ticket(seen) + CLAIMED)) {
            return null;
        }
        return empty(seen);
    }

    /**
     * Waits here, with the message of a sender or null for a receiver.
     *
     * @return the ticket for {@link #met} and {@link #leave}, or OCCUPIED
     */
    public long enter(@Nullable Object offered) {
        long seen = place.valueAcquire(); // acquire MEET <- empty, met
        long entered = seen + (offered != null ? CLAIMED : RECEIVER);
        if (state(seen) != EMPTY || !place.compareAndSet(seen, entered)) { // release MEET -> give
            return OCCUPIED;
        }
        if (offered != null) {
            place.guardedPlain(offered);
            place.valueRelease(seen + SENDER); // release MEET -> take
        }
        return seen;
    }

    /** The message that went over: the sender's, or the one given to the receiver. Null: no partner came yet. */
    public @Nullable Object met(long ticket, @Nullable Object offered) {
        long seen = place.valueAcquire(); // acquire MEET <- give, empty
        if (offered != null) {
            return ticket(seen) == ticket ? null : offered;
        }
        if (seen != ticket + GIVEN && seen != ticket + GIVEN_LAST) {
            return null;
        }
        Object message = place.guardedPlain();
        place.guardedPlain(null);
        if (!place.compareAndSet(ticket + GIVEN, ticket + STATES)) { // release MEET -> enter
            place.valueRelease(
                    ticket + STATES + CLOSED); // release MEET -> close: no thread looks at the message any more
        }
        return message;
    }

    /** Goes away unmet. False if a partner has come, so that {@link #met} will tell soon. */
    public boolean leave(long ticket, @Nullable Object offered) {
        if (offered == null) {
            return place.compareAndSet(ticket + RECEIVER, ticket + STATES) || place.valueAcquire() == ticket + CLOSED;
        }
        if (place.compareAndSet(ticket + SENDER, ticket + CLAIMED)) {
            empty(ticket);
            return true;
        }
        if (place.valueAcquire() == ticket + CLOSED) {
            place.guardedPlain(null); // no other thread looks at it any more
            return true;
        }
        return false;
    }

    /** Ends all meetings here. A thread that waits here finds itself unmet. */
    public void close() {
        while (true) {
            long seen = place.valueVolatile(); // acquire MEET <- met
            int state = state(seen);
            if (state == CLAIMED) {
                Idle.snooze();
            } else if (state == CLOSED
                    || state == GIVEN_LAST
                    || place.compareAndSet(seen, ticket(seen) + (state == GIVEN ? GIVEN_LAST : CLOSED))) {
                return;
            }
        }
    }

    /** Whether a sender waits here. */
    public boolean hasSender() {
        return state(place.valueVolatile()) == SENDER;
    }

    /** Whether a receiver waits here. */
    public boolean hasReceiver() {
        return state(place.valueVolatile()) == RECEIVER;
    }

    /**
     * A number that has changed if a thread came here since the last call; -1 while one is coming or going.
     */
    public long version() {
        long seen = place.valueVolatile();
        return state(seen) == CLAIMED ? OCCUPIED : seen; // in all other states the word only grows
    }

    /** Takes the message of the sender whose place was just claimed. */
    private @Nullable Object empty(long seen) {
        Object message = place.guardedPlain();
        place.guardedPlain(null);
        place.valueRelease(ticket(seen) + STATES); // release MEET -> enter, met
        return message;
    }

    private static long ticket(long word) {
        return word & -STATES;
    }

    private static int state(long word) {
        return (int) (word & (STATES - 1));
    }
}
