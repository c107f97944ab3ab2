package io.millrace.internal.offheap;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The leases of a ring or a lane, used one after the other. One serves another claim only if it was closed, so that
 * none in a try statement is reused before the end of that, and only after all others had their turn: a thread that
 * uses an ended lease gets the error, and does not meet a successor. For one thread at a time.
 */
public final class LeasePool<L extends OwnedLease> {

    /** How many claims a lease rests after its own. */
    static final int RESTING = 64;

    private final Supplier<L> maker;
    private final List<L> leases = new ArrayList<>();
    private int next;

    /** Makes an empty one. */
    public LeasePool(Supplier<L> maker) {
        this.maker = maker;
    }

    /** A lease that is not in use. */
    public L take() {
        if (leases.size() < RESTING) {
            L made = maker.get();
            leases.add(made);
            return made;
        }
        int turn = next;
        next = turn + 1 == RESTING ? 0 : turn + 1;
        L lease = leases.get(turn);
        if (!lease.isClosed()) {
            lease = maker.get();
            leases.set(turn, lease);
        }
        return lease;
    }
}
