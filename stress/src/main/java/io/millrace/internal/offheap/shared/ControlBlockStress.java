package io.millrace.internal.offheap.shared;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Edges REASON, OWNER and FENCE: why a ring is closed, what was done with a lane, and for whom a mark is, is there when it is seen. */
public class ControlBlockStress {

    private static final String WHY = "why";
    private static final int OLD = 5;

    /** The control words of a ring, with room for two reasons. */
    private static ControlBlock control() {
        return new ControlBlock(new UnsafeBuffer(ByteBuffer.allocateDirect(256 + 2 * 2048)));
    }

    private static Lane lane() {
        return new Lane(new UnsafeBuffer(ByteBuffer.allocateDirect(Lane.WORDS + 64)));
    }

    /** 1 the reason, 0 none, -1 something else. */
    private static int reason(ControlBlock control, String expected) {
        String reason = control.cause();
        return reason == null ? 0 : reason.equals(expected) ? 1 : -1;
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "looked before")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the reason is there first")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "closed, with the reason")
    @Outcome(expect = Expect.FORBIDDEN, desc = "closed without the reason, or a torn one")
    public static class ReasonBeforeClosed {
        final ControlBlock control = control();

        @Actor
        public void closer() {
            control.close(WHY);
        }

        @Actor
        public void looker(II_Result r) {
            r.r1 = control.isClosed() ? 1 : 0;
            r.r2 = reason(control, WHY);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "looked before")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the reason is there first")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "marked, with the reason")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a lane that was closed without the reason, or a torn one")
    public static class ReasonBeforeMark {
        final ControlBlock control = control();
        final Lane lane = lane();

        @Actor
        public void closer() {
            control.close(WHY);
            lane.mark(Lane.CLOSED);
        }

        @Actor
        public void producer(II_Result r) {
            r.r1 = lane.has(Lane.CLOSED) ? 1 : 0;
            r.r2 = reason(control, WHY);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the first reason")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the second reason")
    @Outcome(expect = Expect.FORBIDDEN, desc = "no reason, or a mixture")
    public static class OneReasonCounts {
        private static final String OTHER = "another one, and longer";

        final ControlBlock control = control();

        @Actor
        public void first() {
            control.close(WHY);
        }

        @Actor
        public void second() {
            control.close(OTHER);
        }

        @Arbiter
        public void which(II_Result r) {
            String reason = control.cause();
            r.r1 = WHY.equals(reason) ? 1 : 0;
            r.r2 = OTHER.equals(reason) ? 1 : 0;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "not given back yet")
    @Outcome(id = "1, 1, 24", expect = Expect.ACCEPTABLE, desc = "taken, with all that was done")
    @Outcome(expect = Expect.FORBIDDEN, desc = "taken without what the owner before had written")
    public static class OwnerHandsOver {
        final Lane lane = lane();
        int written;

        public OwnerHandsOver() {
            lane.setOwner(OLD);
        }

        @Actor
        public void old() {
            LaneWriter writer = new LaneWriter(lane);
            writer.claim(Long.BYTES * 2);
            writer.commit(1, Long.BYTES * 2);
            written = 1;
            lane.setOwner(0);
        }

        @Actor
        public void next(III_Result r) {
            if (lane.owner() == 0) { // what whoever has locked the lane does
                r.r1 = 1;
                r.r2 = written;
                r.r3 = (int) Lane.position(lane.end());
            }
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "looked before")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "fenced between the looks")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "fenced")
    @Outcome(expect = Expect.FORBIDDEN, desc = "marked, and taken for a mark that is for another owner")
    public static class FencedOwnerKnows {
        final Lane lane = lane();

        public FencedOwnerKnows() {
            lane.setOwner(OLD);
            lane.nextEpoch();
        }

        @Actor
        public void fencer() {
            lane.fence(1);
        }

        @Actor
        public void owner(II_Result r) {
            r.r1 = lane.has(Lane.FENCED) ? 1 : 0;
            r.r2 = lane.isFenced(1) ? 1 : 0;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the next owner sends, whenever the mark came")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the mark for one owner has hit the next")
    public static class FenceSparesTheNextOwner {
        final Lane lane = lane();

        public FenceSparesTheNextOwner() {
            lane.setOwner(OLD);
            lane.nextEpoch();
        }

        @Actor
        public void fencer() {
            lane.fence(1);
        }

        @Actor
        public void next(II_Result r) {
            lane.setOwner(0);
            lane.nextEpoch();
            lane.setOwner(OLD + 1);
            LaneWriter writer = new LaneWriter(lane);
            writer.claim(Long.BYTES);
            while (!writer.commit(1, Long.BYTES)) {
                if (lane.isFenced(2)) {
                    r.r1 = 1;
                    return;
                }
                lane.unmark(Lane.FENCED);
            }
            r.r2 = 1;
        }
    }
}
