package io.millrace.internal.broadcast;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Edge OVERWRITE, one step each. Over a whole broadcast a subscription meets it only if senders go a lap ahead between two of its
 * loads, which hardly ever happens; here the sender is one message away from it.
 */
public class OverwriteStepStress {

    private static void send(BroadcastRing<Integer> ring, int message) {
        ring.publish(ring.claim(), message);
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "read and believed")
    @Outcome(
            id = "1, 1",
            expect = Expect.ACCEPTABLE,
            desc = "read, and the next lap claimed before the look at the claims")
    @Outcome(id = "3, 1", expect = Expect.ACCEPTABLE, desc = "the next lap's message read, and not believed")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the next lap's message taken for this one")
    public static class ReadAgainstNextLap {
        final BroadcastRing<Integer> ring = new BroadcastRing<>(1, 0); // two slots
        final long first = ring.nextClaim();

        public ReadAgainstNextLap() {
            send(ring, 1);
            send(ring, 2);
        }

        @Actor
        public void sender() {
            send(ring, 3);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = ring.message(first);
            r.r2 = ring.isOverwritten(first) ? 1 : 0;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "3, 1", expect = Expect.ACCEPTABLE, desc = "the later message came last into the slot")
    @Outcome(expect = Expect.FORBIDDEN, desc = "an earlier lap's message over a later one")
    public static class SlowSenderAgainstNextLap {
        final BroadcastRing<Integer> ring = new BroadcastRing<>(1, 0); // two slots
        final long slow = ring.claim();
        final long next;

        public SlowSenderAgainstNextLap() {
            send(ring, 2);
            next = ring.claim();
        }

        @Actor
        public void slow() {
            ring.publish(slow, 1);
        }

        @Actor
        public void fast() {
            ring.publish(next, 3);
        }

        @Arbiter
        public void last(II_Result r) {
            r.r1 = ring.message(next);
            r.r2 = ring.isPublished(next) ? 1 : 0;
        }
    }
}
