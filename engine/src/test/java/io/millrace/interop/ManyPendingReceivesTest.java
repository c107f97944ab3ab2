package io.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelKind;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** More pending receives than a machine has threads for. */
class ManyPendingReceivesTest {

    static final List<ChannelKind> KINDS = List.of(
            ChannelKind.bounded(1),
            ChannelKind.bounded(1000),
            ChannelKind.rendezvous(),
            ChannelKind.unbounded(),
            ChannelKind.conflating(64));

    private static final int MANY = 20_000;

    /** Each may cost two switches of threads, where the channel holds one message. */
    private static final int SERVED = 1_000;

    private static List<CompletableFuture<Integer>> pending(Channel<Integer> channel) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getTotalStartedThreadCount();
        List<CompletableFuture<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            futures.add(channel.receiveAsync());
        }
        assertThat(threads.getTotalStartedThreadCount() - before).isLessThan(MANY / 200);
        assertThat(futures).noneMatch(CompletableFuture::isDone);
        return futures;
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void theFirstAreServedInTheirOrderAndTheOthersCancelled(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        List<CompletableFuture<Integer>> futures = pending(channel);
        for (int i = 0; i < SERVED; i++) {
            channel.send(i);
        }
        for (int i = 0; i < SERVED; i++) {
            assertThat(futures.get(i).join()).isEqualTo(i);
        }
        for (CompletableFuture<Integer> future : futures.subList(SERVED, MANY)) {
            assertThat(future.cancel(true)).isTrue();
        }
        assertThat(channel.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void allButOneAreCancelled(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        List<CompletableFuture<Integer>> futures = pending(channel);
        CompletableFuture<Integer> last = futures.remove(MANY / 2);
        for (CompletableFuture<Integer> future : futures) {
            assertThat(future.cancel(true)).isTrue();
        }
        channel.send(7);
        assertThat(last.join()).isEqualTo(7);
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void allSeeTheClose(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        List<CompletableFuture<Integer>> futures = pending(channel);
        channel.close();
        for (CompletableFuture<Integer> future : futures) {
            assertThat(future.handle((message, failure) -> failure).join()).isInstanceOf(ChannelClosedException.class);
        }
    }
}
