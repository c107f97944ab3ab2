package io.millrace.offheap;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a {@link SharedRing}.
 *
 * @param path the file
 * @param laneCapacity bytes in each lane
 * @param shutdown whether it was shut down
 * @param shutdownReason why, null if that was not said
 * @param receiver the owner of the receiving end
 * @param lanes the lanes, in order
 * @since 0.1
 */
public record SharedRingState(
        Path path,
        int laneCapacity,
        boolean shutdown,
        @Nullable String shutdownReason,
        Owner receiver,
        List<Lane> lanes) {

    /**
     * What has become of an owner.
     *
     * @since 0.1
     */
    public enum OwnerState {
        /** Nobody owns it. */
        NONE,
        /** Its process lives. */
        ALIVE,
        /**
         * Its process lives but seems not to run: stopped by a signal or a debugger. Seen on Linux only, and only where
         * {@code /proc} shows the process.
         */
        STOPPED,
        /** Its process is dead; the next that asks gets the place. */
        GONE,
        /** The operating system does not say whether it lives; nobody gets the place. */
        UNKNOWN
    }

    /**
     * The owner of a lane, or of the receiving end.
     *
     * @param state what has become of it
     * @param pid its process, 0 if there is none; as that process sees itself, which in another pid namespace is
     *     another number
     * @param epoch how many owners there have been
     * @param lastSeenMillis when it was last seen at work, in milliseconds since 1970, 0 for never: written when it
     *     opens, at every 64th message or batch, and while it waits
     * @since 0.1
     */
    public record Owner(OwnerState state, long pid, long epoch, long lastSeenMillis) {}

    /**
     * A lane.
     *
     * @param owner the owner of the lane
     * @param fenced whether it was taken away from its owner
     * @param closed whether it takes no more messages
     * @param head up to where it has been read, in bytes since the beginning
     * @param end up to where it has been written
     * @param sent messages sent; may be one behind for each owner that died
     * @param full sends that found no room at first
     * @param received messages received; may be one batch behind for each receiver that died
     * @param discarded messages thrown away by {@link SharedReceiver#cancel}
     * @since 0.1
     */
    public record Lane(
            Owner owner,
            boolean fenced,
            boolean closed,
            long head,
            long end,
            long sent,
            long full,
            long received,
            long discarded) {}
}
