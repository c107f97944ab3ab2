package io.millrace.stress;

import io.millrace.Broadcast;
import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.Lagging;
import io.millrace.Receiver;
import io.millrace.Sender;
import io.millrace.StressChannels;
import io.millrace.Timers;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Edge CLOSE: a send is accepted before the close or fails; what was accepted is received; the closer is seen. */
public class CloseStress {

    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "send, close")
    @Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "close, send")
    @Outcome(expect = Expect.FORBIDDEN, desc = "accepted and lost, or refused and delivered")
    public static class AgainstSend {
        final Channel<Payload> channel = Channel.bounded(1);

        @Actor
        public void sender(II_Result r) {
            r.r1 = Numbered.trySend(channel, 1);
        }

        @Actor
        public void closer() {
            channel.close();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = Numbered.tryReceive(channel);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "send, close")
    @Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "close, send")
    @Outcome(expect = Expect.FORBIDDEN, desc = "accepted and lost, or refused and delivered")
    public static class AgainstSendUnbounded {
        final Channel<Payload> channel = StressChannels.segmented(2);

        @Actor
        public void sender(II_Result r) {
            r.r1 = Numbered.trySend(channel, 1);
        }

        @Actor
        public void closer() {
            channel.close();
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = Numbered.tryReceive(channel);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, -1", expect = Expect.ACCEPTABLE, desc = "the only message was taken")
    @Outcome(expect = Expect.FORBIDDEN, desc = "closed was reported while a message was there")
    public static class AgainstReceive {
        final Channel<Payload> channel = Channel.bounded(1);

        public AgainstReceive() {
            Numbered.trySend(channel, 1);
        }

        @Actor
        public void closer() {
            channel.close();
        }

        @Actor
        public void receiver(II_Result r) {
            r.r1 = Numbered.tryReceive(channel);
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = Numbered.tryReceive(channel);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "receive, then send, then close")
    @Outcome(id = "1, -1", expect = Expect.ACCEPTABLE, desc = "the receive after the send")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc = "the receiver saw the channel closed before a message sent ahead of the close")
    public static class SendThenClose {
        final Channel<Payload> channel = Channel.bounded(1);

        @Actor
        public void sender() {
            Numbered.trySend(channel, 1);
            channel.close();
        }

        @Actor
        public void receiver(II_Result r) {
            r.r1 = Numbered.tryReceive(channel);
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = Numbered.tryReceive(channel);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "receive, close")
    @Outcome(id = "-1, 1", expect = Expect.ACCEPTABLE, desc = "close, receive")
    @Outcome(expect = Expect.FORBIDDEN, desc = "closed was seen without what the closer did before")
    public static class CloserIsSeen {
        final Channel<Payload> channel = Channel.bounded(1);
        int written;

        @Actor
        public void closer() {
            written = 1;
            channel.close();
        }

        @Actor
        public void receiver(II_Result r) {
            int received = Numbered.tryReceive(channel);
            r.r1 = received;
            r.r2 = received == -1 ? written : 0;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "closed, and the closer is seen; or not closed yet")
    @Outcome(expect = Expect.FORBIDDEN, desc = "closed was seen without what the closer did before")
    public static class CloserOfOtherEndsIsSeen {
        final Sender<Payload> handle = Channel.<Payload>unbounded().attachSender();
        final Receiver<Payload> subscription = Broadcast.<Payload>of(1).subscribe(Lagging.HOLD);
        final Receiver<?> timer = Timers.after(Duration.ofDays(1));
        int first;
        int second;
        int third;

        @Actor
        public void closer() {
            first = 1;
            handle.close();
            second = 1;
            subscription.close();
            third = 1;
            timer.close();
        }

        @Actor
        public void looking(III_Result r) {
            r.r1 = handle.isClosedForSend() ? first : 1;
            r.r2 = subscription.isClosedForSend() ? second : 1;
            r.r3 = timer.isClosedForSend() ? third : 1;
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"1, 1", "2, 2"},
            expect = Expect.ACCEPTABLE,
            desc = "one cause, the same for both closers")
    @Outcome(expect = Expect.FORBIDDEN, desc = "two causes, or none although close returned")
    public static class OneCause {
        final Channel<Payload> channel = Channel.bounded(1);
        final Throwable[] causes = {new IllegalStateException("1"), new IllegalStateException("2")};

        private int closeWith(int index) {
            channel.close(causes[index]);
            try {
                channel.trySend(Payload.of(1));
                return 0;
            } catch (ChannelClosedException e) {
                return e.getCause() == causes[0] ? 1 : e.getCause() == causes[1] ? 2 : -1;
            }
        }

        @Actor
        public void first(II_Result r) {
            r.r1 = closeWith(0);
        }

        @Actor
        public void second(II_Result r) {
            r.r2 = closeWith(1);
        }
    }
}
