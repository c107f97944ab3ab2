package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.millrace.Channel;
import io.millrace.Select;
import io.millrace.support.ReachableObjects;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What clauses cost that come and go, and choices that are made once. */
class SelectClausesTest extends ChannelContract {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static long bytesPerCall(int calls, Callable<?> call) throws Exception {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 6; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < calls; i++) {
                call.call();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least / calls;
    }

    @Test
    @Behaviour(87)
    void clausesThatComeAndGoLeaveNothing() {
        Channel<Integer> channel = Channel.rendezvous();
        Channel<Integer> stays = Channel.bounded(1);
        Select select = Select.fair();
        int first = select.onReceive(stays);
        select.remove(select.onReceive(channel));
        select.poll();
        int before = ReachableObjects.from(select).size();
        for (int i = 0; i < 100_000; i++) {
            int added = i % 2 == 0 ? select.onReceive(channel) : select.onSend(channel, () -> 1);
            select.remove(added);
        }
        assertThat(ReachableObjects.from(select)).hasSize(before);
        stays.trySend(1);
        assertThat(select.poll()).isEqualTo(first);
    }

    @Test
    @Behaviour(87)
    void anIndexNeverNamesAnotherClause() {
        Select select = Select.fair();
        int removed = select.onReceive(Channel.bounded(1));
        select.remove(removed);
        int next = select.onReceive(Channel.bounded(1));
        assertThat(next).isGreaterThan(removed);
        for (Runnable use : List.<Runnable>of(
                () -> select.remove(removed),
                () -> select.enable(removed),
                () -> select.disable(removed),
                () -> select.isDropped(removed))) {
            assertThatThrownBy(use::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("clause is " + removed + ", which was not added or was removed");
        }
    }

    @Test
    @Behaviour(124)
    void disablingAndEnablingAllocateNothing() throws Exception {
        Channel<Integer> ready = Channel.bounded(1);
        Select select = Select.biased();
        int other = select.onReceive(Channel.rendezvous());
        select.onReceive(ready);
        assertThat(bytesPerCall(20_000, () -> {
                    select.disable(other);
                    ready.trySend(1);
                    select.poll();
                    select.enable(other);
                    return select.poll();
                }))
                .isZero();
    }

    @Test
    @Behaviour(124)
    void aChoiceMadeOnceAllocatesLittle() throws Exception {
        Channel<Integer> first = Channel.bounded(1);
        Channel<Integer> second = Channel.rendezvous();
        Duration time = Duration.ofSeconds(1);
        long[] sum = new long[1];
        assertThat(bytesPerCall(20_000, () -> {
                    first.trySend(1);
                    return Select.of(
                            Select.receive(first, message -> sum[0] += message),
                            Select.receive(second, message -> sum[0] -= message),
                            Select.send(second, 3, () -> sum[0]--),
                            Select.timeout(time, () -> sum[0] = -1));
                }))
                .isLessThanOrEqualTo(300);
        assertThat(sum[0]).isPositive();
    }

    @Test
    @Behaviour(89)
    void aChoiceMadeOnceTakesAValueOrASupplier() throws InterruptedException {
        Channel<Supplier<Integer>> suppliers = Channel.bounded(2);
        Supplier<Integer> message = () -> 4;
        assertThat(Select.of(Select.send(suppliers, message))).isZero();
        assertThat(Select.of(Select.sendFrom(suppliers, () -> message))).isZero();
        assertThat(takeAll(suppliers)).containsExactly(message, message);
        Select select = Select.fair();
        select.onSendValue(suppliers, message);
        select.poll();
        assertThat(suppliers.tryReceive()).isSameAs(message);
    }

    @Test
    @Behaviour(89)
    void aChoiceMayBeMadeInTheSupplierOrTheHandlerOfAnother() throws InterruptedException {
        Channel<Integer> in = Channel.bounded(1);
        Channel<Integer> out = Channel.bounded(1);
        in.trySend(1);
        int[] seen = new int[1];
        Select.of(Select.sendFrom(
                out,
                () -> {
                    try {
                        Select.of(Select.receive(in, message -> seen[0] = message), Select.otherwise());
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return seen[0] + 1;
                },
                () -> Select.of(Select.receive(out, message -> seen[0] = message))));
        assertThat(seen[0]).isEqualTo(2);
    }

    @Test
    @Behaviour(87)
    void aSelectThatHadManyClausesKeepsRoomForFew() {
        Channel<Integer> channel = Channel.bounded(1);
        Select select = Select.fair();
        int first = select.onReceive(channel);
        int many = 10_000;
        for (int i = 0; i < many; i++) {
            select.onReceive(channel);
        }
        select.poll();
        for (int i = 0; i < many; i++) {
            select.remove(first + 1 + i);
        }
        select.poll();
        assertThat(ReachableObjects.from(select)).hasSizeLessThan(200);
        channel.trySend(1);
        assertThat(select.poll()).isEqualTo(first);
    }
}
