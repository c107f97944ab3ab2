package io.millrace.bench.suite.peer.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.bench.suite.Peers;
import io.millrace.bench.suite.harness.TeamThreads;
import io.millrace.bench.suite.peer.Capacity;
import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.PollingHandoff;
import io.millrace.bench.suite.peer.selection.Selection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
    void aDroppedMessageFailsTheRun() throws InterruptedException {
        try (Traffic traffic = new Traffic(new Broken(7, false), 1, 1, MESSAGES)) {
            assertThatIllegalStateException()
                    .isThrownBy(traffic::run)
                    .withMessageContaining("sender 0's message 8 came after its message 6, expected was 7");
        }
    }

    @Test
    void swappedMessagesFailTheRun() throws InterruptedException {
        try (Traffic traffic = new Traffic(new Broken(7, true), 1, 1, MESSAGES)) {
            assertThatIllegalStateException()
                    .isThrownBy(traffic::run)
                    .withMessageContaining("sender 0's message 8 came after its message 6, expected was 7");
        }
    }

    @ParameterizedTest
    @EnumSource(MessagePayload.class)
    void everyPayloadIsCarried(MessagePayload payload) throws InterruptedException {
        Traffic.Ways ways = Traffic.ways(relay(message -> message));
        try (Traffic traffic = new Traffic(ways, 4, 4, MESSAGES, payload, TeamThreads.PLATFORM)) {
            assertThat(traffic.run()).isEqualTo(MESSAGES);
            assertThat(traffic.run()).isEqualTo(MESSAGES);
        }
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void virtualThreadsBeforeJdk21AreRefusedWithTheReason() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> TeamThreads.VIRTUAL.start("virtual", () -> {}))
                .withMessageContaining("virtual threads need JDK 21");
    }

    @Test
    void aQueueIsNoSelection() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Selection.open(Peers.ARRAY_BLOCKING_QUEUE.name(), 2, Capacity.of(16)))
                .withMessageEndingWith(Selection.ABSENT);
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
    void everyReceiverGetsEveryMessageOfAMulticast() throws InterruptedException {
        Traffic.Ways ways = Traffic.toEach(List.of(relay(message -> message), relay(message -> message)));
        try (Traffic traffic = new Traffic(ways, 1, 2, 4_001, MessagePayload.PREALLOCATED, TeamThreads.PLATFORM)) {
            assertThat(traffic.run()).isEqualTo(4_001);
            assertThat(traffic.run()).isEqualTo(4_001);
        }
    }

    @Test
    void aMessageThatOneReceiverMissesFailsTheRunOfAMulticast() throws InterruptedException {
        Traffic.Ways ways = Traffic.toEach(List.of(relay(message -> message), new Broken(7, false)));
        try (Traffic traffic = new Traffic(ways, 1, 2, MESSAGES, MessagePayload.PREALLOCATED, TeamThreads.PLATFORM)) {
            assertThatIllegalStateException()
                    .isThrownBy(traffic::run)
                    .withMessageContaining("sender 0's message 8 came after its message 6, expected was 7");
        }
    }

    @Test
    void messagesThatCannotBeSharedEquallyAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Traffic(relay(message -> message), 4, 1, 4_001))
                .withMessage("messages is 4001, allowed are positive multiples of 4 (senders) and 1 (receivers)");
    }

    private static Handoff<Message> relay(UnaryOperator<Message> change) {
        BlockingQueue<Message> queue = new LinkedBlockingQueue<>();
        return new Handoff<>() {
            @Override
            public void send(Message message) throws InterruptedException {
                queue.put(change.apply(message));
            }

            @Override
            public Message receive() throws InterruptedException {
                return queue.take();
            }

            @Override
            public boolean trySend(Message message) {
                return queue.offer(change.apply(message));
            }

            @Override
            public Message tryReceive() {
                return queue.poll();
            }
        };
    }

    /** Loses a message, or sends it after the next one. */
    private static final class Broken extends PollingHandoff<Message> {

        private final BlockingQueue<Message> queue = new LinkedBlockingQueue<>();
        private final int number;
        private final boolean late;
        private Message kept;

        Broken(int number, boolean late) {
            this.number = number;
            this.late = late;
        }

        @Override
        public boolean trySend(Message message) {
            if (message.number() == number) {
                kept = message;
                return true;
            }
            boolean sent = queue.offer(message);
            if (late && kept != null) {
                queue.add(kept);
                kept = null;
            }
            return sent;
        }

        @Override
        public Message tryReceive() {
            return queue.poll();
        }
    }
}
