package io.millrace.stress;

import io.millrace.Channel;
import io.millrace.Waiting;
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
 * A bounded channel with a single producer, which claims by a release: PUBLISH and FREE as with many, CLOSE by a third thread, which reaches the
 * sender (CLAIM); and a parked receiver that it may not see.
 */
public class OneToManyStress {

    private static final int SEVERAL = 16;

    private static Channel<Payload> told(int capacity) {
        return Channel.<Payload>builder()
                .capacity(capacity)
                .singleProducer()
                .receiveWaiting(Waiting.park())
                .build();
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"0, 0", "1, 0", "0, 1", "1, 2", "2, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "each message to one receiver, in order")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message twice, out of order, torn or invented")
    public static class Publish {
        final Channel<Payload> channel = told(2);

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

    @JCStressTest
    @State
    @Outcome(
            id = {"0, 0, 0", "0, 1, 0", "0, 0, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "the second send found the channel full")
    @Outcome(
            id = {"1, 1, 0", "1, 0, 1", "1, 1, 2", "1, 2, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "it reused the place")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message lost, twice, or overwritten")
    public static class Free {
        final Channel<Payload> channel = told(1);

        @Actor
        public void sender(III_Result r) {
            Numbered.trySend(channel, 1);
            r.r1 = Numbered.trySend(channel, 2);
        }

        @Actor
        public void one(III_Result r) {
            r.r2 = Numbered.tryReceive(channel);
        }

        @Actor
        public void two(III_Result r) {
            r.r3 = Numbered.tryReceive(channel);
        }
    }

    /** The sender's look for parked receivers may miss this one; it looks again before it sleeps. */
    @JCStressTest
    @State
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "received, parked or not")
    @Outcome(expect = Expect.FORBIDDEN, desc = "something else was received")
    public static class ParkedReceiver {
        final Channel<Payload> channel = told(1);

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
        final Channel<Payload> channel = told(1);

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
}
