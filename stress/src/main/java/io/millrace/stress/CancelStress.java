package io.millrace.stress;

import io.millrace.Channel;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Cancelling: every accepted message is received or handed to the callback, exactly once. */
public class CancelStress {

    @JCStressTest
    @State
    @Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "accepted, discarded by cancel")
    @Outcome(id = "-1, 0, 0", expect = Expect.ACCEPTABLE, desc = "refused after cancel")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message lost or discarded twice")
    public static class AgainstSend {
        final AtomicInteger undelivered = new AtomicInteger();
        final Channel<Payload> channel = channel(undelivered);

        @Actor
        public void sender(III_Result r) {
            r.r1 = Numbered.trySend(channel, 1);
        }

        @Actor
        public void canceller() {
            channel.cancel();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = undelivered.get();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "received before cancel reached it")
    @Outcome(id = "-1, 0, 1", expect = Expect.ACCEPTABLE, desc = "discarded by cancel, the receiver sees it closed")
    @Outcome(expect = Expect.FORBIDDEN, desc = "received and discarded, or neither")
    public static class AgainstReceive {
        final AtomicInteger undelivered = new AtomicInteger();
        final Channel<Payload> channel = channel(undelivered);

        public AgainstReceive() {
            channel.trySend(Payload.of(1));
        }

        @Actor
        public void receiver(III_Result r) {
            r.r1 = Numbered.tryReceive(channel);
        }

        @Actor
        public void canceller() {
            channel.cancel();
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = undelivered.get();
        }
    }

    private static Channel<Payload> channel(AtomicInteger undelivered) {
        return Channel.<Payload>builder()
                .capacity(1)
                .onUndelivered((message, reason) -> undelivered.addAndGet(message.value))
                .build();
    }
}
