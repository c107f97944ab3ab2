package io.millrace.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.millrace.Broadcast;
import io.millrace.BroadcastKind;
import io.millrace.Lagging;
import io.millrace.Select;
import io.millrace.Subscription;
import io.millrace.contract.Behaviour;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sending to subscriptions and receiving from them allocates nothing after warm-up, waiting or not. */
class BroadcastAllocationTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 6;
    private static final int STEPS = 5_000;
    private static final Object MESSAGE = new Object();
    private static final Object[] BATCH = {MESSAGE, MESSAGE, MESSAGE, MESSAGE};

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

    @ParameterizedTest
    @EnumSource(value = Lagging.class, names = "DISCONNECT", mode = EnumSource.Mode.EXCLUDE)
    @Behaviour(122)
    void whatNeedNotWaitAllocatesNothing(Lagging lagging) throws Exception {
        Broadcast<Object> broadcast = BroadcastKind.of(3).open();
        Subscription<Object> subscription = broadcast.subscribe(lagging);
        Select select = Select.fair();
        select.onSend(broadcast, () -> MESSAGE);
        long allocated = leastAllocated(() -> {
            broadcast.send(MESSAGE);
            subscription.receive();
            broadcast.trySendAll(BATCH, 0, BATCH.length);
            broadcast.trySend(MESSAGE);
            select.poll();
            subscription.drain(message -> {}, BATCH.length);
            subscription.tryReceive();
            subscription.missed();
        });
        assertThat(allocated).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64})
    @Behaviour(122)
    void waitingForEachOtherAllocatesNothing(int capacity) {
        Broadcast<Object> broadcast = BroadcastKind.of(capacity).parking().open();
        List<Subscription<Object>> subscriptions =
                List.of(broadcast.subscribe(Lagging.HOLD), broadcast.subscribe(Lagging.HOLD));
        List<Actor<Long>> threads = new ArrayList<>();
        try (Actors actors = new Actors()) {
            for (Subscription<Object> subscription : subscriptions) {
                threads.add(actors.start("subscriber", () -> leastAllocated(subscription::receive)));
            }
            threads.add(actors.start("sender", () -> leastAllocated(() -> broadcast.send(MESSAGE))));
            assertThat(Actors.joinAll(threads)).containsOnly(0L);
        }
    }
}
