package io.millrace.internal.flavor;

import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.park.CallbackThreads;
import io.millrace.internal.park.Idle;
import io.millrace.internal.park.Parker;
import io.millrace.internal.park.SpinLock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The receives of one channel, handle or timer that wait without a thread. While there are any, they stand in its queue as one waiter, whose
 * signal starts {@link #serve} on a thread of {@link CallbackThreads}: it takes a message for the first of them and lists the rest anew.
 *
 * <p>Lock order: this object's lock, then those of the channel. A signal may come under a lock of the channel and so takes none here.
 */
final class AsyncReceives<T> {

    /** Where messages are taken, and futures completed unless their caller wants it otherwise. */
    static final Executor THREADS = CallbackThreads.executor();

    /** For how long a stack that is too deep is given to unwind, before a receive goes on elsewhere. */
    private static final long UNWIND_NANOS = 1_000_000;

    private final ReceiveSource<T> end;
    private final SpinLock lock = new SpinLock();

    // Guarded by the lock.
    private final LinkedHashSet<ReceiveFuture<T>> waiting = new LinkedHashSet<>();
    private final Listing<T> listing;

    AsyncReceives(ReceiveSource<T> end) {
        this.end = end;
        this.listing = new Listing<>(end, this::serve);
    }

    CompletableFuture<T> receive(Executor executor) {
        ReceiveFuture<T> future = new ReceiveFuture<>(this, executor);
        boolean tooDeep = DeepStack.isReached();
        StackRoom.ensure();
        boolean again;
        lock.lock();
        try {
            if (!tooDeep && waiting.isEmpty() && tryNow(future)) {
                return future;
            }
            waiting.add(future);
            again = waiting.size() == 1 && !listing.list();
        } finally {
            lock.unlock();
        }
        if (again) {
            CallbackThreads.executeOrRun(tooDeep ? this::serveLater : this::serve);
        }
        return future;
    }

    /** The caller is to return first, or what hangs on the future would run on its stack all the same. */
    private void serveLater() {
        Parker.system().parkNanos(this, UNWIND_NANOS);
        serve();
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

    /** Serves one, and has others served elsewhere. Anybody may call it at any time, without a lock. */
    private void serve() {
        while (serveOne()) {}
    }

    /** Takes a message for the first that waits, or finds the end closed. True: there is more, and nobody else to see to it. */
    private boolean serveOne() {
        List<ReceiveFuture<T>> served = List.of();
        boolean again = false;
        boolean wasListed;
        StackRoom.ensure();
        lock.lock();
        try {
            wasListed = listing.isListed();
            if (!waiting.isEmpty()) {
                served = serveLocked();
                again = !waiting.isEmpty() && !listing.list();
            }
        } finally {
            lock.unlock();
        }
        if (wasListed) {
            listing.passOn();
        }
        if (again && served.isEmpty()) {
            Idle.snooze(); // ready but not successful: another thread is in the middle of an operation
        }
        Others others = new Others(again);
        for (ReceiveFuture<T> future : served) {
            future.finishLater(served.size() > 1, others);
        }
        others.run();
        return others.areLeft;
    }

    /**
     * Has the others served elsewhere, before the callbacks of the current one, which may be slow, and after its completion was handed over to
     * its executor. What comes later, also from another thread, does nothing.
     */
    private final class Others implements Runnable {

        private final Thread owner = Thread.currentThread();
        private boolean pending;
        private boolean areLeft;

        Others(boolean pending) {
            this.pending = pending;
        }

        @Override
        public void run() {
            if (Thread.currentThread() == owner && pending) {
                pending = false;
                try {
                    CallbackThreads.execute(AsyncReceives.this::serve);
                } catch (Throwable noThread) {
                    areLeft = true;
                }
            }
        }
    }

    private List<ReceiveFuture<T>> serveLocked() {
        ReceiveFuture<T> first = waiting.iterator().next();
        try {
            T message = listing.delist();
            if (message == null) {
                message = end.pollNow();
            }
            if (message != null) {
                first.taken(message);
                remove(first);
                return List.of(first);
            }
        } catch (Throwable e) { // of a codec, say: the message has been received, and this is what came of it
            first.failed(e);
            remove(first);
            return List.of(first);
        }
        if (!end.isClosedForReceive()) {
            return List.of();
        }
        List<ReceiveFuture<T>> all = List.copyOf(waiting);
        all.forEach(future -> future.failed(end.closedForReceive()));
        waiting.clear();
        listing.silence();
        return all;
    }

    private boolean remove(ReceiveFuture<T> future) {
        boolean removed = waiting.remove(future);
        if (waiting.isEmpty()) {
            listing.silence();
        }
        return removed;
    }

    /** Takes a future out that waits. False: it does not wait any more, and its message or failure is there. */
    boolean leave(ReceiveFuture<T> future) {
        StackRoom.ensure();
        lock.lock();
        try {
            if (!remove(future)) {
                return false;
            }
            if (!waiting.isEmpty()) {
                return true;
            }
            T message = listing.delist();
            if (message != null) {
                future.taken(message);
                return false;
            }
        } finally {
            lock.unlock();
        }
        listing.passOn();
        return true;
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
