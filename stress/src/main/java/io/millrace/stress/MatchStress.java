package io.millrace.stress;

import io.millrace.Channel;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Edges MEET, WAITING and NOTIFY over a rendezvous: both sides agree whether they met, however they wait. */
public class MatchStress {

    private static final long WAIT_NANOS = 500;

    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "they met")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "one gave up before the other came")
    @Outcome(expect = Expect.FORBIDDEN, desc = "one side believes in a meeting, the other does not")
    public static class TimedAgainstTimed {
        final Channel<Payload> channel = Channel.rendezvous();

        @Actor
        public void sender(II_Result r) {
            r.r1 = Numbered.send(channel, 1, WAIT_NANOS);
        }

        @Actor
        public void receiver(II_Result r) {
            r.r2 = Numbered.receive(channel, WAIT_NANOS);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the receiver waited when the send came")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the send came too early or too late")
    @Outcome(expect = Expect.FORBIDDEN, desc = "accepted and lost, or refused and delivered")
    public static class TrySendAgainstTimed {
        final Channel<Payload> channel = Channel.rendezvous();

        @Actor
        public void sender(II_Result r) {
            r.r1 = Numbered.trySend(channel, 1);
        }

        @Actor
        public void receiver(II_Result r) {
            r.r2 = Numbered.receive(channel, WAIT_NANOS);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the sender waited when the receive came")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the receive came too early or too late")
    @Outcome(expect = Expect.FORBIDDEN, desc = "accepted and lost, or refused and delivered")
    public static class TimedAgainstTryReceive {
        final Channel<Payload> channel = Channel.rendezvous();

        @Actor
        public void sender(II_Result r) {
            r.r1 = Numbered.send(channel, 1, WAIT_NANOS);
        }

        @Actor
        public void receiver(II_Result r) {
            r.r2 = Numbered.tryReceive(channel);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "-1, 0", expect = Expect.ACCEPTABLE, desc = "the close ended the wait, or came before it")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the time was up before the close")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a send was accepted that nobody received")
    public static class TimedAgainstClose {
        final Channel<Payload> channel = Channel.rendezvous();

        @Actor
        public void sender(II_Result r) {
            r.r1 = Numbered.send(channel, 1, WAIT_NANOS);
        }

        @Actor
        public void closer() {
            channel.close();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "the close ended the wait, or came before it")
    @Outcome(id = "0, -1", expect = Expect.ACCEPTABLE, desc = "the time was up before the close")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message went over after the close")
    public static class NothingAfterClose {
        final Channel<Payload> channel = Channel.rendezvous();

        @Actor
        public void sender(II_Result r) {
            r.r1 = Numbered.send(channel, 1, WAIT_NANOS);
        }

        @Actor
        public void closer(II_Result r) {
            channel.close();
            r.r2 = Numbered.receive(channel, 0);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "both wait for ever, so they meet")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message without its content")
    public static class Blocking {
        final Channel<Payload> channel = Channel.rendezvous();

        @Actor
        public void sender(II_Result r) {
            r.r1 = Numbered.send(channel, 1, Long.MAX_VALUE);
        }

        @Actor
        public void receiver(II_Result r) {
            r.r2 = Numbered.receive(channel, Long.MAX_VALUE);
        }
    }
}
