package io.millrace.stress;

import io.millrace.Channel;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Edge FREE: a slot is filled again only after its message is out, and the sender that fills it sees what the receiver did. */
public class FreeStress {

    @JCStressTest
    @State
    @Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "the receive made room before the send")
    @Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "the send found the channel full")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message lost, overwritten or twice")
    public static class NextLap {
        final Channel<Payload> channel = Channel.bounded(1);

        public NextLap() {
            channel.trySend(Payload.of(1));
        }

        @Actor
        public void sender(III_Result r) {
            r.r1 = channel.trySend(Payload.of(2)) ? 1 : 0;
        }

        @Actor
        public void receiver(III_Result r) {
            r.r2 = Payload.valueOf(channel.tryReceive());
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Payload.valueOf(channel.tryReceive());
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the send found the channel full")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the send reused the place and sees the receiver's write")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the place was reused before the receiver's write was visible")
    public static class ReceiverIsSeen {
        final Channel<Payload> channel = Channel.bounded(1);
        int written;

        public ReceiverIsSeen() {
            channel.trySend(Payload.of(1));
        }

        @Actor
        public void receiver() {
            written = 1;
            channel.tryReceive();
        }

        @Actor
        public void sender(II_Result r) {
            boolean sent = channel.trySend(Payload.of(2));
            r.r1 = sent ? 1 : 0;
            r.r2 = sent ? written : 0;
        }
    }

    /** The message that a queue view removes is out as after a receive. */
    @JCStressTest
    @State
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "the removal came first")
    @Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "the receive came first")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the message was lost or taken twice")
    public static class RemoveAndReceive {
        final Channel<Payload> channel = Channel.bounded(2);
        final Payload message = Payload.of(1);

        public RemoveAndReceive() {
            channel.trySend(message);
        }

        @Actor
        public void remover(III_Result r) {
            r.r1 = channel.asBlockingQueue().remove(message) ? 1 : 0;
        }

        @Actor
        public void receiver(III_Result r) {
            r.r2 = Payload.valueOf(channel.tryReceive());
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = channel.size();
        }
    }

    /** As {@link RemoveAndReceive}, over segments. */
    @JCStressTest
    @State
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "the removal came first")
    @Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "the receive came first")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the message was lost or taken twice")
    public static class UnboundedRemoveAndReceive {
        final Channel<Payload> channel = Channel.unbounded();
        final Payload message = Payload.of(1);

        public UnboundedRemoveAndReceive() {
            channel.trySend(message);
        }

        @Actor
        public void remover(III_Result r) {
            r.r1 = channel.asBlockingQueue().remove(message) ? 1 : 0;
        }

        @Actor
        public void receiver(III_Result r) {
            r.r2 = Payload.valueOf(channel.tryReceive());
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = channel.size();
        }
    }

    /** A removal makes room as a receive does: the place is filled again only after the message is out. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "the removal made room before the send")
    @Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "the send found the channel full")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message lost, overwritten or twice")
    public static class RemoveThenNextLap {
        final Channel<Payload> channel = Channel.bounded(1);
        final Payload message = Payload.of(1);

        public RemoveThenNextLap() {
            channel.trySend(message);
        }

        @Actor
        public void sender(III_Result r) {
            r.r1 = channel.trySend(Payload.of(2)) ? 1 : 0;
        }

        @Actor
        public void remover(III_Result r) {
            r.r2 = channel.asBlockingQueue().remove(message) ? 1 : 0;
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Payload.valueOf(channel.tryReceive());
        }
    }
}
