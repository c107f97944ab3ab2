package io.millrace.work;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.Subscription;
import io.millrace.internal.work.Uninterruptibly;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The source of workers' messages, and how it ends without loss. A channel that is closed can still be drained.
 * A counted handle, a subscription or a timer cannot: it is drained first, as far as it was filled when the end began,
 * and closed then.
 */
final class Intake<T> {

    private final Receiver<T> source;

    /** Whether accepted messages can be received after a plain close. */
    private final boolean drainsClosed;

    /**
     * How many more messages to take from a drained source before it is closed.
     * <p>Written and read by: the thread that begins the end, then the workers (read-modify-write). Orders nothing: a
     * number.
     */
    private final AtomicLong left = new AtomicLong();

    Intake(Receiver<T> source) {
        this.source = source;
        this.drainsClosed = source instanceof Channel;
    }

    /**
     * Begins the end. Returns whether the source is closed now; if not, the workers call {@link #drain}, and then
     * {@link #finish}.
     */
    boolean end() {
        if (drainsClosed) {
            source.close();
        } else {
            // A subscription that began behind the messages that its broadcast keeps reports its capacity, and may have
            // as many again before it.
            left.set((source.isFull() ? 2L : 1L) * source.size());
        }
        return drainsClosed;
    }

    /** Hands over the messages that were there when the end began. Any number of workers may. */
    void drain(Consumer<? super T> handler) {
        T message;
        while (left.getAndDecrement() > 0 && (message = Uninterruptibly.takeIfAny(source)) != null) {
            handler.accept(message);
        }
    }

    /** Refuses further messages with the cause, which blocked senders get at once. */
    void fail(Throwable cause, Consumer<? super T> handler) {
        if (source instanceof Subscription) {
            end();
            drain(handler); // its close ends it at once
        }
        source.close(cause);
    }

    /**
     * Closes the source and hands over what is left, by the last of the workers. If the source fails without giving a
     * message up, the remaining messages go to its own callback.
     */
    void finish(Consumer<? super T> handler, Consumer<Throwable> failed) {
        try {
            if (drainsClosed || source.isClosedForSend()) {
                drainClosed(handler, failed);
            }
            source.close();
            drainClosed(handler, failed);
        } finally {
            if (!source.isClosedForReceive()) {
                source.cancel();
            }
        }
    }

    private void drainClosed(Consumer<? super T> handler, Consumer<Throwable> failed) {
        while (source.isClosedForSend() && !source.isClosedForReceive()) {
            int before = source.size();
            try {
                T message = Uninterruptibly.receiveOrNull(source);
                if (message != null) {
                    handler.accept(message);
                }
            } catch (ChannelClosedException e) {
                return;
            } catch (Throwable e) {
                failed.accept(e);
                if (source.size() >= before) {
                    return;
                }
            }
        }
    }
}
