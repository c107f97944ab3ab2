package io.millrace.stress;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.StressChannels;
import java.util.concurrent.CompletionException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Edge PARK end to end: a thread that parks at once meets the operation that must wake it. A lost wake-up shows as an actor that
 * never ends. The single step is in {@code io.millrace.internal.park.ParkStepStress}.
 */
public class ParkStress {

    @JCStressTest
    @State
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "received, parked or not")
    @Outcome(expect = Expect.FORBIDDEN, desc = "something else was received")
    public static class ReceiveAgainstSend {
        final Channel<Payload> channel = StressChannels.parking(1);

        @Actor
        public void receiver(I_Result r) {
            r.r1 = Numbered.receive(channel);
        }

        @Actor
        public void sender() {
            Numbered.send(channel, 1);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the receive made room and woke the sender")
    @Outcome(expect = Expect.FORBIDDEN, desc = "something else happened")
    public static class SendAgainstReceive {
        final Channel<Payload> channel = StressChannels.parking(1);

        public SendAgainstReceive() {
            channel.trySend(Payload.of(1));
        }

        @Actor
        public void sender(II_Result r) {
            r.r1 = Numbered.send(channel, 2);
        }

        @Actor
        public void receiver(II_Result r) {
            r.r2 = Numbered.receive(channel);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "the close was seen, parked or not")
    @Outcome(expect = Expect.FORBIDDEN, desc = "something was received")
    public static class ReceiveAgainstClose {
        final Channel<Payload> channel = StressChannels.parking(1);

        @Actor
        public void receiver(I_Result r) {
            r.r1 = Numbered.receive(channel);
        }

        @Actor
        public void closer() {
            channel.close();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = "-1",
            expect = Expect.ACCEPTABLE,
            desc = "the end of the handle was seen, before it was listed or after")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc = "something was received; a hang: the receive waits at a handle that is gone")
    public static class AsyncReceiveAgainstDetach {
        final Channel<Payload> channel = StressChannels.parking(1);
        final Receiver<Payload> other = channel.attachReceiver();
        final Receiver<Payload> handle = channel.attachReceiver();

        @Actor
        public void receiver(I_Result r) {
            try {
                r.r1 = handle.receiveAsync().join().value;
            } catch (ChannelClosedException | CompletionException e) {
                r.r1 = -1;
            }
        }

        @Actor
        public void closer() {
            handle.close();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "the close was seen, parked or not")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the send was accepted by a full channel")
    public static class SendAgainstClose {
        final Channel<Payload> channel = StressChannels.parking(1);

        public SendAgainstClose() {
            channel.trySend(Payload.of(1));
        }

        @Actor
        public void sender(I_Result r) {
            r.r1 = Numbered.send(channel, 2);
        }

        @Actor
        public void closer() {
            channel.close();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "they met, parked or not")
    @Outcome(expect = Expect.FORBIDDEN, desc = "something else happened")
    public static class Rendezvous {
        final Channel<Payload> channel = StressChannels.parking(0);

        @Actor
        public void sender(II_Result r) {
            r.r1 = Numbered.send(channel, 1);
        }

        @Actor
        public void receiver(II_Result r) {
            r.r2 = Numbered.receive(channel);
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"1, 2", "2, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "one wake-up was sent, the second passed on")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message lost or twice")
    public static class WakeIsPassedOn {
        final Channel<Payload> channel = StressChannels.parking(2);

        @Actor
        public void sender() {
            Numbered.send(channel, 1);
            Numbered.send(channel, 2);
        }

        @Actor
        public void first(II_Result r) {
            r.r1 = Numbered.receive(channel);
        }

        @Actor
        public void second(II_Result r) {
            r.r2 = Numbered.receive(channel);
        }
    }
}
