package io.millrace.stress;

import io.millrace.Channel;
import io.millrace.ThreadRoleException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Edge ROLE: a thread hands its end of a channel over, whose plain state the next thread goes on with; or the next thread is told that the
 * end is taken.
 */
public class RoleStress {

    private static final int REFUSED = -2;

    private static Channel<Payload> told() {
        return Channel.<Payload>builder()
                .capacity(4)
                .singleProducer()
                .singleConsumer()
                .build();
    }

    @JCStressTest
    @State
    @Outcome(
            id = "1, 1, 12",
            expect = Expect.ACCEPTABLE,
            desc = "the second goes on where the first was, and sees its write")
    @Outcome(id = "-2, 0, 11", expect = Expect.ACCEPTABLE, desc = "the second came while the first had the role")
    @Outcome(id = "1, 0, 21", expect = Expect.ACCEPTABLE, desc = "the second came first, and keeps the role")
    @Outcome(
            id = "1, 0, 22",
            expect = Expect.ACCEPTABLE,
            desc = "the second came first, and its thread ended before the first came")
    @Outcome(expect = Expect.FORBIDDEN, desc = "both at once, or the second does not see what the first did")
    public static class Producers {
        final Channel<Payload> channel = told();
        int written;

        @Actor
        public void first() {
            try {
                Numbered.trySend(channel, 1);
                written = 1;
                channel.releaseProducer();
            } catch (ThreadRoleException e) {
                // The second has it.
            }
        }

        @Actor
        public void second(III_Result r) {
            try {
                r.r1 = Numbered.trySend(channel, 2);
                r.r2 = written;
            } catch (ThreadRoleException e) {
                r.r1 = REFUSED;
            }
        }

        /** Whose message is the first, and how many there are. */
        @Arbiter
        public void rest(III_Result r) {
            r.r3 = channel.size() + 10 * Numbered.tryReceive(channel);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "the second goes on where the first was")
    @Outcome(id = "-2, 1", expect = Expect.ACCEPTABLE, desc = "the second came first, and keeps the role")
    @Outcome(
            id = "2, 1",
            expect = Expect.ACCEPTABLE,
            desc = "the second came first, and its thread ended before the first came")
    @Outcome(id = "1, -2", expect = Expect.ACCEPTABLE, desc = "the second came while the first had the role")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a message received twice, lost, or out of order")
    public static class Consumers {
        final Channel<Payload> channel = told();

        public Consumers() {
            Numbered.trySend(channel, 1);
            Numbered.trySend(channel, 2);
        }

        @Actor
        public void first(II_Result r) {
            try {
                r.r1 = Numbered.tryReceive(channel);
                channel.releaseConsumer();
            } catch (ThreadRoleException e) {
                r.r1 = REFUSED;
            }
        }

        @Actor
        public void second(II_Result r) {
            try {
                r.r2 = Numbered.tryReceive(channel);
            } catch (ThreadRoleException e) {
                r.r2 = REFUSED;
            }
        }
    }
}
