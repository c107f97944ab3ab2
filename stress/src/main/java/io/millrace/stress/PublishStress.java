package io.millrace.stress;

import io.millrace.Channel;
import io.millrace.StressChannels;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Edge PUBLISH: who receives a message sees what its sender wrote before, and messages come in order. */
public class PublishStress {

    private static void sendTwo(Channel<Payload> channel) {
        channel.trySend(Payload.of(1));
        channel.trySend(Payload.of(2));
    }

    private static void receiveTwo(Channel<Payload> channel, II_Result r) {
        r.r1 = Payload.valueOf(channel.tryReceive());
        r.r2 = Payload.valueOf(channel.tryReceive());
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "both receives before the first send")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "receive, send, receive")
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "send, both receives, send")
    @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "each receive after its send")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message out of order, torn or invented")
    public static class Bounded {
        final Channel<Payload> channel = Channel.bounded(2);

        @Actor
        public void sender() {
            sendTwo(channel);
        }

        @Actor
        public void receiver(II_Result r) {
            receiveTwo(channel, r);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "both receives before the batch is published")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "receive, first of the batch, receive")
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "first of the batch, both receives, second")
    @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "both receives after the batch")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the second of a batch without the first, or torn")
    public static class BoundedBatch {
        final Channel<Payload> channel = Channel.bounded(2);

        @Actor
        public void sender() {
            channel.trySendAll(new Payload[] {Payload.of(1), Payload.of(2)}, 0, 2);
        }

        @Actor
        public void receiver(II_Result r) {
            receiveTwo(channel, r);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "both receives before the first send")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "receive, send, receive")
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "send, both receives, send")
    @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "each receive after its send")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message out of order, torn or invented")
    public static class Unbounded {
        final Channel<Payload> channel = StressChannels.segmented(4);

        @Actor
        public void sender() {
            sendTwo(channel);
        }

        @Actor
        public void receiver(II_Result r) {
            receiveTwo(channel, r);
        }
    }
}
