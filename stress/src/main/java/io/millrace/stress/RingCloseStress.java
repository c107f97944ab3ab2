package io.millrace.stress;

import io.millrace.ChannelClosedException;
import io.millrace.offheap.Lease;
import io.millrace.offheap.Ring;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Edges CLOSE and CANCEL where the claims and the commits are Agrona's; rings and messages as in {@link RingStress}. */
public class RingCloseStress {

    @JCStressTest
    @State
    @Outcome(id = "1, 7", expect = Expect.ACCEPTABLE, desc = "send, close")
    @Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "close, send")
    @Outcome(expect = Expect.FORBIDDEN, desc = "accepted and lost, or refused and delivered")
    public static class CloseAgainstSend {
        final Ring ring = RingStress.ring(false, false);

        @Actor
        public void sender(II_Result r) {
            r.r1 = RingStress.trySend(ring, 7);
        }

        @Actor
        public void closer() {
            ring.close();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = RingStress.tryReceive(ring);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 7", expect = Expect.ACCEPTABLE, desc = "send, close")
    @Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "close, send")
    @Outcome(expect = Expect.FORBIDDEN, desc = "accepted and lost, or refused and delivered")
    public static class CloseAgainstSendOfOneProducer {
        final Ring ring = RingStress.ring(true, true);

        @Actor
        public void sender(II_Result r) {
            r.r1 = RingStress.trySend(ring, 7);
        }

        @Actor
        public void closer() {
            ring.close();
        }

        @Actor
        public void receiver(II_Result r) {
            r.r2 = RingStress.receive(ring);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 7", expect = Expect.ACCEPTABLE, desc = "claim, close")
    @Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "close, claim")
    @Outcome(expect = Expect.FORBIDDEN, desc = "claimed and lost, or refused and delivered")
    public static class CloseAgainstClaim {
        final Ring ring = RingStress.ring(true, false);

        @Actor
        public void sender(II_Result r) {
            try {
                Lease lease = ring.tryClaim(1, RingStress.LENGTH);
                lease.buffer().putLong(0, 7);
                lease.commit();
                r.r1 = 1;
            } catch (ChannelClosedException e) {
                r.r1 = -1;
            }
        }

        @Actor
        public void closer() {
            ring.close();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = RingStress.tryReceive(ring);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1, -1", expect = Expect.ACCEPTABLE, desc = "received before the cancel")
    @Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "handed over by the cancel")
    @Outcome(id = "-1, 0, -1", expect = Expect.ACCEPTABLE, desc = "refused after the cancel")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message lost, or twice")
    public static class CancelAgainstSendAndReceive {
        volatile int undelivered = -1;
        final Ring ring = Ring.builder()
                .capacity(64)
                .onHeap()
                .onUndelivered((type, buffer, offset, length, reason) -> undelivered = (int) buffer.getLong(offset))
                .build();

        @Actor
        public void sender(III_Result r) {
            r.r1 = RingStress.trySend(ring, 1);
        }

        @Actor
        public void canceller() {
            ring.cancel();
        }

        @Actor
        public void receiver(III_Result r) {
            r.r2 = Math.max(0, RingStress.tryReceive(ring));
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = undelivered;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, -1", expect = Expect.ACCEPTABLE, desc = "the handler got it before the cancel")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "handed over by the cancel, or by the receiver behind it")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message lost, or twice")
    public static class CancelAgainstReadInPlace {
        volatile int undelivered = -1;
        final Ring ring = Ring.builder()
                .capacity(64)
                .onHeap()
                .singleConsumer()
                .onUndelivered((type, buffer, offset, length, reason) -> undelivered = (int) buffer.getLong(offset))
                .build();

        public CancelAgainstReadInPlace() {
            RingStress.trySend(ring, 1);
        }

        @Actor
        public void canceller() {
            ring.cancel();
        }

        @Actor
        public void receiver(II_Result r) {
            r.r1 = Math.max(0, RingStress.tryReceive(ring));
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = undelivered;
        }
    }
}
