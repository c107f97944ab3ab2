package io.millrace.stress;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.StressChannels;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Edge LINK: a segment is whole when it is reached, the first one and those behind it. */
public class LinkStress {

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "both receives before the first send")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "receive, send, receive")
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "first segment, both receives, second segment")
    @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "the receiver followed the link")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message lost or torn at the border of two segments")
    public static class NextSegment {
        final Channel<Payload> channel = StressChannels.segmented(1);

        @Actor
        public void sender() {
            channel.trySend(Payload.of(1));
            channel.trySend(Payload.of(2));
        }

        @Actor
        public void receiver(II_Result r) {
            r.r1 = Payload.valueOf(channel.tryReceive());
            r.r2 = Payload.valueOf(channel.tryReceive());
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1, 3", expect = Expect.ACCEPTABLE, desc = "two senders made one list of segments")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a segment was lost with the message in it")
    public static class TwoSendersLink {
        final Channel<Payload> channel = StressChannels.segmented(1);

        @Actor
        public void first(III_Result r) {
            r.r1 = channel.trySend(Payload.of(1)) ? 1 : 0;
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = channel.trySend(Payload.of(2)) ? 1 : 0;
        }

        @Arbiter
        public void sum(III_Result r) {
            r.r3 = Payload.valueOf(channel.tryReceive()) + Payload.valueOf(channel.tryReceive());
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "accepted before the close, and there to be received")
    @Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "closed before the send, nothing left behind")
    @Outcome(expect = Expect.FORBIDDEN, desc = "accepted and lost, or refused and delivered")
    public static class FirstSegmentAgainstClose {
        final Channel<Payload> channel = StressChannels.segmented(1);

        @Actor
        public void sender(II_Result r) {
            try {
                r.r1 = channel.trySend(Payload.of(1)) ? 1 : 0;
            } catch (ChannelClosedException e) {
                r.r1 = -1;
            }
        }

        @Actor
        public void closer() {
            channel.close();
        }

        @Arbiter
        public void rest(II_Result r) {
            try {
                r.r2 = Payload.valueOf(channel.tryReceive());
            } catch (ChannelClosedException e) {
                r.r2 = -1;
            }
        }
    }
}
