package io.millrace.stress;

import io.millrace.Channel;
import io.millrace.internal.async.AsyncSends;
import io.millrace.interop.Flows;
import java.util.concurrent.Flow;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Waits without a thread. Edge TURN: what one thread worked on, the next sees, and no call is forgotten. Edge WITHDRAW: a subscriber
 * that leaves leaves no receive behind.
 */
public class InteropStress {

    @JCStressTest
    @State
    @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "one thread after the other")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a call was forgotten, or two threads worked at once")
    public static class TwoCallersTakeTurns {

        static final class Sends extends AsyncSends<Payload> {
            int accepted;

            Sends() {
                super(Channel.unbounded());
            }

            void sendOne() {
                send(Payload.of(1));
            }

            @Override
            protected void accepted(int messages, boolean backlogIsEmpty) {
                accepted += messages; // plain: the threads take turns
            }

            @Override
            protected void refused(Payload message) {
                throw new AssertionError("open");
            }

            @Override
            protected void sendFailed(Throwable failure) {
                throw new AssertionError(failure);
            }

            @Override
            protected void callbackFailed(Throwable failure) {
                throw new AssertionError(failure);
            }
        }

        final Sends sends = new Sends();

        @Actor
        public void first() {
            sends.sendOne();
        }

        @Actor
        public void second() {
            sends.sendOne();
        }

        @Arbiter
        public void sum(I_Result r) {
            r.r1 = sends.accepted;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "nobody waits for a message any more")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a receive still waits, and took the message")
    public static class CancelAgainstReceive {
        final Channel<Payload> channel = Channel.rendezvous();
        final KeptSubscription subscriber = new KeptSubscription();

        public CancelAgainstReceive() {
            Flows.publisher(channel, Runnable::run).subscribe(subscriber);
        }

        @Actor
        public void requesting() {
            subscriber.subscription.request(1);
        }

        @Actor
        public void cancelling() {
            subscriber.subscription.cancel();
        }

        @Arbiter
        public void waiting(I_Result r) {
            r.r1 = channel.trySend(Payload.of(1)) ? 1 : 0;
        }
    }

    private static final class KeptSubscription implements Flow.Subscriber<Payload> {
        Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription subscribed) {
            subscription = subscribed;
        }

        @Override
        public void onNext(Payload message) {}

        @Override
        public void onError(Throwable cause) {}

        @Override
        public void onComplete() {}
    }
}
