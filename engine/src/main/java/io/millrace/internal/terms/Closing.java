package io.millrace.internal.terms;

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
}
