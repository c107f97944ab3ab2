package io.millrace.internal.park;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.stress.lincheck.Checks;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** The token of a select: of the partners that try for it, at most one wins, and only while it is armed. */
class SelectTokenLincheckIT {

    @Test
    void theTokenIsLinearizableInEveryInterleaving() {
        Checks.everyInterleaving(Shipped.class, Rules.class);
    }

    @Test
    void theTokenIsLinearizableUnderStress() {
        Checks.underStress(Shipped.class, Rules.class);
    }

    @Test
    void aTokenThatIsWonInTwoStepsIsCaught() {
        assertThatThrownBy(() -> Checks.everyInterleaving(WonInTwoSteps.class, Rules.class))
                .hasMessageContaining("Invalid execution results");
    }

    /** What the operations come to, one after the other. */
    public static class Rules {
        private boolean armed;
        private int handedOver;

        public void arm() {
            armed = true;
        }

        public boolean offer(int message) {
            if (!armed || handedOver != 0) {
                return false;
            }
            handedOver = message;
            return true;
        }

        public int disarm() {
            int message = handedOver;
            handedOver = 0;
            armed = false;
            return message;
        }
    }

    /** The shipped token: the selecting thread arms and disarms it, partners at two channels offer, each under the lock of its own. */
    @Param(name = "message", gen = IntGen.class, conf = "1:3")
    public static class Shipped {
        private final SelectToken token = new SelectToken(false);
        private final Waiter[] waiters = {token.waiterOf(0), token.waiterOf(1)};
        private boolean armed;

        @Operation(nonParallelGroup = "owner")
        public void arm() {
            if (!armed) {
                armed = true;
                token.reset();
                token.arm();
            }
        }

        @Operation
        public boolean offer(@Param(name = "message") int message) {
            Waiter waiter = waiters[message % 2];
            synchronized (waiter) {
                if (!token.isWinnable()) {
                    return false;
                }
                waiter.message(message);
                boolean won = token.win(waiter.clause);
                if (!won) {
                    waiter.message(null);
                } else {
                    token.signalOnly(waiter.clause);
                }
                return won;
            }
        }

        @Operation(nonParallelGroup = "owner")
        public int disarm() {
            if (!armed) {
                return 0;
            }
            armed = false;
            return token.disarm() ? 0 : (Integer) waiters[token.winner()].message();
        }
    }

    /** The canary: looks whether the token is armed, and wins it in a second step. */
    @Param(name = "message", gen = IntGen.class, conf = "1:3")
    public static class WonInTwoSteps {
        private static final int IDLE = 0;
        private static final int ARMED = -1;

        private final AtomicInteger winner = new AtomicInteger(IDLE);

        @Operation(nonParallelGroup = "owner")
        public void arm() {
            winner.compareAndSet(IDLE, ARMED);
        }

        @Operation
        public boolean offer(@Param(name = "message") int message) {
            if (winner.get() != ARMED) {
                return false;
            }
            winner.set(message);
            return true;
        }

        @Operation(nonParallelGroup = "owner")
        public int disarm() {
            return Math.max(0, winner.getAndSet(IDLE));
        }
    }
}
