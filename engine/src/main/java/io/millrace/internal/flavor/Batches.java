package io.millrace.internal.flavor;

import io.millrace.ChannelClosedException;
import io.millrace.ChannelFullException;
import io.millrace.Sender;
import io.millrace.ThreadRoleException;
import java.util.Collection;
import java.util.Objects;

/** Sending a whole collection, by the other operations of a sender. */
public final class Batches {

    private Batches() {}

    /** As {@link Sender#sendAll}. */
    public static <T> void sendAll(Sender<T> sender, Collection<? extends T> messages) throws InterruptedException {
        @SuppressWarnings("unchecked")
        T[] all = (T[]) messages.toArray();
        for (T message : all) {
            Objects.requireNonNull(message, "message");
        }
        int sent = 0;
        try {
            while (sent < all.length) {
                int now = sender.trySendAll(all, sent, all.length);
                if (now == 0) {
                    sender.send(all[sent]);
                    now = 1;
                }
                sent += now;
            }
        } catch (ChannelClosedException e) {
            throw new ChannelClosedException(
                    e.getMessage() + "; accepted were " + sent + " of " + all.length + " messages", e.getCause());
        } catch (ChannelFullException e) {
            throw new ChannelFullException(
                    e.getMessage() + "; accepted were " + sent + " of " + all.length + " messages");
        } catch (ThreadRoleException e) {
            throw new ThreadRoleException(
                    e.getMessage() + "; accepted were " + sent + " of " + all.length + " messages");
        } catch (InterruptedException e) {
            throw new InterruptedException("accepted were " + sent + " of " + all.length + " messages");
        }
    }
}
