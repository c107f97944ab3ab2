package io.millrace.internal.end;

import io.millrace.ChannelEnd;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations of an end that come in several forms, each in terms of one step. */
public interface EndForms extends ChannelEnd {

    /**
     * Closes.
     *
     * @param cause null for a plain close
     */
    void closeWith(@Nullable Throwable cause);

    @Override
    default void close() {
        closeWith(null);
    }

    @Override
    default void close(Throwable cause) {
        closeWith(Objects.requireNonNull(cause, "cause"));
    }

    @Override
    default boolean isEmpty() {
        return size() == 0;
    }
}
