package io.millrace.stress;

import io.millrace.Broadcast;
import io.millrace.ChannelClosedException;
import io.millrace.Lagging;
import io.millrace.Subscription;
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
 * Broadcasts. Edge GATE: a sender gets on only behind what the slowest subscription has received. Edge OVERWRITE: a subscription that
 * does not hold the senders never takes a message for another one. Edge JOIN: a message sent or a close done while a subscription
 * comes is not lost to it.
 */
public class BroadcastStress {

    /** A broadcast whose threads park at once, with messages 1 to {@code sent}. */
    private static Broadcast<Payload> broadcast(int capacity, int sent) {
        Broadcast<Payload> broadcast = Broadcast.<Payload>builder()
                .capacity(capacity)
                .sendWaiting(Waiting.park())
                .receiveWaiting(Waiting.park())
                .build();
        for (int message = 1; message <= sent; message++) {
            broadcast.trySend(Payload.of(message));
        }
        return broadcast;
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "the receive made room before the send")
    @Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "the send found the subscription in its way")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message lost, overwritten or twice")
    public static class SendAgainstSlowest {
        final Broadcast<Payload> broadcast = broadcast(1, 1);
        final Subscription<Payload> subscription = broadcast.subscribeFromOldest(Lagging.HOLD);

        @Actor
        public void sender(III_Result r) {
            r.r1 = Numbered.trySend(broadcast, 2);
        }

        @Actor
        public void receiver(III_Result r) {
            r.r2 = Numbered.tryReceive(subscription);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = Numbered.tryReceive(subscription);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the send found the subscription in its way")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the send got on and sees the receiver's write")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the send got on before the receiver's write was visible")
    public static class ReceiverIsSeen {
        final Broadcast<Payload> broadcast = broadcast(1, 0);
        final Subscription<Payload> subscription = broadcast.subscribe(Lagging.HOLD);
        int written;

        public ReceiverIsSeen() {
            broadcast.trySend(Payload.of(1));
        }

        @Actor
        public void receiver() {
            written = 1;
            subscription.tryReceive();
        }

        @Actor
        public void sender(II_Result r) {
            boolean sent = broadcast.trySend(Payload.of(2));
            r.r1 = sent ? 1 : 0;
            r.r2 = sent ? written : 0;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "the send got on once both had received")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a subscription missed the message; a hang: nobody woke the sender")
    public static class TheSlowerOfTwoWakesTheSender {
        final Broadcast<Payload> broadcast = broadcast(1, 1);
        final Subscription<Payload> first = broadcast.subscribeFromOldest(Lagging.HOLD);
        final Subscription<Payload> second = broadcast.subscribeFromOldest(Lagging.HOLD);

        @Actor
        public void sender() {
            Numbered.send(broadcast, 2);
        }

        @Actor
        public void firstReceiver(II_Result r) {
            Numbered.receive(first);
            r.r1 = Numbered.receive(first);
        }

        @Actor
        public void secondReceiver(II_Result r) {
            Numbered.receive(second);
            r.r2 = Numbered.receive(second);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "[1-4], [0-3], 4", expect = Expect.ACCEPTABLE, desc = "received after as many as were missed")
    @Outcome(id = "0, [1-3], 4", expect = Expect.ACCEPTABLE, desc = "skipped to a send under way")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message in another one's place, or a wrong count")
    public static class OverwriteAgainstReceive {
        final Broadcast<Payload> broadcast = broadcast(1, 1);
        final Subscription<Payload> subscription = broadcast.subscribeFromOldest(Lagging.DROP);

        @Actor
        public void sender() {
            for (int message = 2; message <= 4; message++) {
                broadcast.trySend(Payload.of(message));
            }
        }

        @Actor
        public void receiver(III_Result r) {
            r.r1 = Numbered.tryReceive(subscription);
            r.r2 = (int) subscription.missed();
            if (r.r1 != 0 && r.r1 != r.r2 + 1) {
                r.r1 = -1;
            }
        }

        @Arbiter
        public void sum(III_Result r) {
            int received = r.r1 != 0 ? 1 : 0;
            while (Numbered.tryReceive(subscription) != 0) {
                received++;
            }
            r.r3 = received + (int) subscription.missed();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "[0-3], 3", expect = Expect.ACCEPTABLE, desc = "received, if anything, after as many as were missed")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message in another one's place, or a wrong count")
    public static class ConflateAgainstSenders {
        final Broadcast<Payload> broadcast = broadcast(1, 0);
        final Subscription<Payload> subscription = broadcast.subscribe(Lagging.CONFLATE);

        @Actor
        public void first() {
            broadcast.trySend(Payload.of(1));
            broadcast.trySend(Payload.of(2));
        }

        @Actor
        public void second() {
            broadcast.trySend(Payload.of(3));
        }

        @Actor
        public void receiver(II_Result r) {
            r.r1 = Numbered.tryReceive(subscription);
        }

        @Arbiter
        public void sum(II_Result r) {
            int received = r.r1 != 0 ? 1 : 0;
            int last;
            while ((last = Numbered.tryReceive(subscription)) != 0) {
                received += last == r.r1 ? 100 : 1;
            }
            r.r2 = received + (int) subscription.missed();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "from its first message on it got every accepted one")
    @Outcome(expect = Expect.FORBIDDEN, desc = "lapped on arrival")
    public static class SubscribeAgainstSenders {
        final Broadcast<Payload> broadcast = broadcast(1, 1);
        Subscription<Payload> late;
        int accepted = 1;

        @Actor
        public void sender() {
            for (int message = 2; message <= 6 && broadcast.trySend(Payload.of(message)); message++) {
                accepted = message;
            }
        }

        @Actor
        public void subscriber() {
            late = broadcast.subscribeFromOldest(Lagging.HOLD);
        }

        @Arbiter
        public void inOrder(I_Result r) {
            int last = Numbered.tryReceive(late);
            int next;
            while ((next = Numbered.tryReceive(late)) == last + 1) {
                last = next;
            }
            r.r1 = next == 0 && last == accepted ? 1 : 0;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the message was received")
    @Outcome(expect = Expect.FORBIDDEN, desc = "another message; a hang: the sender did not see the new subscription")
    public static class JoinAgainstSend {
        final Broadcast<Payload> broadcast = broadcast(1, 0);

        @Actor
        public void sender() {
            broadcast.trySend(Payload.of(1));
        }

        @Actor
        public void subscriber(I_Result r) {
            r.r1 = Numbered.receive(broadcast.subscribeFromLast(1, Lagging.DROP));
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, -1", expect = Expect.ACCEPTABLE, desc = "received what was kept, then closed")
    @Outcome(expect = Expect.FORBIDDEN, desc = "lost; a hang: the closer did not see the new subscription")
    public static class JoinAgainstClose {
        final Broadcast<Payload> broadcast = broadcast(1, 1);

        @Actor
        public void closer() {
            broadcast.close();
        }

        @Actor
        public void subscriber(II_Result r) {
            Subscription<Payload> late = broadcast.subscribeFromOldest(Lagging.HOLD);
            r.r1 = Numbered.receive(late);
            r.r2 = Numbered.receive(late);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "sent")
    @Outcome(expect = Expect.FORBIDDEN, desc = "not sent; a hang: the sender was not woken")
    public static class EndAgainstBlockedSend {
        final Broadcast<Payload> broadcast = broadcast(1, 1);
        final Subscription<Payload> subscription = broadcast.subscribeFromOldest(Lagging.HOLD);

        @Actor
        public void sender(I_Result r) {
            Numbered.send(broadcast, 2);
            r.r1 = 1;
        }

        @Actor
        public void subscriber() {
            subscription.close();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "send, close")
    @Outcome(id = "-1, 1, 0", expect = Expect.ACCEPTABLE, desc = "close, send")
    @Outcome(expect = Expect.FORBIDDEN, desc = "accepted and lost, or refused and there")
    public static class SendAgainstClose {
        final Broadcast<Payload> broadcast = broadcast(2, 1);
        final Subscription<Payload> subscription = broadcast.subscribeFromOldest(Lagging.DROP);

        @Actor
        public void sender(III_Result r) {
            r.r1 = Numbered.trySend(broadcast, 2);
        }

        @Actor
        public void closer() {
            broadcast.close();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r2 = Numbered.tryReceive(subscription);
            r.r3 = subscription.isClosedForReceive() ? 0 : Numbered.tryReceive(subscription);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "send, close")
    @Outcome(id = "-1, 0", expect = Expect.ACCEPTABLE, desc = "close, send")
    @Outcome(expect = Expect.FORBIDDEN, desc = "accepted and lost, or refused and there")
    public static class BatchAgainstClose {
        final Broadcast<Payload> broadcast = broadcast(2, 0);
        final Subscription<Payload> subscription = broadcast.subscribe(Lagging.HOLD);

        @Actor
        public void sender(II_Result r) {
            try {
                r.r1 = broadcast.trySendAll(new Payload[] {Payload.of(1), Payload.of(2)}, 0, 2);
            } catch (ChannelClosedException e) {
                r.r1 = -1;
            }
        }

        @Actor
        public void closer() {
            broadcast.close();
        }

        @Arbiter
        public void rest(II_Result r) {
            while (!subscription.isClosedForReceive() && Numbered.tryReceive(subscription) > 0) {
                r.r2++;
            }
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"1, 2", "2, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "each message went to one of the two")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message twice or not at all")
    public static class TwoShareOneSubscription {
        final Broadcast<Payload> broadcast = broadcast(2, 2);
        final Subscription<Payload> subscription = broadcast.subscribeFromOldest(Lagging.HOLD);

        @Actor
        public void first(II_Result r) {
            r.r1 = Numbered.tryReceive(subscription);
        }

        @Actor
        public void second(II_Result r) {
            r.r2 = Numbered.tryReceive(subscription);
        }
    }
}
