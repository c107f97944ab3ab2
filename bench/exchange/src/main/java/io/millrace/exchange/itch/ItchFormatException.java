package io.millrace.exchange.itch;

import java.io.IOException;
import java.io.Serial;
import java.util.Locale;

/** The input is not what ITCH 5.0 says it must be. The message tells where and what was expected. */
public final class ItchFormatException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final long offset;

    /**
     * Makes an exception.
     *
     * @param source what the input is, as the message begins
     * @param offset the byte in the uncompressed stream at which the input is wrong, counted from 0
     * @param message the number of the message that is wrong, counted from 1
     * @param problem what was found and what was expected
     * @param cause what reported it, or null
     */
    public ItchFormatException(String source, long offset, long message, String problem, Throwable cause) {
        super(
                String.format(
                        Locale.ROOT, "%s is wrong at byte %,d (message %,d): %s", source, offset, message, problem),
                cause);
        this.offset = offset;
    }

    /** The byte in the uncompressed stream at which the input is wrong, counted from 0. */
    public long offset() {
        return offset;
    }
}
