package io.millrace.stress.lincheck;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.Receiver;
import io.millrace.Select;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * Select over buffered channels is linearizable. One thread at a time sends to a channel that is claimed by sequence: there, by
 * decision, a try does not wait for a sender in mid-send, and so does not find what was sent behind it.
 */
class SelectLincheckIT {

    @Test
    void selectsOverOneBoundedChannelInEveryInterleaving() {
        Checks.everyInterleaving(OneBounded.class, OneBoundedRules.class);
    }

    @Test
    void selectsOverOneBoundedChannelUnderStress() {
        Checks.underStress(OneBounded.class, OneBoundedRules.class);
    }

    @Test
    void selectsOverTwoChannelsInEveryInterleaving() {
        Checks.everyInterleaving(TwoChannels.class, TwoChannelsRules.class);
    }

    @Test
    void selectsOverTwoChannelsUnderStress() {
        Checks.underStress(TwoChannels.class, TwoChannelsRules.class);
    }

    @Test
    void aSelectThatLooksAtEachClauseOnceIsCaught() {
        assertThatThrownBy(() -> Checks.everyInterleaving(LooksOnce.class, TwoChannelsRules.class))
                .hasMessageContaining("Invalid execution results");
    }

    /** A place for one message. */
    public static class OneBoundedRules {
        private int held;

        public boolean send(int message) {
            return selectSend(message);
        }

        public boolean selectSend(int message) {
            if (held != 0) {
                return false;
            }
            held = message;
            return true;
        }

        public int receive() {
            return selectReceive();
        }

        public int selectReceive() {
            int message = held;
            held = 0;
            return message;
        }
    }

    /** Selects with one clause beside plain operations, over a bounded channel. */
    @Param(name = "message", gen = IntGen.class, conf = "1:3")
    public static class OneBounded {
        private final Channel<Integer> channel = Channel.bounded(1);

        @Operation(nonParallelGroup = "sender")
        public boolean send(@Param(name = "message") int message) {
            return channel.trySend(message);
        }

        @Operation(nonParallelGroup = "sender")
        public boolean selectSend(@Param(name = "message") int message) {
            Select select = Select.biased();
            select.onSend(channel, () -> message);
            return select.poll() != Select.NONE;
        }

        @Operation
        public int receive() {
            Integer message = channel.tryReceive();
            return message == null ? 0 : message;
        }

        @Operation
        public int selectReceive() {
            Select select = Select.biased();
            select.onReceive(channel);
            return select.poll() == Select.NONE ? 0 : select.received(channel);
        }
    }

    /** How many messages there are in both channels. */
    public static class TwoChannelsRules {
        private int held;

        public void sendToFirst() {
            held++;
        }

        public void sendToSecond() {
            held++;
        }

        public boolean takeFirstBeforeSecond() {
            if (held == 0) {
                return false;
            }
            held--;
            return true;
        }

        public boolean takeSecondBeforeFirst() {
            return takeFirstBeforeSecond();
        }
    }

    /** A select says that there is nothing only if at one moment there was nothing in either channel. */
    public static class TwoChannels {
        final Channel<Integer> first = Channel.unbounded();
        final Channel<Integer> second =
                Channel.<Integer>builder().conflatingBy(message -> new Object()).build();

        @Operation(nonParallelGroup = "sender")
        public void sendToFirst() {
            first.trySend(1);
        }

        @Operation
        public void sendToSecond() {
            second.trySend(1);
        }

        @Operation
        public boolean takeFirstBeforeSecond() {
            return take(first, second);
        }

        @Operation
        public boolean takeSecondBeforeFirst() {
            return take(second, first);
        }

        boolean take(Receiver<Integer> one, Receiver<Integer> other) {
            Select select = Select.biased();
            select.onReceive(one);
            select.onReceive(other);
            return select.poll() != Select.NONE;
        }
    }

    /** The canary: looks at one channel, then at the other, and believes it. */
    public static class LooksOnce extends TwoChannels {

        @Override
        boolean take(Receiver<Integer> one, Receiver<Integer> other) {
            return one.tryReceive() != null || other.tryReceive() != null;
        }
    }
}
