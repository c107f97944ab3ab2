package io.millrace.internal.end;

import io.millrace.ChannelClosedException;
import io.millrace.ChannelFullException;
import io.millrace.PartialSendException;
import io.millrace.Sender;
import io.millrace.ThreadRoleException;
import io.millrace.internal.terms.StoppedBatch;
import io.millrace.internal.terms.Undelivered;
import java.util.Collection;
import java.util.Objects;

/**
 * Sending a whole collection by the other operations of a sender, and the report of a batch that fails in its middle.
 */
public final class Batches {

    private Batches() {}

    /** As {@link Sender#trySendAll}, but what it fails of in its middle comes in a {@link StoppedBatch}. */
    @FunctionalInterface
    public interface Part<T> {
        int send(T[] messages, int from, int to);
    }

    /** As {@link Sender#sendAll}, by parts of what fits. */
    public static <T> void sendAll(Sender<T> sender, Part<T> part, Collection<? extends T> messages)
            throws InterruptedException {
        @SuppressWarnings("unchecked")
        T[] all = (T[]) messages.toArray();
        for (T message : all) {
            Objects.requireNonNull(message, "message");
        }
        int sent = 0;
        try {
            while (sent < all.length) {
                int now = part.send(all, sent, all.length);
                if (now == 0) {
                    sender.send(all[sent]);
                    now = 1;
                }
                sent += now;
            }
        } catch (StoppedBatch e) {
            throw told(e.getCause(), sent + e.accepted, all.length);
        } catch (Throwable e) {
            throw told(e, sent, all.length);
        }
    }

    private static InterruptedException told(Throwable failure, int accepted, int total) throws InterruptedException {
        throw Undelivered.<InterruptedException>sneaky(inWords(failure, new PartialSendException(accepted, total)));
    }

    /** The failure, which tells how far the batch got; in its message, too, if it is one of this library's. */
    private static Throwable inWords(Throwable failure, PartialSendException partial) {
        String message = failure.getMessage() + "; " + partial.getMessage();
        Throwable told = failure;
        if (failure instanceof ChannelClosedException) {
            told = new ChannelClosedException(message, failure.getCause());
        } else if (failure instanceof ChannelFullException) {
            told = new ChannelFullException(message);
        } else if (failure instanceof ThreadRoleException) {
            told = new ThreadRoleException(message);
        } else if (failure instanceof InterruptedException) {
            told = new InterruptedException(failure.getMessage() == null ? partial.getMessage() : message);
        }
        if (told != failure) {
            told.setStackTrace(failure.getStackTrace());
            for (Throwable suppressed : failure.getSuppressed()) {
                told.addSuppressed(suppressed);
            }
        }
        told.addSuppressed(partial);
        return told;
    }
}
