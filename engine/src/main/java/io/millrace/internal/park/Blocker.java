package io.millrace.internal.park;

/**
 * The object that a thread waits at, as shown by thread dumps: a channel or timer, or a counted handle of a channel,
 * which can be closed while the channel lives.
 */
public interface Blocker {

    /** Whether no thread may wait here any more, although the channel may live on. Once true, always true. */
    default boolean isDetached() {
        return false;
    }
}
