package io.millrace.internal.offheap;

import io.millrace.internal.end.Orphans;
import io.millrace.internal.park.Idle;
import io.millrace.internal.terms.Undelivered;
import org.jspecify.annotations.Nullable;

/**
 * How a cancel gets past claims that are not committed. A claim of a lease is its owner's, which continues here once
 * it is over; if that thread has died, it is given up here. All others last for some instructions only. What is longer
 * in coming will not come: it is passed over, and named.
 */
final class Discarding {

    private Discarding() {}

    /**
     * Once cancelled: hands over what is left, as far as nobody else does. Needs no memory, unless something has to be
     * said.
     */
    static void run(SendingRing ring) {
        ReceiveSide receiveSide = ring.receiveSide;
        Throwable failure = receiveSide.discard(null);
        int orphans = 0;
        long waited = 0;
        while (receiveSide.mayDiscard() && receiveSide.isHeldUp()) {
            failure = giveUpOrphans(ring, failure);
            if (ring.leases.isClaimed(ring.view.nextIndex())) {
                break;
            }
            if (waited < Orphans.WAIT_NANOS) {
                long before = System.nanoTime();
                Idle.snooze();
                waited += Orphans.waitedSince(before);
            } else {
                orphans++;
                if (!receiveSide.passOver()) {
                    break;
                }
            }
            failure = receiveSide.discard(failure);
        }
        if (orphans > 0) {
            failure = Undelivered.and(failure, Orphans.lost(ring, orphans));
        }
        Undelivered.rethrow(failure);
    }

    private static @Nullable Throwable giveUpOrphans(SendingRing ring, @Nullable Throwable failure) {
        try {
            ring.leases.abortOrphans();
            return failure;
        } catch (Throwable e) { // of the callback, which gets the messages behind
            return Undelivered.and(failure, e);
        }
    }
}
