package io.millrace.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TrafficTest {

    private static final int MESSAGES = 4_000;

    @Test
    void runsFollowEachOther() throws InterruptedException {
        try (Traffic traffic = new Traffic(relay(message -> message), 4, 1, MESSAGES)) {
            for (int run = 0; run < 3; run++) {
                assertThat(traffic.run()).isEqualTo(MESSAGES);
            }
        }
    }

    @Test
    void aSenderGoesRoundItsTable() throws InterruptedException {
        int messages = 3 << 16;
        try (Traffic traffic = new Traffic(relay(message -> message), 1, 1, messages)) {
            assertThat(traffic.run()).isEqualTo(messages);
        }
    }

    @Test
    void aReplacedMessageFailsTheRun() throws InterruptedException {
        UnaryOperator<Message> doubling = message -> message.number() == 7 ? new Message(message.sender(), 6) : message;
        try (Traffic traffic = new Traffic(relay(doubling), 1, 1, MESSAGES)) {
            assertThatIllegalStateException()
                    .isThrownBy(traffic::run)
                    .withMessageContaining("sender 0's message 6 came after its message 6");
        }
    }

    @Test
    void aWrongSumFailsTheRun() throws InterruptedException {
        int last = MESSAGES / 4 - 1;
        UnaryOperator<Message> raising =
                message -> message.number() == last ? new Message(message.sender(), last + 1) : message;
        try (Traffic traffic = new Traffic(relay(raising), 4, 4, MESSAGES)) {
            assertThatIllegalStateException()
                    .isThrownBy(traffic::run)
                    .withMessageContaining("received " + MESSAGES + " messages with sum of ids");
        }
    }

    @Test
    void aFailingSendFailsTheRunAndFreesTheReceivers() throws InterruptedException {
        UnaryOperator<Message> failing = message -> {
            throw new UnsupportedOperationException("no send");
        };
        try (Traffic traffic = new Traffic(relay(failing), 1, 2, MESSAGES)) {
            assertThatIllegalStateException()
                    .isThrownBy(traffic::run)
                    .withMessageEndingWith("UnsupportedOperationException: no send");
            assertThatIllegalStateException()
                    .isThrownBy(traffic::run)
                    .withMessageEndingWith("UnsupportedOperationException: no send");
        }
    }

    @Test
    void messagesThatCannotBeSharedEquallyAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Traffic(relay(message -> message), 4, 1, 4_001))
                .withMessage("messages is 4001, allowed are positive multiples of 4 (senders) and 1 (receivers)");
    }

    private static Handoff relay(UnaryOperator<Message> change) {
        BlockingQueue<Message> queue = new LinkedBlockingQueue<>();
        return new Handoff() {
            @Override
            void send(Message message) throws InterruptedException {
                queue.put(change.apply(message));
            }

            @Override
            Message receive() throws InterruptedException {
                return queue.take();
            }
        };
    }
}
