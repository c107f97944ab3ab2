package io.millrace;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The channel is closed: it accepts no more messages, or everything accepted has been taken. The cause is the one given
 * to {@link ChannelEnd#close(Throwable)}, the same object each time; it is null after a plain close.
 *
 * @since 0.1
 */
public final class ChannelClosedException extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message which channel, and what it refused
     * @param cause why the channel was closed, null for a plain close
     */
    public ChannelClosedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
