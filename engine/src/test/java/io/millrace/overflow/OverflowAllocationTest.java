package io.millrace.overflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.millrace.Channel;
import io.millrace.Select;
import io.millrace.contract.Behaviour;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dropping, evicting and replacing allocate nothing after warm-up. */
class OverflowAllocationTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 6;
    private static final int STEPS = 10_000;
    private static final Update[] MESSAGES =
            Stream.of(0, 1, 2, 0, 1).map(key -> new Update(0, 0, key)).toArray(Update[]::new);

    static Stream<OverflowKind> neverWaiting() {
        return OverflowKind.ALL.stream().filter(kind -> !kind.name().matches(".*(WAIT|FAIL).*"));
    }

    /** The bytes of the best round: the first ones load classes and link call sites. */
    private static long leastAllocated(Actors.Body step) throws Exception {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < STEPS; i++) {
                step.run();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private static void sendAll(Channel<Update> channel) throws InterruptedException {
        for (Update message : MESSAGES) {
            channel.send(message);
        }
    }

    @ParameterizedTest
    @MethodSource("neverWaiting")
    @Behaviour(122)
    void everyWayToSendMoreThanFitsAllocatesNothing(OverflowKind kind) throws Exception {
        Channel<Update> channel =
                kind.builder().onUndelivered((message, reason) -> {}).build();
        Select select = Select.fair();
        select.onSend(channel, () -> MESSAGES[0]);
        long allocated = leastAllocated(() -> {
            sendAll(channel);
            channel.trySendAll(MESSAGES, 0, MESSAGES.length);
            channel.trySend(MESSAGES[0], 1, TimeUnit.SECONDS);
            select.poll();
            channel.drain(message -> {}, 2);
        });
        assertThat(allocated).isZero();
    }

    @ParameterizedTest
    @MethodSource("neverWaiting")
    @Behaviour(122)
    void sendersAndAReaderThatRaceAllocateNothing(OverflowKind kind) {
        Channel<Update> channel = kind.builder().build();
        try (Actors actors = new Actors()) {
            List<Actor<Long>> senders =
                    actors.startEach(kind.sendersOf(2), "sender", number -> leastAllocated(() -> sendAll(channel)));
            Actor<Long> reader = actors.start("reader", () -> leastAllocated(channel::tryReceive));
            assertThat(Actors.joinAll(senders)).containsOnly(0L);
            assertThat(reader.join()).isZero();
        }
    }
}
