package io.millrace.internal.work;

import io.millrace.internal.park.Insistent;
import io.millrace.internal.terms.Undelivered;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts results that are finished in any order back in the order of their tickets. At most {@code window} tickets may be
 * out at once: the caller that hands them out guarantees that, and may hand out one more for each time {@code freed}
 * runs.
 *
 * <p>The thread that finishes the oldest ticket passes on its result and those that had to wait for it, outside of the
 * lock, so that the others continue while the receiver of the results is slow.
 */
public final class ReorderBuffer {

    /** Stands for a ticket without a result. */
    private static final Object NOTHING = new Object();

    /** Written and read by: any thread that takes a ticket (fetch-and-add). Orders nothing: a number each. */
    private final AtomicLong tickets = new AtomicLong();

    private final Consumer<Object> sink;
    private final Runnable freed;
    private final ReentrantLock lock = new ReentrantLock();

    // Under the lock.
    private final @Nullable Object[] finished;
    private long next;
    private boolean passingOn;

    public ReorderBuffer(int window, Consumer<Object> sink, Runnable freed) {
        this.finished = new Object[window];
        this.sink = sink;
        this.freed = freed;
    }

    public long ticket() {
        return tickets.getAndIncrement();
    }

    /** Throws the last exception of the sink or the other callback, after it has passed on all finished results. */
    public void finish(long ticket, @Nullable Object result) {
        Insistent.lock(lock);
        try {
            finished[(int) (ticket % finished.length)] = result == null ? NOTHING : result;
            if (passingOn) {
                return;
            }
            passingOn = true;
        } finally {
            lock.unlock();
        }
        Throwable failure = null;
        Object oldest;
        while ((oldest = takeOldest()) != null) {
            try {
                if (oldest != NOTHING) {
                    sink.accept(oldest);
                }
            } catch (Throwable e) {
                failure = e;
            }
            try {
                freed.run();
            } catch (Throwable e) {
                failure = e;
            }
        }
        Undelivered.rethrow(failure);
    }

    private @Nullable Object takeOldest() {
        Insistent.lock(lock);
        try {
            int slot = (int) (next % finished.length);
            Object oldest = finished[slot];
            if (oldest == null) {
                passingOn = false;
            } else {
                finished[slot] = null;
                next++;
            }
            return oldest;
        } finally {
            lock.unlock();
        }
    }
}
