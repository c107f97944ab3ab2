package io.millrace.internal.terms;

import io.millrace.ChannelClosedException;
import io.millrace.UndeliveredReason;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The path of messages that were accepted and will not be received: each is counted and handed to the callback. An
 * exception of the callback is kept until the operation is done, so that it breaks nothing.
 */
public record Undelivered<T>(
        @Nullable BiConsumer<? super T, ? super UndeliveredReason> callback,
        @Nullable Counters counters) {

    /** The last exception of a callback on this thread. */
    private static final ThreadLocal<@Nullable WeakReference<Throwable>> THROWN = new ThreadLocal<>();

    /**
     * Hands a message over, if there is one. Returns the first failure of the operation, with later ones suppressed in
     * it.
     */
    @Nullable public Throwable handOver(@Nullable T message, UndeliveredReason reason, @Nullable Throwable failure) {
        if (message == null) {
            return failure;
        }
        if (counters != null) {
            counters.undelivered(reason).increment();
        }
        if (callback != null) {
            try {
                callback.accept(message, reason);
            } catch (Throwable e) {
                remember(e);
                return and(failure, e);
            }
        }
        return failure;
    }

    private static void remember(Throwable thrown) {
        try {
            THROWN.set(new WeakReference<>(thrown));
        } catch (Throwable ignored) {
            // No memory or no stack left: then it passes for a failure of the send.
        }
    }

    /**
     * Whether an exception that a send of this thread has just thrown comes from a callback, so that the message was
     * accepted; else it comes from the send itself, and the message was not.
     */
    public static boolean isOfCallback(Throwable failure) {
        WeakReference<Throwable> thrown = THROWN.get();
        THROWN.remove();
        Throwable last = thrown == null ? null : thrown.get();
        return last != null
                && (last == failure
                        || !(failure instanceof ChannelClosedException)
                                && List.of(failure.getSuppressed()).contains(last));
    }

    /** The first failure, with the next suppressed in it. */
    public static Throwable and(@Nullable Throwable first, Throwable next) {
        if (first == null) {
            return next;
        }
        if (first != next) {
            try {
                first.addSuppressed(next);
            } catch (Throwable e) {
                // Out of memory or of stack: the first failure says enough, and the operation goes on to settle its
                // messages.
            }
        }
        return first;
    }

    /**
     * Throws the kept exception, if any. The callback declares no checked exception, so it can be thrown as it is.
     */
    public static void rethrow(@Nullable Throwable failure) {
        if (failure != null) {
            throw Undelivered.<RuntimeException>sneaky(failure);
        }
    }

    @SuppressWarnings("unchecked")
    public static <E extends Throwable> E sneaky(Throwable failure) throws E {
        throw (E) failure;
    }
}
