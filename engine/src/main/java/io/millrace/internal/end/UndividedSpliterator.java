package io.millrace.internal.end;

import io.millrace.Receiver;
import java.util.Spliterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a receiver with a single consumer: also in a parallel stream one thread receives them, the one that
 * runs it.
 */
public final class UndividedSpliterator<T> implements Spliterator<T> {

    private final Receiver<T> receiver;

    public UndividedSpliterator(Receiver<T> receiver) {
        this.receiver = receiver;
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        T message = ReceivingIterator.nextOrNull(receiver);
        if (message == null) {
            return false;
        }
        action.accept(message);
        return true;
    }

    @Override
    public @Nullable Spliterator<T> trySplit() {
        return null;
    }

    @Override
    public long estimateSize() {
        return Long.MAX_VALUE;
    }

    @Override
    public int characteristics() {
        return ORDERED | NONNULL;
    }
}
