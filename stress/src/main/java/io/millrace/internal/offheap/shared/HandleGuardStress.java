package io.millrace.internal.offheap.shared;

import io.millrace.internal.offheap.OwnedLease;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Edge USE: a handle has one user at a time, who finds what the one before has done, and none once it is given back. */
public class HandleGuardStress {

    private static final UnsafeBuffer MEMORY = new UnsafeBuffer(ByteBuffer.allocateDirect(64));

    /** A claim of no sender, which nobody commits. */
    private static final class Claim extends OwnedLease {

        @Override
        protected String whole() {
            return "handle";
        }

        @Override
        protected void commitEnded() {}

        @Override
        protected void abortEnded() {}
    }

    private static Claim claimedByADeadThread() {
        Claim lease = new Claim();
        Thread claimer = new Thread(() -> lease.begin(MEMORY, 0, 1, Long.BYTES));
        claimer.start();
        try {
            claimer.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return lease;
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "one after the other")
    @Outcome(
            id = {"1, 0, 1", "0, 1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "one was refused")
    @Outcome(expect = Expect.FORBIDDEN, desc = "both at a time, or one that did not see what the other did")
    public static class OneUserAtATime {
        final HandleGuard usage = new HandleGuard(() -> {}, "handle", () -> {});
        int uses;

        private int use() {
            try {
                usage.enter();
            } catch (IllegalStateException e) {
                return 0;
            }
            uses++;
            usage.leave();
            return 1;
        }

        @Actor
        public void first(III_Result r) {
            r.r1 = use();
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = use();
        }

        @Arbiter
        public void uses(III_Result r) {
            r.r3 = uses;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "used, then given back")
    @Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "given back, and refused")
    @Outcome(expect = Expect.FORBIDDEN, desc = "used when it was given back, not given back, or twice")
    public static class CloseAgainstUse {
        final HandleGuard usage = new HandleGuard(() -> {}, "handle", this::giveBack);
        int givenBack;
        int used;
        int seen;

        private void giveBack() {
            givenBack++;
            seen = used;
        }

        @Actor
        public void user(III_Result r) {
            try {
                usage.enter();
            } catch (IllegalStateException e) {
                return;
            }
            used = 1;
            r.r1 = givenBack == 0 ? 1 : -1;
            usage.leave();
        }

        @Actor
        public void closer() {
            usage.close();
        }

        @Arbiter
        public void end(III_Result r) {
            r.r2 = givenBack;
            r.r3 = seen;
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"1, 0, 1", "0, 1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "one of them gives it up")
    @Outcome(expect = Expect.FORBIDDEN, desc = "given up by nobody, or twice")
    public static class ClaimOfADeadThread {
        final Claim lease = claimedByADeadThread();

        @Actor
        public void first(III_Result r) {
            r.r1 = lease.endIfOrphaned() ? 1 : 0;
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = lease.endIfOrphaned() ? 1 : 0;
        }

        @Arbiter
        public void bytes(III_Result r) {
            r.r3 = lease.buffer().capacity() == 0 ? 1 : 0;
        }
    }
}
