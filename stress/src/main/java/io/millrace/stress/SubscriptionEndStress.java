package io.millrace.stress;

import io.millrace.Broadcast;
import io.millrace.Lagging;
import io.millrace.Subscription;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Edge GATE, where it ends: a subscription that holds the senders and is ended by another thread never returns a message of a later lap, which
 * senders write into its slot once they no longer look at its position.
 */
public class SubscriptionEndStress {

    @JCStressTest
    @State
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "received before the end")
    @Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "ended")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message of a later lap")
    public static class EndAgainstReceive {
        final Broadcast<Payload> broadcast = Broadcast.of(1);
        final Subscription<Payload> subscription = broadcast.subscribe(Lagging.HOLD);

        public EndAgainstReceive() {
            broadcast.trySend(Payload.of(1));
        }

        @Actor
        public void closer() {
            subscription.close();
            for (int message = 2; message <= 5; message++) {
                broadcast.trySend(Payload.of(message));
            }
        }

        @Actor
        public void receiver(I_Result r) {
            r.r1 = Numbered.tryReceive(subscription);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "received before the end")
    @Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "ended")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message of a later lap")
    public static class EndAgainstReceiveBesideASender {
        final Broadcast<Payload> broadcast = Broadcast.of(1);
        final Subscription<Payload> subscription = broadcast.subscribe(Lagging.HOLD);

        public EndAgainstReceiveBesideASender() {
            broadcast.trySend(Payload.of(1));
        }

        @Actor
        public void closer() {
            subscription.close();
        }

        @Actor
        public void sender() {
            for (int message = 2; message <= 5; message++) {
                Numbered.send(broadcast, message);
            }
        }

        @Actor
        public void receiver(I_Result r) {
            r.r1 = Numbered.tryReceive(subscription);
        }
    }
}
