package io.millrace.internal.broadcast;

import io.millrace.internal.end.CloseWord;
import io.millrace.internal.end.Status;
import io.millrace.internal.memory.Cursor;
import io.millrace.internal.memory.Slots;
import io.millrace.internal.park.Idle;
import io.millrace.internal.park.SpinLock;
import io.millrace.internal.ring.SequencedRing;
import org.jspecify.annotations.Nullable;

/**
 * The ring of a broadcast: it decides which sender may claim, where the messages lie, and which of them a subscriber
 * can still read.
 *
 * <p>The sequences have one gate, the limit. It stands for the slowest subscription that holds the senders, and is
 * brought up to it by senders that find it in their way. The positions of the subscriptions are not gates themselves:
 * the sequencer remembers the lowest gate it saw, a slow sender can bring back what it saw long ago, and a gate added
 * behind that would be passed. Under one lock the limit advances and subscriptions come and go, so the limit never is
 * ahead of a subscription, and what any sender remembers of it is lower still.
 *
 * <p>The ring is at least twice the capacity. A new subscription starts at most one capacity behind the claims, and
 * senders get at most one capacity ahead of the limit, which is not ahead of the claims: so not even they reach the
 * first message of the new one.
 */
final class BroadcastRing<T> {

    final CloseWord closeWord = new CloseWord(this::nextClaim);

    private final int capacity;
    private final long beforeFirst;

    /** Carries edge PUBLISH. Only the holder of the lock advances its gate, the limit. */
    private final SequencedRing sequences;

    /**
     * The messages. One stays until another takes its place.
     * <p>Written by: the sender that claimed it (release, {@code OVERWRITE}), after the sender one lap earlier has
     * published.
     * <p>Read by: subscribers after {@code PUBLISH} (acquire, {@code OVERWRITE}), who look at the claims afterwards.
     */
    private final Slots<T> slots;

    private final SpinLock lock = new SpinLock();

    /**
     * The positions of the subscriptions that hold the senders.
     * <p>Written by: the holder of the lock (volatile; {@code PARK}, when a subscription goes, before it looks for
     * senders that wait).
     * <p>Read by: senders that find the limit in their way or are about to park, subscribers that wake them (volatile,
     * {@code PARK}); the holder of the lock ({@code LOCK}).
     */
    private final Members<Cursor> gates = new Members<>();

    BroadcastRing(int capacity, long startSequence) {
        slots = new Slots<>(Slots.sizeFor(2 * capacity));
        sequences = new SequencedRing(slots.size(), capacity, startSequence);
        beforeFirst = sequences.lastClaimed();
        this.capacity = capacity;
    }

    // ---- sending ----

    /** Claims the next sequence, or says FULL or CLOSED. */
    long claim() {
        while (closeWord.isOpen()) {
            long sequence = sequences.tryClaim(); // acquire GATE <- advanceLimit
            if (sequence != SequencedRing.FULL) {
                return closeWord.isOpen() || sequence < closeWord.end() ? sequence : Status.CLOSED;
            }
            if (!hasRoom()) {
                return Status.FULL;
            }
            advanceLimit();
        }
        return Status.CLOSED;
    }

    /**
     * Sends as many as may be claimed at once, in order, without waking receivers. Returns how many; 0 also if closed.
     */
    int sendSome(T[] messages, int from, int to) {
        while (closeWord.isOpen()) {
            if (sequences.room() < to - from) {
                advanceLimit();
            }
            int count = (int) Math.min(to - from, sequences.room());
            if (count <= 0 && !hasRoom()) {
                return 0;
            }
            long last = count <= 0 ? SequencedRing.FULL : sequences.tryClaim(count);
            if (last != SequencedRing.FULL) { // else other senders took some of these places
                long first = last - count + 1;
                if (!closeWord.isOpen()) {
                    count = (int) Math.max(0, Math.min(count, closeWord.end() - first));
                }
                putAll(first, messages, from, count);
                return count;
            }
        }
        return 0;
    }

    private void putAll(long first, T[] messages, int from, int count) {
        if (count > 0) {
            for (int i = 0; i < count; i++) {
                put(first + i, messages[from + i]);
            }
            sequences.publish(first, first + count - 1); // release PUBLISH -> isPublished
        }
    }

    /** Fills the slot of a claimed sequence. */
    void publish(long sequence, T message) {
        put(sequence, message);
        sequences.publish(sequence); // release PUBLISH -> isPublished
    }

    private void put(long sequence, T message) {
        while (!sequences.isPublished(sequence - slots.size())) { // acquire PUBLISH <- publish
            Idle.snooze(); // the sender one lap earlier is in the middle of its send
        }
        slots.release(sequence, message); // release OVERWRITE -> message
    }

    /** Whether every subscription that holds the senders leaves room. */
    boolean hasRoom() {
        long claimed = sequences.lastClaimed(); // before the gates, so that there was a moment when there was none
        return claimed - lowestGate() < capacity;
    }

    /** The first sequence that there is no room for, as {@link #hasRoom} counts. */
    long offered() {
        long lowest = lowestGate();
        return lowest == Long.MAX_VALUE ? Long.MAX_VALUE : lowest + 1 + capacity;
    }

    /** How many messages the slowest subscription that holds the senders has before it. */
    int lag() {
        long lowest = lowestGate();
        return lowest == Long.MAX_VALUE ? 0 : sizeAfter(lowest);
    }

    private long lowestGate() {
        long lowest = Long.MAX_VALUE;
        Members.Node<Cursor> gate = gates.first(); // acquire PARK <- leave
        while (gate != null) {
            lowest = Math.min(lowest, gate.element.valueVolatile()); // acquire GATE <- moveOn
            gate = gate.next(); // acquire PARK <- leave
        }
        return lowest;
    }

    private void advanceLimit() {
        if (lowestGate() <= sequences.gateAcquire()) {
            return;
        }
        lock.lock();
        try {
            long lowest = Math.min(lowestGate(), sequences.lastClaimed());
            long before = sequences.gateAcquire();
            if (lowest > before) {
                sequences.compareAndSetGate(before, lowest); // release GATE -> claim
            }
        } finally {
            lock.unlock();
        }
    }

    long nextClaim() {
        return sequences.lastClaimed() + 1;
    }

    // ---- subscriptions ----

    /**
     * Puts a position before the last messages, at most {@code messages} of them and at most those that are kept. If it
     * holds the senders, they will not get more than a capacity ahead of it from now on, but for those that have
     * claimed by then.
     */
    void enter(Members.Node<Cursor> gate, int messages, boolean holds) {
        lock.lock();
        try {
            long claimed = lastClaimed();
            gate.element.valueVolatile(Math.max(claimed - Math.min(messages, capacity), beforeFirst));
            if (holds) {
                gates.add(gate);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets the senders no longer be held by a position. */
    void leave(Members.Node<Cursor> gate) {
        lock.lock();
        try {
            gates.remove(gate); // release PARK -> lowestGate
        } finally {
            lock.unlock();
        }
    }

    /** The last sequence that is or will be published, as of now. */
    long lastClaimed() {
        long claimed = sequences.lastClaimed(); // before the close word: while that is open, no claim is refused
        return closeWord.isOpen() ? claimed : closeWord.end() - 1;
    }

    /** How many messages were sent. */
    long accepted() {
        return lastClaimed() - beforeFirst;
    }

    /** How many messages a position has before it, kept or not. */
    long lagOf(long position) {
        return Math.max(0, lastClaimed() - position);
    }

    /** How many messages a position has before it, at most the capacity. */
    int sizeAfter(long position) {
        return (int) Math.min(lagOf(position), capacity);
    }

    /** The sequence before the oldest message that is kept. */
    long beforeOldest() {
        return lastClaimed() - capacity;
    }

    boolean isPublished(long sequence) {
        return sequences.isPublished(sequence); // acquire PUBLISH <- publish
    }

    /**
     * The content of the slot of a published sequence: its message, unless {@link #isOverwritten} says otherwise
     * afterwards.
     */
    @Nullable T message(long sequence) {
        return slots.acquire(sequence); // acquire OVERWRITE <- put
    }

    /** Whether another sender may have written to the slot before now. */
    boolean isOverwritten(long sequence) {
        return lastClaimed() - sequence >= slots.size();
    }

    /**
     * The newest published message behind a position and among those that are kept; the next sequence if there is none.
     */
    long newestAfter(long position) {
        long claimed = lastClaimed();
        long oldest = Math.max(position, claimed - capacity);
        for (long sequence = claimed; sequence > oldest; sequence--) {
            if (isPublished(sequence)) {
                return sequence;
            }
        }
        return position + 1;
    }

    /** For tests. */
    void checkInvariants() {
        long reached = sequences.gateAcquire();
        if (reached > sequences.lastClaimed()) {
            throw new AssertionError("the limit is at " + reached + ", claimed only up to " + sequences.lastClaimed());
        }
        for (Members.Node<Cursor> node = gates.first(); node != null; node = node.next()) {
            Cursor gate = node.element;
            if (lastClaimed() - gate.valueVolatile() > slots.size()) {
                throw new AssertionError("a gate at " + gate + " was lapped, claimed up to " + lastClaimed());
            }
        }
    }
}
