package io.millrace.work;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.internal.park.Insistent;
import io.millrace.internal.select.Roles;
import io.millrace.internal.terms.Closing;
import io.millrace.internal.work.Every;
import io.millrace.internal.work.Uninterruptibly;
import io.millrace.internal.work.WorkerThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread that receives from one and sends to several. The closer of the last copy cancels the source, and so wakes
 * the thread: it finds it closed.
 */
final class Tee<T> {

    private final Receiver<T> source;
    private final Consumer<? super T> onUndelivered;
    private final List<Channel<T>> copies = new ArrayList<>();
    private final Consumer<@Nullable Throwable> cancelSource = this::cancelSource;

    /**
     * How many copies are not closed.
     * <p>Written and read by: any thread that closes one (read-modify-write). Orders nothing: the thread that brings it
     * to 0 cancels.
     */
    private final AtomicInteger open;

    Tee(int capacity, Receiver<T> source, int count, Consumer<? super T> onUndelivered) {
        this.source = Objects.requireNonNull(source, "source");
        Roles.requireConsumer(source, "a tee", 1);
        this.onUndelivered = Objects.requireNonNull(onUndelivered, "onUndelivered");
        this.open = new AtomicInteger(count);
        for (int i = 0; i < count; i++) {
            copies.add(Pipeline.<T>channel("tee " + i + " of " + source.name(), capacity, onUndelivered)
                    .recordStats()
                    .onClose(this::closed)
                    .build());
        }
    }

    List<Receiver<T>> start(ThreadFactory threads) {
        new WorkerThreads("tee", threads, this::close, () -> close(null)).startAll(1, this::forward);
        return List.copyOf(copies);
    }

    private void forward() {
        try {
            T message;
            boolean wanted = true;
            while (wanted && (message = Uninterruptibly.receiveOrNull(source)) != null) {
                wanted = sendToAll(message);
            }
        } catch (ChannelClosedException e) {
            close(e.getCause() != null || source.isClosedForReceive() ? e.getCause() : e);
        }
    }

    /** Returns false if all copies are closed; the closer of the last cancels the source. */
    private boolean sendToAll(T message) {
        int accepted = 0;
        try {
            for (Channel<T> copy : copies) {
                try {
                    if (!copy.isClosedForSend()) {
                        Uninterruptibly.send(copy, message);
                        accepted++;
                    }
                } catch (ChannelClosedException e) {
                    // Cancelled meanwhile: the others still get the message.
                }
            }
        } finally {
            if (accepted == 0) {
                onUndelivered.accept(message);
            }
        }
        return accepted > 0;
    }

    private void close(@Nullable Throwable cause) {
        Every.run(copies, copy -> Closing.close(copy, cause));
    }

    private void closed(@Nullable Throwable cause) {
        if (open.decrementAndGet() > 0) {
            return;
        }
        Insistent.run(cancelSource, cause);
    }

    private void cancelSource(@Nullable Throwable cause) {
        if (cause == null) {
            source.cancel();
        } else {
            source.cancel(cause);
        }
    }
}
