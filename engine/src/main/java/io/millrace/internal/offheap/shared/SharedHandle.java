package io.millrace.internal.offheap.shared;

import io.millrace.ChannelClosedException;
import io.millrace.Waiting;
import io.millrace.internal.clock.Deadlines;
import io.millrace.internal.clock.NanoClock;
import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.park.NapBackoff;

/** An end of a ring in this process: it owns a place of the ring, waits by naps, and gives the place back. */
abstract class SharedHandle implements AutoCloseable {

    final MappedRing ring;
    final Mapping mapping;
    final HandleGuard usage;
    final Deadlines deadlines = new Deadlines(NanoClock.system());
    final NapBackoff naps;
    private final int place;
    private final Processes.Owned owned;

    SharedHandle(MappedRing ring, Mapping mapping, int place, Processes.Owned owned, String name, Waiting waiting) {
        this.ring = ring;
        this.mapping = mapping;
        this.place = place;
        this.owned = owned;
        this.naps = new NapBackoff(waiting.spins(), waiting.parks());
        this.usage = new HandleGuard(mapping::requireWhole, name + " of " + ring, this::giveBack);
    }

    /** The last step of making one: from here on the memory stays mapped. */
    final void begin() {
        beat();
        if (!mapping.retain()) {
            throw new AssertionError("the caller keeps the memory mapped");
        }
    }

    /** Whatever fails, the rest is done. */
    private void giveBack() {
        try {
            mapping.giveBack(place, owned);
        } finally {
            try {
                ring.opened.remove(this);
            } finally {
                mapping.release();
            }
        }
    }

    /** Shows that it lives, and checks now and then that the ring does. */
    final void beat() {
        mapping.beat(owned);
    }

    /**
     * One step of a wait.
     *
     * @param what how the exception of an interrupted thread names what it waits for, up to the ring
     * @return how long is left to wait; zero or less: the next attempt is the last
     */
    final long pause(long deadline, String what) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while waiting for " + what + " " + ring);
        }
        long left = deadlines.nanosLeft(deadline);
        if (left > 0) {
            naps.pause(this, left);
        }
        usage.requireOpen();
        return left;
    }

    /** Whether it was closed, or is about to be. */
    final boolean isClosed() {
        return usage.isClosed();
    }

    /** What an operation throws once it was closed. */
    final IllegalStateException closedHere() {
        ChannelClosedException cutOff = mapping.cutOff.closed();
        return cutOff != null ? cutOff : usage.closedHere();
    }

    /** Gives up what a thread that has ended has left undone. */
    void giveUpIfOrphaned() {}

    @Override
    public void close() {
        StackRoom.ensure();
        usage.close();
    }

    /** The name that its guard has. */
    @Override
    public final String toString() {
        return usage.name;
    }
}
