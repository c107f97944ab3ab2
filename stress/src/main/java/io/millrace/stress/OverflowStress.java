package io.millrace.stress;

import io.millrace.Channel;
import io.millrace.ChannelBuilder;
import io.millrace.Overflow;
import io.millrace.Waiting;
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

/** Dropping, evicting and replacing against everything else: each message is received or reported, once. Messages are bits. */
public class OverflowStress {

    /** A channel that starts with message 1, and the sum of what it handed to its callback. */
    private static final class Full {
        final AtomicInteger undelivered = new AtomicInteger();
        final Channel<Payload> channel;

        Full(ChannelBuilder<Payload> builder) {
            channel = builder.onUndelivered((message, reason) -> undelivered.addAndGet(message.value))
                    .build();
            channel.trySend(Payload.of(1));
        }

        int send(int value) {
            return Numbered.trySend(channel, value);
        }

        int receive() {
            return Numbered.tryReceive(channel);
        }

        /** What became of the messages that were not received: reported, and left. */
        void account(III_Result r) {
            r.r2 = undelivered.get();
            r.r3 = rest();
        }

        /** The sum of what is left; of a closed channel, up to its end. */
        int rest() {
            int sum = 0;
            while (!channel.isClosedForReceive() && !channel.isEmpty()) {
                sum += Math.max(0, receive());
            }
            return sum;
        }
    }

    private static ChannelBuilder<Payload> bounded(int capacity, Overflow policy) {
        return Channel.<Payload>builder().capacity(capacity).onFull(policy);
    }

    private static ChannelBuilder<Payload> latest() {
        return Channel.<Payload>builder().conflating();
    }

    private static ChannelBuilder<Payload> byValue() {
        return Channel.<Payload>builder().conflatingBy(message -> message.value);
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 0, 2", expect = Expect.ACCEPTABLE, desc = "received, the send found room")
    @Outcome(id = "2, 1, 0", expect = Expect.ACCEPTABLE, desc = "evicted, the new one received")
    @Outcome(id = "0, 1, 2", expect = Expect.ACCEPTABLE, desc = "evicted, the receive came between the two steps")
    @Outcome(expect = Expect.FORBIDDEN, desc = "received and evicted, or neither")
    public static class EvictAgainstReceive {
        final Full full = new Full(bounded(1, Overflow.DROP_OLDEST));

        @Actor
        public void sender() {
            full.send(2);
        }

        @Actor
        public void receiver(III_Result r) {
            r.r1 = full.receive();
        }

        @Arbiter
        public void rest(III_Result r) {
            full.account(r);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 0, 6", expect = Expect.ACCEPTABLE, desc = "received, the send found room")
    @Outcome(id = "2, 1, 4", expect = Expect.ACCEPTABLE, desc = "the oldest evicted, the next received")
    @Outcome(expect = Expect.FORBIDDEN, desc = "evicted from a channel that was not full, lost, or twice")
    public static class EvictOnlyIfFull {
        final Full full = new Full(bounded(2, Overflow.DROP_OLDEST));

        public EvictOnlyIfFull() {
            full.send(2);
        }

        @Actor
        public void sender() {
            full.send(4);
        }

        @Actor
        public void receiver(III_Result r) {
            r.r1 = full.receive();
        }

        @Arbiter
        public void rest(III_Result r) {
            full.account(r);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "3, 4", expect = Expect.ACCEPTABLE, desc = "2 went in before 4")
    @Outcome(id = "5, 2", expect = Expect.ACCEPTABLE, desc = "4 went in before 2")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message lost, or reported twice")
    public static class EvictAgainstEvict {
        final Full full = new Full(bounded(1, Overflow.DROP_OLDEST));

        @Actor
        public void first() {
            full.send(2);
        }

        @Actor
        public void second() {
            full.send(4);
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r1 = full.undelivered.get();
            r.r2 = full.rest();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "send, close")
    @Outcome(id = "-1, 0, 1", expect = Expect.ACCEPTABLE, desc = "close, send")
    @Outcome(id = "-1, 1, 0", expect = Expect.ACCEPTABLE, desc = "the close came between the two steps of the send")
    @Outcome(expect = Expect.FORBIDDEN, desc = "accepted and lost, or refused and there")
    public static class EvictAgainstClose {
        final Full full = new Full(bounded(1, Overflow.DROP_OLDEST));

        @Actor
        public void sender(III_Result r) {
            r.r1 = full.send(2);
        }

        @Actor
        public void closer() {
            full.channel.close();
        }

        @Arbiter
        public void rest(III_Result r) {
            full.account(r);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 0, 2", expect = Expect.ACCEPTABLE, desc = "received, the send found room")
    @Outcome(id = "1, 2, 0", expect = Expect.ACCEPTABLE, desc = "the new one dropped")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message lost, or reported and received")
    public static class DropAgainstReceive {
        final Full full = new Full(bounded(1, Overflow.DROP_NEWEST));

        @Actor
        public void sender() {
            full.send(2);
        }

        @Actor
        public void receiver(III_Result r) {
            r.r1 = full.receive();
        }

        @Arbiter
        public void rest(III_Result r) {
            full.account(r);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 0, 2", expect = Expect.ACCEPTABLE, desc = "the old one received, the new one there")
    @Outcome(id = "2, 1, 0", expect = Expect.ACCEPTABLE, desc = "the old one replaced, the new one received")
    @Outcome(expect = Expect.FORBIDDEN, desc = "received and replaced, or neither, or the channel seen empty")
    public static class ReplaceAgainstReceive {
        final Full full = new Full(latest());

        @Actor
        public void sender() {
            full.send(2);
        }

        @Actor
        public void receiver(III_Result r) {
            r.r1 = full.receive();
        }

        @Arbiter
        public void rest(III_Result r) {
            full.account(r);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "send, close")
    @Outcome(id = "-1, 0, 1", expect = Expect.ACCEPTABLE, desc = "close, send")
    @Outcome(expect = Expect.FORBIDDEN, desc = "accepted and lost, or refused and there")
    public static class ReplaceAgainstClose {
        final Full full = new Full(latest());

        @Actor
        public void sender(III_Result r) {
            r.r1 = full.send(2);
        }

        @Actor
        public void closer() {
            full.channel.close();
        }

        @Arbiter
        public void rest(III_Result r) {
            full.account(r);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 0, 3", expect = Expect.ACCEPTABLE, desc = "send, close")
    @Outcome(id = "-1, 0, 1", expect = Expect.ACCEPTABLE, desc = "close, send")
    @Outcome(expect = Expect.FORBIDDEN, desc = "accepted and lost, or refused and there")
    public static class NewKeyAgainstClose {
        final Full full = new Full(byValue());

        @Actor
        public void sender(III_Result r) {
            r.r1 = full.send(2);
        }

        @Actor
        public void closer() {
            full.channel.close();
        }

        @Arbiter
        public void rest(III_Result r) {
            full.account(r);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 3", expect = Expect.ACCEPTABLE, desc = "replaced, then discarded")
    @Outcome(id = "-1, 1", expect = Expect.ACCEPTABLE, desc = "discarded, the send refused")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message lost, or reported twice")
    public static class ReplaceAgainstCancel {
        final Full full = new Full(latest());

        @Actor
        public void sender(II_Result r) {
            r.r1 = full.send(2);
        }

        @Actor
        public void canceller() {
            full.channel.cancel();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = full.undelivered.get();
        }
    }

    /** Edge PARK of this flavor: whichever parks, the other side wakes it. A lost wake-up shows as a test that does not end. */
    @JCStressTest
    @State
    @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "both went on")
    @Outcome(expect = Expect.FORBIDDEN, desc = "something else was received")
    public static class NewKeyAgainstReceiveParking {
        final Full full =
                new Full(byValue().capacity(1).sendWaiting(Waiting.park()).receiveWaiting(Waiting.park()));

        @Actor
        public void sender() {
            Numbered.send(full.channel, 2);
        }

        @Actor
        public void receiver(I_Result r) {
            Numbered.receive(full.channel);
            r.r1 = Numbered.receive(full.channel);
        }
    }
}
