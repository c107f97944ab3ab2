package io.millrace.internal.end;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Copies of the batches that callers send. A caller may change its array while that is sent; each element is read once,
 * before anything is claimed. One copy is kept, so that batches allocate nothing.
 */
public final class BatchCopies<T> {

    private static final int SMALLEST = 16;
    private static final int LARGEST_KEPT = 4096;

    /**
     * A copy not in use.
     * <p>Written by: senders that are done with one (volatile, {@code SPARE}).
     * <p>Read by: senders that begin with one (get-and-set, {@code SPARE}).
     */
    private final AtomicReference<T @Nullable []> spare = new AtomicReference<>();

    /** Returns the messages from 0 on, none of them null. */
    public T[] copy(T[] messages, int from, int to) {
        int count = to - from;
        T[] copy = spare.getAndSet(null); // acquire SPARE <- giveBack
        if (copy == null || copy.length < count) {
            @SuppressWarnings("unchecked")
            T[] made = (T[]) new Object[Math.max(count, SMALLEST)];
            copy = made;
        }
        for (int i = 0; i < count; i++) {
            copy[i] = Objects.requireNonNull(messages[from + i], "message");
        }
        return copy;
    }

    /** Takes back a copy of so many messages. */
    public void giveBack(T[] copy, int count) {
        if (copy.length <= LARGEST_KEPT) {
            Arrays.fill(copy, 0, count, null); // what was sent must not stay reachable from here
            spare.set(copy); // release SPARE -> copy
        }
    }
}
