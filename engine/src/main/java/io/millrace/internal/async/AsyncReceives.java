package io.millrace.internal.async;

import io.millrace.internal.memory.Initialized;
import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.park.CallbackThreads;
import io.millrace.internal.park.Continuation;
import io.millrace.internal.park.Idle;
import io.millrace.internal.park.Parker;
import io.millrace.internal.park.SpinLock;
import io.millrace.internal.select.ReceiveSource;
import java.lang.invoke.MethodHandles;
import java.util.LinkedHashSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The receives of one channel, handle or timer that wait without a thread. While there are any, they stand in its queue
 * as one waiter, whose signal starts {@link #serve} on a thread of {@link CallbackThreads}: it takes a message for the
 * first of them and registers the rest anew.
 *
 * <p>Messages are taken without the lock, since a codec may run then; one thread at a time takes, for the first that
 * waits. That one cannot leave meanwhile, so that the message has a recipient.
 *
 * <p>Lock order: this object's lock, then those of the channel. A signal may come under a lock of the channel and so
 * takes none here.
 */
public final class AsyncReceives<T> {

    static {
        Initialized.ensure(
                MethodHandles.lookup(),
                Continuation.class,
                DeepStack.class,
                Idle.class,
                ReceiveFuture.class,
                Registration.class);
    }

    /** Where messages are taken, and futures completed unless their caller wants it otherwise. */
    public static final Executor THREADS = CallbackThreads.executor();

    /** How long a stack that is too deep is given to unwind before a receive continues elsewhere. */
    private static final long UNWIND_NANOS = 1_000_000;

    private final ReceiveSource<T> end;

    // Made once: no memory may be needed to have a receive served.
    private final Continuation serving = new Continuation(this::serve);
    private final Continuation servingLater = new Continuation(this::serveLater);

    private final SpinLock lock = new SpinLock();

    // Guarded by the lock.
    private final LinkedHashSet<ReceiveFuture<T>> waiting = new LinkedHashSet<>();
    private final Registration<T> registration;

    /** The future for which a message is being taken, or null; it waits until that is done. */
    private @Nullable ReceiveFuture<T> served;

    /** The thread that takes it. */
    private @Nullable Thread server;

    public AsyncReceives(ReceiveSource<T> end) {
        this.end = end;
        this.registration = new Registration<>(end, serving);
    }

    public CompletableFuture<T> receive(Executor executor) {
        ReceiveFuture<T> future = new ReceiveFuture<>(this, executor);
        boolean tooDeep = DeepStack.isReached();
        StackRoom.ensure();
        if (!tooDeep && nobodyWaits() && tryNow(future)) {
            return future;
        }
        boolean again;
        lock.lock();
        try {
            waiting.add(future);
            again = waiting.size() == 1 && !isListedAnew();
        } finally {
            lock.unlock();
        }
        if (again) {
            (tooDeep ? servingLater : serving).start();
        }
        return future;
    }

    /** The caller is to return first, or the future's dependents would run on its stack all the same. */
    private void serveLater() {
        Parker.system().parkNanos(this, UNWIND_NANOS);
        serve();
    }

    private boolean nobodyWaits() {
        lock.lock();
        try {
            return waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private boolean tryNow(ReceiveFuture<T> future) {
        boolean settled = take(future, null);
        if (settled) {
            future.finish(); // only the caller has a reference to it, so no callback runs
        }
        return settled;
    }

    /** Gives the future a message, or says that there will be none. False: there is nothing for it yet. */
    private boolean take(ReceiveFuture<T> future, @Nullable T handedOver) {
        T message = handedOver == null ? end.pollNow() : handedOver;
        if (message != null) {
            future.message = message;
        } else if (end.isClosedForReceive()) {
            future.failure = end.closedForReceive();
        } else {
            return false;
        }
        return true;
    }

    /**
     * Takes a message for the first that waits, or finds the end closed, and has the others served elsewhere. May be
     * called by any thread at any time, without a lock. What fails for want of memory has taken nothing.
     */
    private void serve() {
        ReceiveFuture<T> first = null;
        T message = null;
        boolean wasRegistered;
        StackRoom.ensure();
        lock.lock();
        try {
            wasRegistered = registration.registered;
            if (served == null && !waiting.isEmpty()) {
                first = waiting.iterator().next();
                message = registration.unregister();
                served = first;
                server = Thread.currentThread();
            }
        } finally {
            lock.unlock();
        }
        boolean settled = first != null && settle(first, message);
        boolean again = false;
        try {
            again = first != null && ended(first, settled);
            if (wasRegistered) {
                registration.passOn();
            }
        } finally { // the message is taken: whatever failed, its future gets it
            if (first != null && settled) {
                first.others.begin(again);
                first.finishLater();
                first.others.run();
            }
        }
        if (again && !settled) {
            Idle.snooze(); // ready but not successful: another thread is in the middle of an operation
            serving.start();
        }
    }

    /** Without the lock: as {@link #take}, and keeps in the future what that throws. */
    private boolean settle(ReceiveFuture<T> first, @Nullable T handedOver) {
        try {
            return take(first, handedOver);
        } catch (Throwable e) { // of a codec, say: the message has been received, and this is what came of it
            first.failure = e;
            return true;
        }
    }

    /** True: others wait, and are not registered. */
    private boolean ended(ReceiveFuture<T> first, boolean settled) {
        lock.lock();
        try {
            served = null;
            server = null;
            if (settled) {
                remove(first);
            }
            return !waiting.isEmpty() && !isListedAnew();
        } finally {
            lock.unlock();
        }
    }

    /**
     * With the lock. False: the waiting futures are to be served at once; also if memory ran out, and then {@link
     * #serve} takes back the registration.
     */
    private boolean isListedAnew() {
        try {
            return registration.register();
        } catch (Throwable e) {
            return false;
        }
    }

    /**
     * Has the others served elsewhere, before the callbacks of the current one, which may be slow, and after its
     * completion was handed over to its executor. What comes later, also from another thread, does nothing. Made with
     * the future: once its message is taken, no memory may be needed.
     */
    final class Others implements Runnable {

        private @Nullable Thread owner;
        private boolean pending;

        private void begin(boolean others) {
            owner = Thread.currentThread();
            pending = others;
        }

        @Override
        public void run() {
            if (Thread.currentThread() == owner && pending) {
                pending = false;
                serving.start();
            }
        }
    }

    private boolean remove(ReceiveFuture<T> future) {
        boolean removed = waiting.remove(future);
        if (waiting.isEmpty()) {
            registration.silence();
        }
        return removed;
    }

    /** Takes a waiting future out. False: it does not wait any more, and its message or failure is set. */
    boolean leave(ReceiveFuture<T> future) {
        StackRoom.ensure();
        lock.lock();
        try {
            while (future == served) {
                if (server == Thread.currentThread()) {
                    return false; // the codec itself
                }
                lock.unlock();
                Idle.snooze();
                lock.lock();
            }
            if (!remove(future)) {
                return false;
            }
            if (!waiting.isEmpty()) {
                return true;
            }
            T message = registration.unregister();
            if (message != null) {
                future.message = message;
                return false;
            }
        } finally {
            lock.unlock();
        }
        registration.passOn();
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
