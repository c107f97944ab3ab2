package io.millrace.stress;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.Select;
import io.millrace.StressChannels;
import io.millrace.internal.park.Blocker;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.Waiter;
import io.millrace.internal.select.Meeting;
import io.millrace.internal.select.ReceiveSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Edges SELECT and NOTIFY: a select and its partners agree on what was chosen, and none sleeps on. */
public class SelectStress {

    private static final long WAIT_NANOS = 500;

    /** The value received, 0 if none in time, -1 if the channel is closed. */
    private static int receive(Channel<Payload> channel, long nanos) {
        Select select = Select.biased();
        select.onReceive(channel);
        return chosen(select, nanos) == Select.NONE ? 0 : received(select, channel);
    }

    private static int received(Select select, Channel<Payload> channel) {
        return select.isClosed() ? -1 : Payload.valueOf(select.received(channel));
    }

    private static int send(Channel<Payload> channel, int value, long nanos) {
        Select select = Select.biased();
        select.onSend(channel, () -> Payload.of(value));
        return chosen(select, nanos) == Select.NONE ? 0 : select.isClosed() ? -1 : 1;
    }

    private static int chosen(Select select, long nanos) {
        try {
            return select.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the select was there when the send came")
    @Outcome(
            id = "0, 0",
            expect = Expect.ACCEPTABLE,
            desc = "the send came before the select armed, or after it gave up")
    @Outcome(expect = Expect.FORBIDDEN, desc = "handed over and not chosen, or chosen without a message")
    public static class WinAgainstDisarm {
        final Channel<Payload> channel = Channel.rendezvous();

        @Actor
        public void select(II_Result r) {
            r.r1 = receive(channel, WAIT_NANOS);
        }

        @Actor
        public void sender(II_Result r) {
            r.r2 = Numbered.trySend(channel, 1);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "received, waiting or not")
    @Outcome(expect = Expect.FORBIDDEN, desc = "something else was received")
    public static class ReceiveAgainstSend {
        final Channel<Payload> channel = StressChannels.parking(1);

        @Actor
        public void select(I_Result r) {
            r.r1 = receive(channel, Long.MAX_VALUE);
        }

        @Actor
        public void sender() {
            Numbered.send(channel, 1);
        }
    }

    /** The step from looking to listed. Neither side runs on. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the sender was seen, so the select does not sleep")
    @Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "the sender found the clause listed, and the token armed")
    @Outcome(expect = Expect.FORBIDDEN, desc = "both sleep: the sender was not seen, and did not find the token armed")
    public static class ListAgainstPark {
        final Channel<Payload> channel = StressChannels.parking(0);

        @SuppressWarnings("unchecked")
        final ReceiveSource<Payload> source = (ReceiveSource<Payload>) channel;

        final Meeting meeting = Objects.requireNonNull(source.meeting());
        final SelectToken token = new SelectToken(false);
        final Waiter waiter = token.waiterOf(0);

        public ListAgainstPark() {
            token.reset();
        }

        @Actor
        public void select(II_Result r) {
            boolean listed = meeting.registerAlone(false, token, waiter, (Blocker) channel, null);
            while (listed && token.winner() < 0) {
                Thread.onSpinWait();
            }
            r.r1 = listed ? 2 : 1;
            if (listed) {
                meeting.unregister(false, waiter);
            }
            r.r2 = Payload.valueOf(listed ? (Payload) waiter.message() : source.pollNow());
        }

        @Actor
        public void sender() {
            Numbered.send(channel, 1);
        }
    }

    /** As {@link WinAgainstDisarm}, of a clause that sends: one that only tries meets it, or does not. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the select was there when the receive came")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the receive came before, or after it gave up")
    @Outcome(expect = Expect.FORBIDDEN, desc = "taken and not chosen, or chosen and not taken")
    public static class TakeAgainstDisarm {
        final Channel<Payload> channel = Channel.rendezvous();

        @Actor
        public void select(II_Result r) {
            r.r1 = send(channel, 1, WAIT_NANOS);
        }

        @Actor
        public void receiver(II_Result r) {
            Payload received = channel.tryReceive();
            r.r2 = received == null ? 0 : Payload.valueOf(received);
        }
    }

    /** Two selects that meet over two channels, each with a clause the other wants, listed in opposite orders. */
    @JCStressTest
    @State
    @Outcome(id = "9, 1", expect = Expect.ACCEPTABLE, desc = "met over the first channel")
    @Outcome(id = "2, 9", expect = Expect.ACCEPTABLE, desc = "met over the second channel")
    @Outcome(expect = Expect.FORBIDDEN, desc = "met over both, over none, or half")
    public static class CrossOverTwoChannels {
        final Channel<Payload> there = Channel.rendezvous();
        final Channel<Payload> back = Channel.rendezvous();

        private static int cross(Channel<Payload> out, Channel<Payload> in, int value) {
            Select select = Select.fair();
            int send = select.onSend(out, () -> Payload.of(value));
            select.onReceive(in);
            return chosen(select, Long.MAX_VALUE) == send ? 9 : received(select, in);
        }

        @Actor
        public void first(II_Result r) {
            r.r1 = cross(there, back, 1);
        }

        @Actor
        public void second(II_Result r) {
            r.r2 = cross(back, there, 2);
        }
    }

    /** A select that sends, a receiver that only tries, and a close: nothing goes over once the close has returned. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "met before the close")
    @Outcome(id = "-1, 0", expect = Expect.ACCEPTABLE, desc = "the close came first, or nobody met")
    @Outcome(expect = Expect.FORBIDDEN, desc = "half met, or still waiting")
    public static class MeetAgainstClose {
        final Channel<Payload> channel = Channel.rendezvous();

        @Actor
        public void select(II_Result r) {
            r.r1 = send(channel, 1, Long.MAX_VALUE);
        }

        @Actor
        public void receiver(II_Result r) {
            try {
                Payload received = channel.tryReceive();
                r.r2 = received == null ? 0 : Payload.valueOf(received);
            } catch (ChannelClosedException e) {
                r.r2 = 0;
            }
        }

        @Actor
        public void closer() {
            channel.close();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "both wait for ever, so they meet")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message without its content")
    public static class SelectAgainstSelect {
        final Channel<Payload> channel = Channel.rendezvous();

        @Actor
        public void sender(II_Result r) {
            r.r1 = send(channel, 1, Long.MAX_VALUE);
        }

        @Actor
        public void receiver(II_Result r) {
            r.r2 = receive(channel, Long.MAX_VALUE);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "9, 1", expect = Expect.ACCEPTABLE, desc = "the first sent to the second")
    @Outcome(id = "2, 9", expect = Expect.ACCEPTABLE, desc = "the second sent to the first")
    @Outcome(expect = Expect.FORBIDDEN, desc = "both sent, both received, or one met itself")
    public static class BothEndsAgainstBothEnds {
        final Channel<Payload> channel = Channel.rendezvous();

        private int sendOrReceive(int value) {
            Select select = Select.biased();
            int send = select.onSend(channel, () -> Payload.of(value));
            select.onReceive(channel);
            return chosen(select, Long.MAX_VALUE) == send ? 9 : received(select, channel);
        }

        @Actor
        public void first(II_Result r) {
            r.r1 = sendOrReceive(1);
        }

        @Actor
        public void second(II_Result r) {
            r.r2 = sendOrReceive(2);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "the close was seen, waiting or not")
    @Outcome(expect = Expect.FORBIDDEN, desc = "something was received")
    public static class ReceiveAgainstClose {
        final Channel<Payload> channel = StressChannels.parking(1);

        @Actor
        public void select(I_Result r) {
            r.r1 = receive(channel, Long.MAX_VALUE);
        }

        @Actor
        public void closer() {
            channel.close();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "the close came first")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "accepted before the close, so it can still be received")
    @Outcome(expect = Expect.FORBIDDEN, desc = "accepted and lost, or refused and received")
    public static class SendAgainstClose {
        final Channel<Payload> channel = Channel.bounded(1);

        @Actor
        public void select(II_Result r) {
            r.r1 = send(channel, 1, Long.MAX_VALUE);
        }

        @Actor
        public void closer() {
            channel.close();
        }

        @Arbiter
        public void left(II_Result r) {
            r.r2 = receive(channel, 0);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, -1, 0", expect = Expect.ACCEPTABLE, desc = "the first got it, the close released the second")
    @Outcome(id = "-1, 1, 0", expect = Expect.ACCEPTABLE, desc = "the second got it, the close released the first")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the message was lost or doubled")
    public static class TwoSelectsForOneMessage {
        final Channel<Payload> channel = StressChannels.parking(1);

        @Actor
        public void first(III_Result r) {
            r.r1 = receive(channel, Long.MAX_VALUE);
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = receive(channel, Long.MAX_VALUE);
        }

        @Actor
        public void sender() {
            Numbered.send(channel, 1);
            channel.close();
        }
    }

    /** A select to receive from one channel and to send to another, whichever it can first; a plain receiver waits beside it. */
    @JCStressTest
    @State
    @Outcome(id = "1, -1, -1", expect = Expect.ACCEPTABLE, desc = "the select received, the close released the other")
    @Outcome(id = "9, 1, 2", expect = Expect.ACCEPTABLE, desc = "the select sent, the other received")
    @Outcome(expect = Expect.FORBIDDEN, desc = "both clauses carried out, none, or the losing one kept the wake-up")
    public static class LosingClausePassesItsWakeUpOn {
        final Channel<Payload> in = StressChannels.parking(1);
        final Channel<Payload> out = StressChannels.parking(1);

        public LosingClausePassesItsWakeUpOn() {
            out.trySend(Payload.of(3)); // full
        }

        @Actor
        public void select(III_Result r) {
            Select select = Select.fair();
            int receive = select.onReceive(in);
            select.onSend(out, () -> Payload.of(2));
            if (chosen(select, Long.MAX_VALUE) == receive) {
                r.r1 = received(select, in);
                in.close(); // nobody else will send
            } else {
                r.r1 = 9;
            }
        }

        @Actor
        public void plain(III_Result r) {
            r.r2 = Numbered.receive(in);
        }

        @Actor
        public void partner() {
            out.tryReceive();
            Numbered.send(in, 1);
        }

        @Arbiter
        public void left(III_Result r) {
            Payload left = out.tryReceive();
            r.r3 = left == null ? -1 : Payload.valueOf(left);
        }
    }
}
