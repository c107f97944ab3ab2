package io.millrace.internal.async;

import io.millrace.ChannelClosedException;
import io.millrace.Sender;
import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.park.Blocker;
import io.millrace.internal.park.Continuation;
import io.millrace.internal.park.Idle;
import io.millrace.internal.park.Insistent;
import io.millrace.internal.park.Parker;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.Waiter;
import io.millrace.internal.select.HandleWatch;
import io.millrace.internal.select.Meeting;
import io.millrace.internal.select.Roles;
import io.millrace.internal.select.SendTarget;
import io.millrace.internal.terms.Undelivered;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends to one channel that wait for room without a thread: messages that do not fit stay in a backlog, which stands in
 * the channel's queue as one waiter. One thread at a time works on it, the first to come: a sender, or one of {@link
 * io.millrace.internal.park.CallbackThreads} after a signal.
 */
public abstract class AsyncSends<T> {

    private final Sender<T> sender;
    private final SendTarget<T> target;

    /** Made once: the thread that makes room may have no memory, and no other thread would continue. */
    private final Continuation working = new Continuation(this::work);

    private final SelectToken token = new SelectToken(working::start);
    private final Queue<T> backlog = new ConcurrentLinkedQueue<>();

    /**
     * How many calls the working thread has not handled yet; 0: no thread works.
     * <p>Written by: callers, and the working thread when it has handled some (read-modify-write, {@code TURN}).
     * <p>Read by: the same. Hands what is below from the thread that worked last to the next.
     */
    private final AtomicInteger calls = new AtomicInteger();

    /** The counted handle that the sender is, if it is one. */
    private final @Nullable HandleWatch handle;

    /**
     * Whether {@link #alarm} will come. When the target is to be looked at again only moves away, so one alarm is
     * enough.
     * <p>Written by: the thread that works, and the alarm (compare-and-set, volatile).
     * <p>Read by: the thread that works. Orders nothing: an alarm only makes it look.
     */
    private final AtomicBoolean alarmSet = new AtomicBoolean();

    private @Nullable Waiter waiter;

    /** What is registered where a partner takes the message. */
    private final Waiter meetingWaiter = token.waiterOf(0);

    private boolean registeredAtMeeting;

    /** The registration of the backlog at that handle. */
    private @Nullable Waiter watch;

    /** The channel is closed for this backlog, which has reached its end or has failed. */
    private boolean closed;

    private @Nullable Throwable failure;

    /**
     * Starts with an empty backlog.
     *
     * @param sender where to send; one of this library's own
     */
    @SuppressWarnings("unchecked")
    protected AsyncSends(Sender<T> sender) {
        if (!(sender instanceof SendTarget<?>)) {
            throw new IllegalArgumentException(
                    "sender is a " + sender.getClass().getName() + ", allowed are this library's own");
        }
        Roles.requireProducer(sender, "a Flow subscriber", Roles.SEVERAL);
        this.sender = sender;
        this.target = (SendTarget<T>) sender;
        this.handle = sender instanceof HandleWatch attached ? attached : null;
        target.fenceReceivers();
    }

    // ---- called by the thread that works, outside of any lock ----

    /** So many messages were accepted; comes at least once after each {@link #send} and {@link #work}. */
    protected abstract void accepted(int messages, boolean backlogIsEmpty);

    /** A send threw what is not of a callback of the channel; that message and all others are {@link #refused} next. */
    protected abstract void sendFailed(Throwable failure);

    /** The channel did not accept it, since it is closed or the send failed. */
    protected abstract void refused(T message);

    /** A callback of the channel threw; the message it came from was accepted. */
    protected abstract void callbackFailed(Throwable failure);

    // ---- called by any thread ----

    /** Sends as soon as there is room. Never waits. */
    protected final void send(T message) {
        backlog.add(message);
        work();
    }

    /** Does the work that is pending, or leaves it to the thread that is working now. */
    protected final void work() {
        StackRoom.ensure();
        if (calls.getAndIncrement() != 0) { // acquire TURN <- work
            return;
        }
        int seen = 1;
        int failed = 0;
        while (seen != 0) {
            if (tryPass(failed)) {
                failed = 0;
                seen = calls.addAndGet(-seen); // release TURN -> work
            } else {
                failed++;
            }
        }
    }

    /**
     * Continues with the backlog, which no other thread would. An error, mostly for want of memory, ends it as a send
     * that failed does, and that end is tried again; after too many times the next call may try. False: to be tried
     * again.
     */
    private boolean tryPass(int failed) {
        try {
            pass();
            return true;
        } catch (Throwable e) {
            closed = true;
            failure = failure == null ? e : failure;
            if (failed == Insistent.MOST_TRIES) {
                calls.set(0); // release TURN -> work
                throw e;
            }
            Idle.snooze();
            return false;
        }
    }

    private void pass() {
        int sent = takenMeanwhile();
        while (!backlog.isEmpty() && !closed && trySend(backlog.element())) {
            backlog.remove();
            sent++;
        }
        unregister();
        boolean registered = !closed && !backlog.isEmpty() && tryRegister();
        if (closed) {
            Throwable thrown = failure;
            if (thrown != null) {
                sendFailed(thrown);
                failure = null;
            }
            T message;
            while ((message = backlog.poll()) != null) {
                refused(message);
            }
        } else if (!backlog.isEmpty() && !registered) {
            Idle.snooze(); // ready but not successful: another thread is in the middle of an operation
            working.start();
        }
        accepted(sent, backlog.isEmpty());
    }

    /** Over a rendezvous: ends the registration. Returns how many messages a partner has taken, 0 or 1. */
    private int takenMeanwhile() {
        Meeting meeting = target.meeting();
        if (meeting == null || !registeredAtMeeting) {
            return 0;
        }
        registeredAtMeeting = false;
        boolean taken = !token.disarm();
        meeting.unregister(true, meetingWaiter);
        meetingWaiter.message(null);
        if (taken) {
            backlog.remove();
            target.countTaken();
        }
        return taken ? 1 : 0;
    }

    private boolean trySend(T message) {
        try {
            return sender.trySend(message);
        } catch (Throwable e) {
            if (Undelivered.isOfCallback(e)) {
                callbackFailed(e);
                return true;
            }
            closed = true;
            failure = e instanceof ChannelClosedException && sender.isClosedForSend() ? null : e;
            return false;
        }
    }

    private void unregister() {
        Waiter registered = waiter;
        if (registered != null) {
            waiter = null;
            target.unregisterSend(registered);
            target.passOnSend();
        }
        Waiter watching = watch;
        if (handle != null && watching != null) {
            watch = null;
            handle.unregister(watching);
        }
    }

    private void alarm() {
        alarmSet.set(false);
        work();
    }

    /** As {@link #register}; what the message's key or length throws is a failure of its send. */
    private boolean tryRegister() {
        try {
            return register();
        } catch (Throwable e) {
            unregister();
            closed = true;
            failure = e;
            return false;
        }
    }

    /** Registers the backlog. False: it should be tried again at once. */
    private boolean register() {
        token.reset();
        watch = handle == null ? null : handle.register(token, 0);
        T message = backlog.element();
        Meeting meeting = target.meeting();
        if (meeting == null) {
            waiter = target.registerSend(token, 0, message);
        } else if (meeting.registerAlone(true, token, meetingWaiter, (Blocker) sender, message)) {
            registeredAtMeeting = true;
        } else {
            return false;
        }
        long nanos = target.nanosUntilReady();
        if (nanos != Long.MAX_VALUE && alarmSet.compareAndSet(false, true)) {
            Parker.system().runAfter(nanos, this::alarm);
        }
        return !target.maySend(token, message)
                && token.sleep(); // looks once more: a thread that came before this signalled nobody
    }
}
