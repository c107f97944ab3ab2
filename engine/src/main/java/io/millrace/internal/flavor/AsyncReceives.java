package io.millrace.internal.flavor;

import io.millrace.internal.park.Blocker;
import io.millrace.internal.park.Idle;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.SpinLock;
import io.millrace.internal.park.Waiter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * The receives of one channel, handle or timer that wait without a thread. While there are any, they stand in its queue as one waiter, whose
 * signal starts {@link #serve} in the common pool: it takes a message for the first of them and lists the rest anew.
 *
 * <p>Lock order: this object's lock, then those of the channel. A signal comes under a lock of the channel and so takes none here.
 */
final class AsyncReceives<T> {

    /** Where messages are taken, and futures completed unless their caller wants it otherwise. */
    static final Executor POOL = ForkJoinPool.commonPool();

    private final ReceiveSource<T> end;
    private final SpinLock lock = new SpinLock();
    private final SelectToken token = new SelectToken(this::schedule);

    /** What is listed where a partner hands a message over. */
    private final Waiter meetingWaiter = token.waiterOf(0);

    // Guarded by the lock.
    private final LinkedHashSet<ReceiveFuture<T>> waiting = new LinkedHashSet<>();
    private @Nullable Waiter waiter;
    private boolean listed;

    /**
     * Whether the end was told to start {@link #alarm}. When it is ready, or is to be looked at again, only moves away, so one alarm is
     * enough.
     */
    private boolean alarmSet;

    AsyncReceives(ReceiveSource<T> end) {
        this.end = end;
    }

    CompletableFuture<T> receive(Executor executor) {
        ReceiveFuture<T> future = new ReceiveFuture<>(this, executor);
        lock.lock();
        boolean again;
        try {
            if (waiting.isEmpty() && tryNow(future)) {
                return future;
            }
            waiting.add(future);
            again = waiting.size() == 1 && !list();
        } finally {
            lock.unlock();
        }
        if (again) {
            schedule();
        }
        return future;
    }

    private boolean tryNow(ReceiveFuture<T> future) {
        T message = end.pollNow();
        if (message != null) {
            future.taken(message);
        } else if (end.isClosedForReceive()) {
            future.failed(end.closedForReceive());
        } else {
            return false;
        }
        future.finish(); // nobody but the caller knows it, so no callback runs
        return true;
    }

    /** With the lock: lists those that wait. False: somebody has to {@link #serve} at once. */
    private boolean list() {
        token.reset();
        Meeting meeting = end.meeting();
        if (meeting == null) {
            waiter = end.enlistReceive(token, 0);
        } else if (!meeting.listAlone(false, token, meetingWaiter, (Blocker) end, null)) {
            return false;
        }
        listed = true;
        long nanos = end.nanosUntilReady();
        if (nanos != Long.MAX_VALUE && !alarmSet) {
            alarmSet = true;
            end.runAfter(Math.max(0, nanos), this::alarm);
        }
        return !end.mayReceive(token)
                && token.sleep(); // looks once more: what came before this may have signalled nobody
    }

    /** With the lock: nobody can hand over any more. Returns what somebody did before. */
    @SuppressWarnings("unchecked")
    private @Nullable T disarm() {
        if (!listed || token.disarm()) {
            return null;
        }
        T message = (T) meetingWaiter.message();
        meetingWaiter.message(null);
        end.countHandedOver();
        return message;
    }

    /** With the lock: ends the listing, and passes a wake-up on that was not used. */
    private void delist() {
        Meeting meeting = end.meeting();
        if (listed && meeting != null) {
            meeting.unlist(false, meetingWaiter);
        }
        Waiter last = waiter;
        waiter = null;
        listed = false;
        if (last != null) {
            end.delistReceive(last);
            end.passOnReceive();
        }
    }

    /** Called by anybody, under any lock: looks again soon whether one can be served. */
    void schedule() {
        POOL.execute(this::serve);
    }

    private void alarm() {
        lock.lock();
        alarmSet = false;
        lock.unlock();
        serve();
    }

    /** Takes a message for the first that waits, or finds the end closed. Anybody may call it at any time. */
    private void serve() {
        List<ReceiveFuture<T>> served = List.of();
        boolean again = false;
        lock.lock();
        try {
            if (!waiting.isEmpty()) {
                served = serveLocked();
                again = !waiting.isEmpty() && !list();
            }
        } finally {
            lock.unlock();
        }
        if (again) {
            if (served.isEmpty()) {
                Idle.snooze(); // ready but not successful: another thread is in the middle of an operation
            }
            schedule(); // before the callbacks, which may be slow
        }
        for (ReceiveFuture<T> future : served) {
            future.finishLater(served.size() > 1);
        }
    }

    private List<ReceiveFuture<T>> serveLocked() {
        ReceiveFuture<T> first = waiting.iterator().next();
        try {
            T message = disarm();
            if (message == null) {
                message = end.pollNow();
            }
            if (message != null) {
                first.taken(message);
                waiting.remove(first);
                return List.of(first);
            }
        } catch (Throwable e) { // of a codec, say: the message has been received, and this is what came of it
            first.failed(e);
            waiting.remove(first);
            return List.of(first);
        } finally {
            delist();
        }
        if (!end.isClosedForReceive()) {
            return List.of();
        }
        List<ReceiveFuture<T>> all = List.copyOf(waiting);
        all.forEach(future -> future.failed(end.closedForReceive()));
        waiting.clear();
        return all;
    }

    /** Takes a future out that waits. False: it does not wait any more, and its message or failure is there. */
    boolean leave(ReceiveFuture<T> future) {
        lock.lock();
        try {
            if (!waiting.remove(future)) {
                return false;
            }
            if (!waiting.isEmpty()) {
                return true;
            }
            T message = disarm();
            delist();
            if (message != null) {
                future.taken(message);
            }
            return message == null;
        } finally {
            lock.unlock();
        }
    }

    /** How many wait. For tests. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }
}
