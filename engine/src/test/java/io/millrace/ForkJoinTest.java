package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A worker of a fork-join pool that waits lets the pool start another: what ends the wait may be a task behind it. */
class ForkJoinTest {

    static final List<ChannelKind> KINDS = List.of(
            ChannelKind.bounded(1),
            ChannelKind.bounded(64).parking(),
            ChannelKind.bounded(1).told(),
            ChannelKind.unbounded(),
            ChannelKind.rendezvous(),
            ChannelKind.conflating());

    static final List<ChannelKind> LIMITED =
            KINDS.stream().filter(kind -> !kind.isUnbounded()).toList();

    @TempDir
    private Path directory;

    private final ForkJoinPool pool = new ForkJoinPool(1);

    @AfterEach
    void shutDown() {
        pool.shutdownNow();
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void aReceiveInAPoolOfOneIsEndedByASendBehindIt(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.open();
        var receive = pool.submit(channel::receive);
        var send = pool.submit(() -> {
            channel.send(7);
            return null;
        });
        assertThat(receive.get()).isEqualTo(7);
        send.get();
    }

    @ParameterizedTest
    @FieldSource("LIMITED")
    void aSendInAPoolOfOneIsEndedByAReceiveBehindIt(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.open();
        CountDownLatch filled = new CountDownLatch(1);
        var send = pool.submit(() -> {
            while (channel.trySend(1)) {}
            filled.countDown();
            channel.send(2);
            return null;
        });
        filled.await();
        var receive = pool.submit(channel::receive);
        assertThat(receive.get()).isBetween(1, 2);
        send.get();
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void aSelectInAPoolOfOneIsEndedByASendBehindIt(ChannelKind kind) throws Exception {
        Channel<Integer> channel = kind.open();
        var select = pool.submit(() -> {
            Select waiting = Select.fair();
            waiting.onReceive(channel);
            waiting.onReceive(Channel.<Integer>unbounded());
            waiting.await();
            return waiting.received(channel);
        });
        var send = pool.submit(() -> {
            channel.send(7);
            return null;
        });
        assertThat(select.get()).isEqualTo(7);
        send.get();
    }

    /** Of a common pool with one worker: parallel streams, asynchronous tasks, requests; and futures while that worker is busy. */
    @Test
    void theCommonPoolWithOneWorkerHoldsNothingUp() throws Exception {
        ChildJvm child = ChildJvm.run(
                directory,
                List.of("-Djava.util.concurrent.ForkJoinPool.common.parallelism=1"),
                BusyCommonPoolMain.class);
        assertThat(child.err()).isEmpty();
        assertThat(child.exitCode()).as(child.toString()).isZero();
        assertThat(child.out().lines()).containsExactlyElementsOf(BusyCommonPoolMain.SCENARIOS);
    }
}
