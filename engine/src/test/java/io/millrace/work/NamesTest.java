package io.millrace.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.Select;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What messages call the parts that stand between channels. */
class NamesTest {

    private final Threads threads = new Threads();
    private final Channel<Integer> orders = named("orders");
    private final Channel<Integer> trades = named("trades");

    private static Channel<Integer> named(String name) {
        return Channel.<Integer>builder().capacity(1).name(name).build();
    }

    @Test
    void aMergeIsNamedAfterItsSources() {
        Receiver<Integer> merged = Pipeline.merge(threads, 1, List.of(orders, trades));
        merged.close();
        assertThatThrownBy(merged::receive)
                .isInstanceOf(ChannelClosedException.class)
                .hasMessageContaining("merge of orders and 1 more");
    }

    @Test
    void theCopiesOfATeeAreNamedAfterItsSource() {
        List<Receiver<Integer>> copies = Pipeline.tee(threads, 1, orders, 2);
        copies.forEach(Receiver::close);
        assertThat(copies).extracting(Receiver::name).containsExactly("tee 0 of orders", "tee 1 of orders");
    }

    @Test
    void aWorkerThatWaitsForItselfIsToldOfWhichPool() throws Exception {
        AtomicReference<WorkerPool<Integer>> pool = new AtomicReference<>();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        pool.set(WorkerPool.on(orders, threads)
                .onFailure(OnFailure.skip((message, cause) -> thrown.set(cause)))
                .start(message -> pool.get().awaitTermination(Duration.ofSeconds(1))));
        orders.send(1);
        pool.get().stop();
        assertThat(thrown.get()).hasMessageContaining("one of the workers of 'orders'");
    }

    @Test
    void aSelectListsItsChannels() {
        Select select = Select.fair();
        select.onReceive(orders);
        select.onSend(trades, () -> 1);
        assertThat(select.toString())
                .contains("fair", "over [channel 'orders' (bounded 1), channel 'trades' (bounded 1)]");
    }

    @Test
    void aSelectNoLongerListsWhatWasRemoved() {
        Select select = Select.biased();
        int clause = select.onReceive(orders);
        select.onReceive(trades);
        select.remove(clause);
        assertThat(select.toString()).doesNotContain("orders").contains("trades");
    }
}
