package io.millrace.internal.park;

/**
 * What a thread waits at, and what thread dumps show of it: a channel or timer, or a counted handle of a channel, which
 * can be gone while the channel lives.
 */
public interface Blocker {

    /** Whether nobody may wait here any more, although the channel may live on. Once true, always true. */
    default boolean isDetached() {
        return false;
    }
}
