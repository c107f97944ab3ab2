package io.millrace.internal.end;

import io.millrace.Receiver;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Iterates by receiving. Holds at most the one message that {@link #hasNext()} has taken. For one thread at a time. */
public final class ReceivingIterator<T> implements Iterator<T> {

    private final Receiver<T> receiver;
    private @Nullable T next;

    public ReceivingIterator(Receiver<T> receiver) {
        this.receiver = receiver;
    }

    /** {@link Receiver#receiveOrNull()} for callers that cannot throw InterruptedException. */
    static <T> @Nullable T nextOrNull(Receiver<T> receiver) {
        try {
            return receiver.receiveOrNull();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("interrupted while iterating over " + receiver);
            cancelled.initCause(e);
            throw cancelled;
        }
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = nextOrNull(receiver);
        }
        return next != null;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException(receiver + " is closed and drained");
        }
        T message = next;
        next = null;
        return message;
    }

    @Override
    public String toString() {
        return "iterator over " + receiver;
    }
}
