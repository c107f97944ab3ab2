package io.millrace.internal.timer;

import io.millrace.TimeSource;
import io.millrace.internal.clock.NanoClock;
import io.millrace.internal.park.Parker;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets other packages of this library see what a {@link TimeSource} hides from its users. The source registers itself.
 */
public record TimeSourceAccess(Function<TimeSource, Parker> parker, Function<TimeSource, NanoClock> clock) {

    /**
     * The one instance.
     * <p>Written by: the static initialiser of {@link TimeSource} (volatile).
     * <p>Read by: any thread that has a time source (volatile). Orders nothing: the class is initialised before a
     * source exists.
     */
    private static volatile @Nullable TimeSourceAccess instance;

    /** Registers the one instance. */
    public static void register(TimeSourceAccess access) {
        instance = access;
    }

    /** The parker of the source. */
    public static Parker parkerOf(TimeSource source) {
        return instance().parker.apply(source);
    }

    /** The clock of the source. */
    public static NanoClock clockOf(TimeSource source) {
        return instance().clock.apply(source);
    }

    private static TimeSourceAccess instance() {
        return Objects.requireNonNull(instance); // a source exists, so its class has registered
    }
}
