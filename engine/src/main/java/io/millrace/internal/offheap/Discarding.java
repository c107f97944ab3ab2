package io.millrace.internal.offheap;

import io.millrace.internal.end.Orphans;
import io.millrace.internal.park.Idle;
import io.millrace.internal.terms.Undelivered;
import org.jspecify.annotations.Nullable;

/**
 * How a cancel comes past what is claimed and not committed. A claim of a lease is its owner's, who hands over what lies behind once it
 * ends it; if that thread has died, it is given up here. All others last for some instructions only. What is longer in coming will not
 * come: it is passed over, and named.
 */
final class Discarding {

    private final ByteRing ring;
    private final MessageCopy copy = new MessageCopy();
    private int orphans;

    /** To be made before the close. */
    Discarding(ByteRing ring) {
        this.ring = ring;
    }

    /** Once closed: hands over what is left, as far as nobody else does. */
    void run() {
        ring.receiveSide.beginCancel();
        Throwable failure = null;
        if (ring.receiveSide.mayDiscard()) {
            failure = discard();
        }
        if (orphans > 0) {
            failure = Undelivered.and(failure, Orphans.lost(ring, orphans));
        }
        Undelivered.rethrow(failure);
    }

    private @Nullable Throwable discard() {
        Throwable failure = ring.receiveSide.discard(copy, null);
        long waited = 0;
        while (ring.receiveSide.isHeldUp()) {
            failure = giveUpOrphans(failure);
            if (ring.leases.isClaimed(ring.receiveSide.nextIndex())) {
                break;
            }
            if (waited < Orphans.WAIT_NANOS) {
                long before = System.nanoTime();
                Idle.snooze();
                waited += Orphans.waitedSince(before);
            } else {
                orphans++;
                if (!ring.receiveSide.passOver()) {
                    break;
                }
            }
            failure = ring.receiveSide.discard(copy, failure);
        }
        return failure;
    }

    private @Nullable Throwable giveUpOrphans(@Nullable Throwable failure) {
        try {
            ring.leases.abortOrphans();
            return failure;
        } catch (Throwable e) { // of the callback, which gets what lies behind
            return Undelivered.and(failure, e);
        }
    }
}
