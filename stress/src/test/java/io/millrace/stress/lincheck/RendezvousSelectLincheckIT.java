package io.millrace.stress.lincheck;

import io.millrace.Channel;
import io.millrace.internal.park.Blocker;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.Waiter;
import io.millrace.internal.select.Meeting;
import io.millrace.internal.select.ReceiveSource;
import io.millrace.internal.select.SendTarget;
import java.util.Objects;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** A select listed with two rendezvous, to receive from one and to send to the other, meets one partner while it is listed. */
class RendezvousSelectLincheckIT {

    private static final int OFFERED = 7;
    private static final int SENT = -7;

    @Test
    void aListedSelectIsServedOnceInEveryInterleaving() {
        Checks.everyInterleaving(Listed.class, Rules.class);
    }

    @Test
    void aListedSelectIsServedOnceUnderStress() {
        Checks.underStress(Listed.class, Rules.class);
    }

    /** What the operations come to, one after the other. */
    public static class Rules {
        private boolean listed;
        private int met;

        public void list() {
            listed = true;
        }

        public boolean sendToFirst(int message) {
            boolean meets = listed && met == 0;
            met = meets ? message : met;
            return meets;
        }

        public int receiveFromSecond() {
            boolean meets = listed && met == 0;
            met = meets ? SENT : met;
            return meets ? OFFERED : 0;
        }

        public int unregister() {
            int outcome = met;
            met = 0;
            listed = false;
            return outcome;
        }
    }

    /** The two halves of a waiting select as operations of their own, since none may wait here. */
    @Param(name = "message", gen = IntGen.class, conf = "1:3")
    public static class Listed {
        private final Channel<Integer> first = Channel.rendezvous();
        private final Channel<Integer> second = Channel.rendezvous();
        private final Meeting atFirst = Objects.requireNonNull(((ReceiveSource<?>) first).meeting());
        private final Meeting atSecond = Objects.requireNonNull(((SendTarget<?>) second).meeting());
        private final SelectToken token = new SelectToken(false);
        private final Waiter receiving = token.waiterOf(0);
        private final Waiter sending = token.waiterOf(1);
        private boolean listed;

        @Operation(nonParallelGroup = "owner")
        public void list() {
            if (!listed) {
                listed = true;
                token.reset();
                atFirst.lock();
                atSecond.lock();
                atFirst.registerLocked(false, receiving, (Blocker) first, null);
                atSecond.registerLocked(true, sending, (Blocker) second, OFFERED);
                token.arm();
                atSecond.unlock();
                atFirst.unlock();
            }
        }

        @Operation
        public boolean sendToFirst(@Param(name = "message") int message) {
            return first.trySend(message);
        }

        @Operation
        public int receiveFromSecond() {
            Integer received = second.tryReceive();
            return received == null ? 0 : received;
        }

        @Operation(nonParallelGroup = "owner")
        public int unregister() {
            if (!listed) {
                return 0;
            }
            listed = false;
            boolean met = !token.disarm();
            atFirst.unregister(false, receiving);
            atSecond.unregister(true, sending);
            return !met ? 0 : token.winner() == 0 ? (Integer) Objects.requireNonNull(receiving.message()) : SENT;
        }
    }
}
