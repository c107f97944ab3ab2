package io.millrace.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.internal.clock.Timeouts;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What follows when a handler or a callback throws. */
class WorkerPoolFailureTest {

    private static final RuntimeException BROKEN = new IllegalStateException("broken");

    private final Threads threads = new Threads();

    @Test
    void aHandlerThatThrowsFailsTheChannelAndBlockedSendersGetTheCauseAtOnce() throws Exception {
        Channel<Integer> channel = Channel.bounded(1);
        CountDownLatch go = new CountDownLatch(1);
        List<Integer> undelivered = new ArrayList<>();
        WorkerPool<Integer> pool = WorkerPool.on(channel, threads)
                .onUndelivered(undelivered::add)
                .start(message -> {
                    go.await();
                    throw BROKEN;
                });
        channel.send(1);
        channel.send(2);
        try (Actors actors = new Actors()) {
            Actor<Void> blocked = actors.run("blocked", () -> channel.send(3));
            blocked.awaitBlocked();
            go.countDown();
            assertThat(blocked.failure())
                    .isInstanceOf(ChannelClosedException.class)
                    .hasCause(BROKEN);
        }
        assertThat(pool.stop()).isEqualTo(new WorkCounts(0, 1, 0, 0, 1, 0));
        assertThat(pool.failure()).isSameAs(BROKEN);
        assertThat(undelivered).containsExactly(2);
        threads.assertNoneLeft();
    }

    @Test
    void skipReportsTheMessageAndGoesOn() throws Exception {
        Channel<Integer> channel = Channel.bounded(8);
        List<String> reports = new ArrayList<>();
        WorkerPool<Integer> pool = WorkerPool.on(channel, threads)
                .onFailure(OnFailure.skip((message, e) -> reports.add(message + " " + e.getMessage())))
                .start(message -> {
                    if (message % 2 == 1) {
                        throw BROKEN;
                    }
                });
        for (int i = 0; i < 4; i++) {
            channel.send(i);
        }
        assertThat(pool.stop()).isEqualTo(new WorkCounts(2, 2, 0, 0, 0, 0));
        assertThat(reports).containsExactly("1 broken", "3 broken");
        assertThat(pool.failure()).isNull();
    }

    @Test
    void retriesComeBeforeTheSkip() throws Exception {
        Channel<Integer> channel = Channel.bounded(8);
        AtomicInteger attempts = new AtomicInteger();
        AtomicInteger reports = new AtomicInteger();
        WorkerPool<Integer> pool = WorkerPool.on(channel, threads)
                .onFailure(OnFailure.skip((message, e) -> reports.incrementAndGet())
                        .afterRetries(2))
                .start(message -> {
                    if (message == 0 && attempts.incrementAndGet() < 3 || message == 1) {
                        throw BROKEN;
                    }
                });
        channel.send(0);
        channel.send(1);
        assertThat(pool.stop()).isEqualTo(new WorkCounts(1, 1, 4, 0, 0, 0));
        assertThat(reports).hasValue(1);
    }

    @Test
    void retriesComeBeforeTheFailure() throws Exception {
        Channel<Integer> channel = Channel.bounded(8);
        WorkerPool<Integer> pool = WorkerPool.on(channel, threads)
                .onFailure(OnFailure.failChannel().afterRetries(3))
                .start(message -> {
                    throw BROKEN;
                });
        channel.send(0);
        assertThat(pool.awaitTermination(Timeouts.LONGEST)).isTrue();
        assertThat(pool.counts()).isEqualTo(new WorkCounts(0, 1, 3, 0, 0, 0));
    }

    @Test
    void aReportThatThrowsFailsTheChannel() throws Exception {
        Channel<Integer> channel = Channel.bounded(8);
        WorkerPool<Integer> pool = WorkerPool.on(channel, threads)
                .onFailure(OnFailure.skip((message, e) -> {
                    throw new IllegalArgumentException("report", e);
                }))
                .start(message -> {
                    throw BROKEN;
                });
        channel.send(0);
        assertThat(pool.awaitTermination(Timeouts.LONGEST)).isTrue();
        assertThat(pool.failure()).hasMessage("report").hasSuppressedException(BROKEN);
        assertThatThrownBy(() -> channel.send(1)).hasCause(pool.failure());
    }

    @Test
    void aCallbackThatThrowsLosesNoOtherMessage() throws Exception {
        Channel<Integer> channel = Channel.bounded(8);
        CountDownLatch go = new CountDownLatch(1);
        List<Integer> undelivered = new ArrayList<>();
        WorkerPool<Integer> pool = WorkerPool.on(channel, threads)
                .onUndelivered(message -> {
                    undelivered.add(message);
                    throw new IllegalArgumentException("callback");
                })
                .start(message -> {
                    go.await();
                    throw BROKEN;
                });
        for (int i = 0; i < 4; i++) {
            channel.send(i);
        }
        go.countDown();
        assertThat(pool.stop()).isEqualTo(new WorkCounts(0, 1, 0, 0, 3, 0));
        assertThat(undelivered).containsExactly(1, 2, 3);
        assertThat(pool.failure()).isSameAs(BROKEN);
    }
}
