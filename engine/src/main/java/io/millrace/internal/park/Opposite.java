package io.millrace.internal.park;

/**
 * The threads that wait on the other side. A thread that finds a full channel full although some receivers were woken,
 * or an empty one empty although some senders were, may be waiting for one that does not run, while others sleep.
 */
public interface Opposite {

    /** Whether some threads that were woken have not come, and others could be woken in their place. */
    boolean isStalled();

    /** Wakes other threads in the place of those that were woken and have not come. */
    void overtake();

    /** As {@link #overtake}, after some calls. */
    void nudge();
}
