package io.millrace.internal.terms;

import io.millrace.ChannelEnd;
import org.jspecify.annotations.Nullable;

/**
 * A close and its cause. A close without a cause allocates nothing, so it cannot fail for want of memory.
 *
 * @param cause null if none was given
 */
public record Closing(@Nullable Throwable cause) {

    private static final Closing WITHOUT_CAUSE = new Closing(null);

    public static Closing of(@Nullable Throwable cause) {
        return cause == null ? WITHOUT_CAUSE : new Closing(cause);
    }

    /** Closes an end as a public {@code close} does, with a cause if there is one. */
    public static void close(ChannelEnd end, @Nullable Throwable cause) {
        if (cause == null) {
            end.close();
        } else {
            end.close(cause);
        }
    }
}
