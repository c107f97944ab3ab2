package io.millrace.internal.flavor;

import io.millrace.UndeliveredReason;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The way out for messages that were accepted and will not be received: each is counted and handed to the callback. What the
 * callback throws is kept until the operation is done, so that it breaks nothing.
 */
public final class Undelivered<T> {

    private final @Nullable BiConsumer<? super T, ? super UndeliveredReason> callback;
    private final @Nullable Counters counters;

    Undelivered(@Nullable BiConsumer<? super T, ? super UndeliveredReason> callback, @Nullable Counters counters) {
        this.callback = callback;
        this.counters = counters;
    }

    /** Hands a message over, if there is one. Returns the first failure of the operation, with later ones suppressed in it. */
    @Nullable Throwable handOver(@Nullable T message, UndeliveredReason reason, @Nullable Throwable failure) {
        if (message == null) {
            return failure;
        }
        if (counters != null) {
            counters.undelivered.increment();
        }
        if (callback != null) {
            try {
                callback.accept(message, reason);
            } catch (Throwable e) {
                return and(failure, e);
            }
        }
        return failure;
    }

    /** The first failure, with the next suppressed in it. */
    public static Throwable and(@Nullable Throwable first, Throwable next) {
        if (first == null) {
            return next;
        }
        if (first != next) {
            first.addSuppressed(next);
        }
        return first;
    }

    /** Throws what was kept, if anything. The callback declares no checked exception, so what it threw may go on as it is. */
    public static void rethrow(@Nullable Throwable failure) {
        if (failure != null) {
            throw Undelivered.<RuntimeException>sneaky(failure);
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E sneaky(Throwable failure) throws E {
        throw (E) failure;
    }
}
