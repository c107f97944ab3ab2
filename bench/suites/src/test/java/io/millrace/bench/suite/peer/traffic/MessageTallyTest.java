package io.millrace.bench.suite.peer.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class MessageTallyTest {

    private static final int SENDERS = 2;
    private static final int TABLE = 3;

    @Test
    void theOnlyReceiverAcceptsEachSendersMessagesRoundAndRound() {
        MessageTally tally = new MessageTally(SENDERS, TABLE, MessageTally.Order.NEXT);
        for (int number : new int[] {0, 1, 2, 0, 1}) {
            tally.accept(new Message(1, number));
        }
        tally.accept(new Message(0, 0));
        assertThat(tally.count()).isEqualTo(6);
        assertThat(tally.sum()).isEqualTo(5 * new Message(1, 0).id() + 4);
    }

    @Test
    void theOnlyReceiverNoticesAMissingMessage() {
        MessageTally tally = new MessageTally(SENDERS, TABLE, MessageTally.Order.NEXT);
        tally.accept(new Message(0, 0));
        assertThatIllegalStateException()
                .isThrownBy(() -> tally.accept(new Message(0, 2)))
                .withMessage("sender 0's message 2 came after its message 0, expected was 1");
    }

    @Test
    void theOnlyReceiverNoticesADoubledMessage() {
        MessageTally tally = new MessageTally(SENDERS, TABLE, MessageTally.Order.NEXT);
        tally.accept(new Message(0, 0));
        assertThatIllegalStateException().isThrownBy(() -> tally.accept(new Message(0, 0)));
    }

    @Test
    void oneOfSeveralReceiversAcceptsGaps() {
        MessageTally tally = new MessageTally(SENDERS, TABLE, MessageTally.Order.RISING);
        tally.accept(new Message(0, 0));
        tally.accept(new Message(0, 2));
        assertThat(tally.count()).isEqualTo(2);
    }

    @Test
    void oneOfSeveralReceiversNoticesDisorder() {
        MessageTally tally = new MessageTally(SENDERS, TABLE, MessageTally.Order.RISING);
        tally.accept(new Message(1, 2));
        assertThatIllegalStateException()
                .isThrownBy(() -> tally.accept(new Message(1, 1)))
                .withMessage("sender 1's message 1 came after its message 2, expected was a later one");
    }

    @Test
    void idsOfDifferentSendersDiffer() {
        assertThat(new Message(0, 5).id()).isNotEqualTo(new Message(1, 5).id());
    }
}
