package io.millrace.internal.async;

import io.millrace.internal.park.Blocker;
import io.millrace.internal.park.Continuation;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.Waiter;
import io.millrace.internal.select.HandleWatch;
import io.millrace.internal.select.Meeting;
import io.millrace.internal.select.ReceiveSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The registration of receives that wait without a thread in the queue of the end that they receive from: one waiter,
 * whose signal makes them look again. Used by one thread at a time; its owner guarantees that.
 */
final class Registration<T> {

    private final ReceiveSource<T> end;
    private final Continuation look;
    private final SelectToken token;

    /**
     * The alarm that was set last and has not rung. When the end is ready, or is to be looked at again, only moves
     * away, so one is enough.
     * <p>Written by: the owner, and the alarm when it rings (compare-and-set).
     * <p>Read by: the owner. Orders nothing: an alarm only makes the owner look.
     */
    private final AtomicReference<@Nullable Alarm> alarm = new AtomicReference<>();

    /** What is registered where a partner hands a message over. */
    private final Waiter meetingWaiter;

    private @Nullable Waiter waiter;
    private @Nullable Waiter watch;

    /** Whether {@link #unregister} has something to take back, and {@link #passOn} to pass on. */
    boolean registered;

    private boolean met;

    /**
     * Makes one that is not registered.
     *
     * @param look makes the owner look again; runs without any lock
     */
    Registration(ReceiveSource<T> end, Continuation look) {
        this.end = end;
        this.look = look;
        this.token = new SelectToken(look::start);
        this.meetingWaiter = token.waiterOf(0);
        end.fenceSenders();
    }

    /** Registers the owner, which then is woken once. False: it has to look again at once. */
    boolean register() {
        registered = true; // first: whatever fails below, an unregister takes back what was done
        token.reset();
        watch = end instanceof HandleWatch handle ? handle.register(token, 0) : null;
        Meeting meeting = end.meeting();
        boolean registeredThere = true;
        if (meeting == null) {
            waiter = end.registerReceive(token, 0);
        } else {
            registeredThere = meeting.registerAlone(false, token, meetingWaiter, (Blocker) end, null);
        }
        met = registeredThere && meeting != null;
        if (!registeredThere) {
            return false;
        }
        long nanos = end.nanosUntilReady();
        if (nanos != Long.MAX_VALUE && alarm.get() == null) {
            new Alarm().set(Math.max(0, nanos));
        }
        return !end.mayReceive(token)
                && token.sleep(); // looks once more: a message that came before this may have signalled nobody
    }

    /** Takes the registration back, if there is one. Returns what somebody handed over before. */
    @Nullable T unregister() {
        if (!registered) {
            return null;
        }
        T message = disarm();
        registered = false;
        if (met) {
            Objects.requireNonNull(end.meeting()).unregister(false, meetingWaiter);
            met = false;
        }
        Waiter last = waiter;
        waiter = null;
        Waiter watching = watch;
        watch = null;
        if (watching != null) {
            ((HandleWatch) end).unregister(watching);
        }
        if (last != null) {
            end.unregisterReceive(last);
        }
        return message;
    }

    /** After a {@link #unregister} and a try: lets others have the wake-up that was not used. */
    void passOn() {
        end.passOnReceive();
    }

    @SuppressWarnings("unchecked")
    private @Nullable T disarm() {
        if (!met || token.disarm()) {
            return null;
        }
        T message = (T) meetingWaiter.message();
        meetingWaiter.message(null);
        end.countHandedOver();
        return message;
    }

    /** The owner waits for nothing any more: an alarm due in an hour need not keep everything reachable until then. */
    void silence() {
        Alarm last = alarm.getAndSet(null);
        if (last != null) {
            last.cancel.run();
        }
    }

    private final class Alarm implements Runnable {

        /** Written before any other thread has a reference to this. */
        private Runnable cancel = () -> {};

        void set(long nanos) {
            alarm.set(this);
            try {
                cancel = end.runAfter(nanos, this);
            } catch (Throwable e) { // it will not ring, so the next may be set
                alarm.compareAndSet(this, null);
                throw e;
            }
        }

        @Override
        public void run() {
            alarm.compareAndSet(this, null);
            look.run();
        }
    }
}
