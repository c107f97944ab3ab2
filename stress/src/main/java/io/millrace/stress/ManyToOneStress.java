package io.millrace.stress;

import io.millrace.Channel;
import io.millrace.Waiting;
import io.millrace.interop.Flows;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A bounded channel with a single consumer, whose receiver has no fence and no read-modify-write: PUBLISH by the release of the slot, FREE by
 * that of the gate, edge CANCEL by a third thread, which reaches the receiver; and a parked sender that it may not see.
 */
public class ManyToOneStress {

    private static final int SEVERAL = 16;

    private static Channel<Payload> told(int capacity) {
        return told(capacity, new AtomicInteger());
    }

    private static Channel<Payload> told(int capacity, AtomicInteger undelivered) {
        return Channel.<Payload>builder()
                .capacity(capacity)
                .singleConsumer()
                .onUndelivered((message, reason) -> undelivered.addAndGet(message.value))
                .build();
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "both receives before the first claim is published")
    @Outcome(
            id = {"0, 1", "0, 2"},
            expect = Expect.ACCEPTABLE,
            desc = "one send between the receives")
    @Outcome(
            id = {"1, 0", "2, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "the other send after the receives")
    @Outcome(
            id = {"1, 2", "2, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "both sends, in either order")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message twice, torn or invented")
    public static class Publish {
        final Channel<Payload> channel = told(2);

        @Actor
        public void one() {
            Numbered.trySend(channel, 1);
        }

        @Actor
        public void two() {
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
    @Outcome(
            id = {"1, 0, 1", "0, 1, 2", "1, 1, 1", "1, 1, 2"},
            expect = Expect.ACCEPTABLE,
            desc = "one had the place; the other came too early, or had it next")
    @Outcome(expect = Expect.FORBIDDEN, desc = "both in one place, a message lost, or taken before it was there")
    public static class OnePlaceForTwo {
        final Channel<Payload> channel = told(1);

        @Actor
        public void one(III_Result r) {
            r.r1 = Numbered.trySend(channel, 1);
        }

        @Actor
        public void two(III_Result r) {
            r.r2 = Numbered.trySend(channel, 2);
        }

        @Actor
        public void receiver(III_Result r) {
            do {
                r.r3 = Numbered.tryReceive(channel);
            } while (r.r3 == 0);
        }
    }

    /** The receiver's look for parked senders may miss this one; it looks again before it sleeps. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the sender went on, parked or not")
    @Outcome(expect = Expect.FORBIDDEN, desc = "another message, or none")
    public static class ParkedSender {
        final Channel<Payload> channel = Channel.<Payload>builder()
                .capacity(1)
                .singleConsumer()
                .sendWaiting(Waiting.park())
                .build();

        public ParkedSender() {
            Numbered.trySend(channel, 1);
        }

        @Actor
        public void sender(II_Result r) {
            r.r1 = Numbered.send(channel, 2);
        }

        @Actor
        public void receiver(II_Result r) {
            r.r2 = Numbered.tryReceive(channel);
        }
    }

    /** As {@link ParkedSender}, without a thread that could look again: the receiver has a fence from then on. */
    @JCStressTest
    @State
    @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "sent, at once or after a wake-up")
    @Outcome(expect = Expect.FORBIDDEN, desc = "another message; a hang: the wake-up was missed")
    public static class AsyncSend {
        final Channel<Payload> channel = told(1);
        final Flow.Subscriber<Payload> subscriber = Flows.subscriber(channel);

        public AsyncSend() {
            Numbered.trySend(channel, 1);
        }

        @Actor
        public void sender() {
            subscriber.onNext(Payload.of(2));
        }

        @Actor
        public void receiver(II_Result r) {
            r.r1 = Numbered.tryReceive(channel);
            channel.releaseConsumer();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = Numbered.receive(channel);
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"1, 1, 1, 2", "1, 1, 2, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "both sends, close")
    @Outcome(id = "1, -1, 1, -1", expect = Expect.ACCEPTABLE, desc = "the first send before the close")
    @Outcome(id = "-1, 1, 2, -1", expect = Expect.ACCEPTABLE, desc = "the second send before the close")
    @Outcome(id = "-1, -1, -1, -1", expect = Expect.ACCEPTABLE, desc = "close, sends")
    @Outcome(expect = Expect.FORBIDDEN, desc = "accepted and lost, or refused and delivered")
    public static class Close {
        final Channel<Payload> channel = told(2);

        @Actor
        public void one(IIII_Result r) {
            r.r1 = Numbered.trySend(channel, 1);
        }

        @Actor
        public void two(IIII_Result r) {
            r.r2 = Numbered.trySend(channel, 2);
        }

        @Actor
        public void closer() {
            channel.close();
        }

        @Arbiter
        public void receiver(IIII_Result r) {
            r.r3 = Numbered.tryReceive(channel);
            r.r4 = Numbered.tryReceive(channel);
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

    /** Receiver and canceller alone, and several messages, so that the cancel falls between any two of its steps. */
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
