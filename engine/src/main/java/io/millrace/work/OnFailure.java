package io.millrace.work;

import io.millrace.internal.terms.Settings;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What happens when a handler throws: the channel fails, or the message is skipped, either at once or after some
 * retries. A handler fails by throwing anything, also an {@link Error}.
 *
 * <pre>{@code
 * OnFailure<String> policy = OnFailure.<String>skip((order, failure) -> book(order + ": " + failure))
 *         .afterRetries(2); // three attempts in all, then the report
 * }</pre>
 *
 * @param <T> the type of the messages
 * @since 0.1
 */
public final class OnFailure<T> {

    /** Null: fail the channel. */
    final @Nullable BiConsumer<? super T, ? super Throwable> report;

    final int retries;

    private OnFailure(@Nullable BiConsumer<? super T, ? super Throwable> report, int retries) {
        this.report = report;
        this.retries = retries;
    }

    /**
     * Closes the channel with what the handler threw as its cause: blocked and later senders fail with it at once.
     * Messages in other workers' hands are finished; what is still buffered is handed to {@code onUndelivered}. This is
     * the default.
     *
     * @param <T> the type of the messages
     * @return fail the channel
     */
    public static <T> OnFailure<T> failChannel() {
        return new OnFailure<>(null, 0);
    }

    /**
     * Reports the message and goes on with the next. If the report itself throws, the channel fails with that.
     *
     * @param report takes the message and what the handler threw, on the worker's thread
     * @param <T> the type of the messages
     * @return skip and report
     */
    public static <T> OnFailure<T> skip(BiConsumer<? super T, ? super Throwable> report) {
        return new OnFailure<>(Objects.requireNonNull(report, "report"), 0);
    }

    /**
     * Lets the same worker try the message again, at once, before this policy applies. An {@code InterruptedException}
     * is not retried, and nothing is once the workers stop at once.
     *
     * @param retries how many times after the first, 0 or more
     * @return this policy after so many retries
     * @throws IllegalArgumentException if {@code retries} is negative
     */
    public OnFailure<T> afterRetries(int retries) {
        Settings.requireAtLeast(0, "retries", retries);
        return new OnFailure<>(report, retries);
    }
}
