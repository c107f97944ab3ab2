package io.millrace.stress;

import io.millrace.Channel;
import io.millrace.StressChannels;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Many senders and many receivers: claims never overlap. */
public class ManyStress {

    @JCStressTest
    @State
    @Outcome(
            id = {"0, 0, 3", "0, 1, 2", "0, 2, 1", "1, 0, 2", "1, 2, 0", "2, 0, 1", "2, 1, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "each message once, in some order of the four")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message lost, twice or invented")
    public static class BoundedTwoAndTwo {
        final Channel<Payload> channel = Channel.bounded(2);

        @Actor
        public void firstSender() {
            channel.trySend(Payload.of(1));
        }

        @Actor
        public void secondSender() {
            channel.trySend(Payload.of(2));
        }

        @Actor
        public void firstReceiver(III_Result r) {
            r.r1 = Payload.valueOf(channel.tryReceive());
        }

        @Actor
        public void secondReceiver(III_Result r) {
            r.r2 = Payload.valueOf(channel.tryReceive());
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Payload.valueOf(channel.tryReceive()) + Payload.valueOf(channel.tryReceive());
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"0, 0, 3", "0, 1, 2", "0, 2, 1", "1, 0, 2", "1, 2, 0", "2, 0, 1", "2, 1, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "each message once, in some order of the four")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message lost, twice or invented")
    public static class UnboundedTwoAndTwo {
        final Channel<Payload> channel = StressChannels.segmented(1);

        @Actor
        public void firstSender() {
            channel.trySend(Payload.of(1));
        }

        @Actor
        public void secondSender() {
            channel.trySend(Payload.of(2));
        }

        @Actor
        public void firstReceiver(III_Result r) {
            r.r1 = Payload.valueOf(channel.tryReceive());
        }

        @Actor
        public void secondReceiver(III_Result r) {
            r.r2 = Payload.valueOf(channel.tryReceive());
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Payload.valueOf(channel.tryReceive()) + Payload.valueOf(channel.tryReceive());
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"1, 2", "2, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "each receiver got one")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message twice, or nothing although both were there")
    public static class TwoReceivers {
        final Channel<Payload> channel = Channel.bounded(2);

        public TwoReceivers() {
            channel.trySend(Payload.of(1));
            channel.trySend(Payload.of(2));
        }

        @Actor
        public void first(II_Result r) {
            r.r1 = Payload.valueOf(channel.tryReceive());
        }

        @Actor
        public void second(II_Result r) {
            r.r2 = Payload.valueOf(channel.tryReceive());
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"1, 0", "0, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "the one place went to one sender")
    @Outcome(expect = Expect.FORBIDDEN, desc = "two messages in one place, or full although there was room")
    public static class TwoSendersOnePlace {
        final Channel<Payload> channel = Channel.bounded(1);

        @Actor
        public void first(II_Result r) {
            r.r1 = channel.trySend(Payload.of(1)) ? 1 : 0;
        }

        @Actor
        public void second(II_Result r) {
            r.r2 = channel.trySend(Payload.of(2)) ? 1 : 0;
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"0, 0", "1, 0", "2, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "a size that held at some moment")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a size below zero or above the capacity")
    public static class SizeStaysInBounds {
        final Channel<Payload> channel = Channel.bounded(2);

        @Actor
        public void mover() {
            channel.trySend(Payload.of(1));
            channel.trySend(Payload.of(2));
            channel.tryReceive();
            channel.tryReceive();
        }

        @Actor
        public void observer(II_Result r) {
            r.r1 = channel.size();
        }
    }
}
