package io.millrace.stress.lincheck;

import io.millrace.Channel;
import io.millrace.internal.flavor.ReceiveSource;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.Waiter;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A select listed with two rendezvous meets one sender of the two, while it is listed. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RendezvousSelectLincheckIT {

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
            if (!listed || met != 0) {
                return false;
            }
            met = message;
            return true;
        }

        public boolean sendToSecond(int message) {
            return sendToFirst(message);
        }

        public int delist() {
            int message = met;
            met = 0;
            listed = false;
            return message;
        }
    }

    /** The two halves of a waiting select as operations of their own, since none may wait here. */
    @Param(name = "message", gen = IntGen.class, conf = "1:3")
    @SuppressWarnings("unchecked")
    public static class Listed {
        private final Channel<Integer> first = Channel.rendezvous();
        private final Channel<Integer> second = Channel.rendezvous();
        private final SelectToken token = new SelectToken(false);
        private Waiter atFirst;
        private Waiter atSecond;

        private static ReceiveSource<Integer> source(Channel<Integer> channel) {
            return (ReceiveSource<Integer>) channel;
        }

        @Operation(nonParallelGroup = "owner")
        public void list() {
            if (atFirst == null) {
                token.reset();
                atFirst = source(first).enlistReceive(token, 0);
                atSecond = source(second).enlistReceive(token, 1);
                token.arm();
                source(first).armedReceive(token);
                source(second).armedReceive(token);
            }
        }

        @Operation
        public boolean sendToFirst(@Param(name = "message") int message) {
            return first.trySend(message);
        }

        @Operation
        public boolean sendToSecond(@Param(name = "message") int message) {
            return second.trySend(message);
        }

        @Operation(nonParallelGroup = "owner")
        public int delist() {
            if (atFirst == null) {
                return 0;
            }
            int message = served();
            source(first).delistReceive(atFirst);
            source(second).delistReceive(atSecond);
            atFirst = null;
            atSecond = null;
            return message;
        }

        private int served() {
            while (!token.disarm()) {
                if (token.handedOver() >= 0) {
                    return (Integer) Objects.requireNonNull(token.takeMessage());
                }
                Thread.onSpinWait();
            }
            return 0;
        }
    }
}
