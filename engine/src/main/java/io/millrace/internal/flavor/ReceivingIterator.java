package io.millrace.internal.flavor;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Iterates by receiving. Holds at most the one message that {@link #hasNext()} has taken. For one thread at a time. */
final class ReceivingIterator<T> implements Iterator<T> {

    private final Supplier<@Nullable T> nextOrNull;
    private @Nullable T next;

    /** Takes messages from {@code nextOrNull}; null ends it. */
    ReceivingIterator(Supplier<@Nullable T> nextOrNull) {
        this.nextOrNull = nextOrNull;
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = nextOrNull.get();
        }
        return next != null;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("closed and drained");
        }
        T message = next;
        next = null;
        return message;
    }
}
