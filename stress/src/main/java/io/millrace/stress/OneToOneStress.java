package io.millrace.stress;

import io.millrace.Channel;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A bounded channel with single producer and consumer, whose sender and receiver have no fences: PUBLISH and FREE as elsewhere, CLOSE with edges
 * CLAIM and CANCEL by a third thread, which reaches the other two.
 */
public class OneToOneStress {

    private static final int SEVERAL = 16;

    private static Channel<Payload> told(int capacity) {
        return told(capacity, new AtomicInteger());
    }

    private static Channel<Payload> told(int capacity, AtomicInteger undelivered) {
        return Channel.<Payload>builder()
                .capacity(capacity)
                .singleProducer()
                .singleConsumer()
                .onUndelivered((message, reason) -> undelivered.addAndGet(message.value))
                .build();
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "both receives before the first send")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "receive, send, receive")
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "send, both receives, send")
    @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "each receive after its send")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message out of order, torn or invented")
    public static class Publish {
        final Channel<Payload> channel = told(2);

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

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the second send found the channel full")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "it reused the place and sees the receiver's write")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the place was reused before the receiver's write was visible")
    public static class Free {
        final Channel<Payload> channel = told(1);
        int written;

        @Actor
        public void sender(II_Result r) {
            Numbered.trySend(channel, 1);
            int second = Numbered.trySend(channel, 2);
            r.r1 = second;
            r.r2 = second == 1 ? written : 0;
        }

        @Actor
        public void receiver() {
            written = 1;
            Numbered.tryReceive(channel);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "send, close")
    @Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "close, send")
    @Outcome(expect = Expect.FORBIDDEN, desc = "accepted and lost, or refused and delivered")
    public static class Close {
        final Channel<Payload> channel = told(1);

        @Actor
        public void sender(II_Result r) {
            r.r1 = Numbered.trySend(channel, 1);
        }

        @Actor
        public void closer() {
            channel.close();
        }

        @Actor
        public void receiver(II_Result r) {
            int received;
            do {
                received = Numbered.tryReceive(channel);
            } while (received == 0);
            r.r2 = received;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "received")
    @Outcome(
            id = {"1, 0, 1", "1, -1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "accepted, handed over by the cancel")
    @Outcome(
            id = {"-1, 0, 0", "-1, -1, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "refused after the cancel")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message lost, or received and handed over")
    public static class Cancel {
        final AtomicInteger undelivered = new AtomicInteger();
        final Channel<Payload> channel = told(1, undelivered);

        @Actor
        public void sender(III_Result r) {
            r.r1 = Numbered.trySend(channel, 1);
        }

        @Actor
        public void receiver(III_Result r) {
            r.r2 = Numbered.tryReceive(channel);
        }

        @Actor
        public void canceller() {
            channel.cancel();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = undelivered.get();
        }
    }

    /** Sender and closer alone, and several sends, so that the close falls between any two of its steps. */
    @JCStressTest
    @State
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "what was accepted is there")
    @Outcome(expect = Expect.FORBIDDEN, desc = "accepted messages behind the end, or refused ones before it")
    public static class CloseAgainstSends {
        final Channel<Payload> channel = told(SEVERAL);

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
        final Channel<Payload> channel = told(SEVERAL, undelivered);

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
