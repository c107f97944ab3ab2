package io.millrace.stress;

import io.millrace.Channel;
import io.millrace.ChannelBuilder;
import io.millrace.StressChannels;
import io.millrace.Waiting;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * An unbounded channel with a single producer, which claims by a release, and a single consumer, which takes without a read-modify-write:
 * PUBLISH and LINK over segments of one message, edges CLAIM and CANCEL by a third thread, and a receiver that waits unseen.
 */
public class UnboundedOneToOneStress {

    private static final int SEVERAL = 16;

    private static ChannelBuilder<Payload> unbounded() {
        return Channel.<Payload>builder().unbounded().singleProducer();
    }

    private static Channel<Payload> told(AtomicInteger undelivered) {
        return StressChannels.<Payload>segmentedBuilder(1)
                .singleProducer()
                .singleConsumer()
                .onUndelivered((message, reason) -> undelivered.addAndGet(message.value))
                .build();
    }

    /** The two messages lie in different segments. */
    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "both receives before the first send")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "receive, send, receive")
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "send, both receives, send")
    @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "each receive after its send")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message out of order, torn or invented")
    public static class Publish {
        final Channel<Payload> channel = told(new AtomicInteger());

        @Actor
        public void sender() {
            Numbered.trySend(channel, 1);
            Numbered.trySend(channel, 2);
        }

        @Actor
        public void receiver(II_Result r) {
            r.r1 = Numbered.tryReceive(channel);
            r.r2 = Numbered.tryReceive(channel);
        }
    }

    /** Several receivers compete as ever. */
    @JCStressTest
    @State
    @Outcome(
            id = {"0, 0", "1, 0", "0, 1", "1, 2", "2, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "each message to one receiver, in order")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message twice, out of order, torn or invented")
    public static class TwoReceivers {
        final Channel<Payload> channel =
                StressChannels.<Payload>segmentedBuilder(1).singleProducer().build();

        @Actor
        public void sender() {
            Numbered.trySend(channel, 1);
            Numbered.trySend(channel, 2);
        }

        @Actor
        public void one(II_Result r) {
            r.r1 = Numbered.tryReceive(channel);
        }

        @Actor
        public void two(II_Result r) {
            r.r2 = Numbered.tryReceive(channel);
        }
    }

    /** The sender's look for parked receivers may miss this one; it looks again before it sleeps. */
    @JCStressTest
    @State
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "received, parked or not")
    @Outcome(expect = Expect.FORBIDDEN, desc = "something else was received")
    public static class ParkedReceiver {
        final Channel<Payload> channel =
                unbounded().receiveWaiting(Waiting.park()).build();

        @Actor
        public void receiver(I_Result r) {
            r.r1 = Numbered.receive(channel);
        }

        @Actor
        public void sender() {
            Numbered.trySend(channel, 1);
        }
    }

    /** As {@link ParkedReceiver}, without a thread that could look again: the sender has a fence from then on. */
    @JCStressTest
    @State
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "received, at once or after a wake-up")
    @Outcome(expect = Expect.FORBIDDEN, desc = "something else was received; a hang: the wake-up was missed")
    public static class AsyncReceive {
        final Channel<Payload> channel = unbounded().build();

        @Actor
        public void receiver(I_Result r) {
            r.r1 = channel.receiveAsync().join().value;
        }

        @Actor
        public void sender() {
            Numbered.trySend(channel, 1);
        }
    }

    /** Several sends, so that the close falls between any two of the sender's steps. */
    @JCStressTest
    @State
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "what was accepted is there")
    @Outcome(expect = Expect.FORBIDDEN, desc = "accepted messages behind the end, or refused ones before it")
    public static class CloseAgainstSends {
        final Channel<Payload> channel = told(new AtomicInteger());

        @Actor
        public void sender(I_Result r) {
            r.r1 = Numbered.trySendSeveral(channel, SEVERAL);
        }

        @Actor
        public void closer() {
            channel.close();
        }

        @Arbiter
        public void rest(I_Result r) {
            r.r1 -= channel.size();
        }
    }

    /** As {@link CloseAgainstSends}, for a receiver and a canceller. */
    @JCStressTest
    @State
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "each message was received or handed over")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message lost, or received and handed over")
    public static class CancelAgainstReceives {
        final AtomicInteger undelivered = new AtomicInteger();
        final Channel<Payload> channel = told(undelivered);

        public CancelAgainstReceives() {
            Numbered.trySendSeveral(channel, SEVERAL);
        }

        @Actor
        public void receiver(I_Result r) {
            r.r1 = Numbered.tryReceiveSeveral(channel, SEVERAL);
        }

        @Actor
        public void canceller() {
            channel.cancel();
        }

        @Arbiter
        public void rest(I_Result r) {
            r.r1 += undelivered.get() - SEVERAL;
        }
    }
}
