package io.millrace.internal.park;

import io.millrace.internal.clock.Deadlines;
import org.jspecify.annotations.Nullable;

/**
 * What a waiting thread tries again and again. Made once for each side of a channel, so that waiting allocates nothing.
 */
@FunctionalInterface
public interface Attempt<T> {

    /**
     * Tries once, without waiting.
     *
     * @param offered what a sender sends; null for a receiver
     * @return what went over, or null
     */
    @Nullable T tryOnce(@Nullable T offered);

    /** Whether no later attempt can succeed either, now that one was in vain. */
    default boolean isHopeless() {
        return false;
    }

    /** The time, in the {@link Deadlines} of the side, at which to try again although nobody wakes the thread. */
    default long nextTime() {
        return Deadlines.NEVER;
    }
}
