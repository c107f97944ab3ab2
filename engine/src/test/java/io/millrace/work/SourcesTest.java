package io.millrace.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.Timers;
import io.millrace.internal.clock.Timeouts;
import io.millrace.offheap.Ring;
import io.millrace.support.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every part that receives, over every kind of receiver: nothing is lost without report when it stops, is cancelled or
 * fails.
 */
class SourcesTest {

    private static final RuntimeException BROKEN = new IllegalStateException("broken");
    private static final int MESSAGES = 64;

    private final Threads threads = new Threads();
    private final Queue<Integer> handled = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> undelivered = new ConcurrentLinkedQueue<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    private static void fill(SourceKind.Ends ends) throws InterruptedException {
        for (int i = 0; i < MESSAGES; i++) {
            ends.sender().send(i);
        }
    }

    private static List<Integer> all() {
        return IntStream.range(0, MESSAGES).boxed().toList();
    }

    @ParameterizedTest
    @EnumSource
    void stopHandlesWhatIsThere(SourceKind kind) throws Exception {
        SourceKind.Ends ends = kind.open();
        fill(ends);
        WorkerPool<Integer> pool = WorkerPool.on(ends.receiver(), threads)
                .onUndelivered(undelivered::add)
                .start(message -> {
                    entered.countDown();
                    go.await();
                    handled.add(message);
                });
        entered.await();
        go.countDown();
        WorkCounts counts = pool.stop();
        assertThat(handled).containsExactlyElementsOf(all());
        assertThat(counts).isEqualTo(new WorkCounts(MESSAGES, 0, 0, 0, 0, 0));
        assertThat(undelivered).isEmpty();
        threads.assertNoneLeft();
    }

    @ParameterizedTest
    @EnumSource
    void cancelHandsOverWhatIsThere(SourceKind kind) throws Exception {
        SourceKind.Ends ends = kind.open();
        fill(ends);
        WorkerPool<Integer> pool = WorkerPool.on(ends.receiver(), threads)
                .onFailure(OnFailure.skip((message, e) -> handled.add(message)))
                .onUndelivered(undelivered::add)
                .start(message -> {
                    entered.countDown();
                    go.await();
                });
        entered.await();
        assertThat(pool.cancel()).isEqualTo(new WorkCounts(0, 1, 0, MESSAGES - 1, 0, 0));
        assertThat(handled).containsExactly(0);
        assertThat(undelivered).containsExactlyElementsOf(all().subList(1, MESSAGES));
        threads.assertNoneLeft();
    }

    @ParameterizedTest
    @EnumSource
    void aFailureHandsOverWhatIsThereAndReachesTheSenders(SourceKind kind) throws Exception {
        SourceKind.Ends ends = kind.open();
        fill(ends);
        WorkerPool<Integer> pool = WorkerPool.on(ends.receiver(), threads)
                .onUndelivered(undelivered::add)
                .start(message -> {
                    throw BROKEN;
                });
        assertThat(pool.awaitTermination(Timeouts.LONGEST)).isTrue();
        assertThat(pool.counts()).isEqualTo(new WorkCounts(0, 1, 0, 0, MESSAGES - 1, 0));
        assertThat(undelivered).containsExactlyElementsOf(all().subList(1, MESSAGES));
        assertThat(pool.failure()).isSameAs(BROKEN);
        assertThat(pool.toString()).contains("failed");
        if (kind.failsSenders()) {
            assertThatThrownBy(() -> ends.sender().trySend(1))
                    .isInstanceOf(ChannelClosedException.class)
                    .hasCause(BROKEN);
        } else {
            assertThat(ends.sender().trySend(1)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMergeBringsAllFromEachKind(SourceKind kind) throws Exception {
        SourceKind.Ends ends = kind.open();
        fill(ends);
        Receiver<Integer> merged = Pipeline.merge(threads, 1, List.of(ends.receiver()), undelivered::add);
        ends.sender().close();
        assertThat(merged.stream()).containsExactlyElementsOf(all());
        assertThat(undelivered).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aTeeGivesAllFromEachKind(SourceKind kind) throws Exception {
        SourceKind.Ends ends = kind.open();
        fill(ends);
        List<Receiver<Integer>> copies = Pipeline.tee(threads, 100, ends.receiver(), 2, undelivered::add);
        ends.sender().close();
        assertThat(copies.get(0).stream()).containsExactlyElementsOf(all());
        assertThat(copies.get(1).stream()).containsExactlyElementsOf(all());
    }

    @Test
    void aPoolOverATickEnds() throws Exception {
        Receiver<Instant> tick = Timers.tick(Duration.ZERO);
        WorkerPool<Instant> pool = WorkerPool.on(tick, threads).workers(2).start(moment -> handled.add(1));
        Await.until("some ticks are handled", () -> handled.size() > 3);
        assertThat(pool.stop().handled()).isGreaterThan(3);
        assertThat(tick.isClosedForReceive()).isTrue();
        threads.assertNoneLeft();
    }

    @Test
    void thePoolOfOneHandleLeavesTheChannelToTheOthers() throws Exception {
        Channel<Integer> channel = Channel.bounded(8);
        Receiver<Integer> other = channel.attachReceiver();
        WorkerPool<Integer> pool =
                WorkerPool.on(channel.attachReceiver(), threads).workers(2).start(handled::add);
        channel.send(1);
        assertThat(pool.stop().handled()).isOne();
        channel.send(2);
        assertThat(other.receive()).isEqualTo(2);
    }

    // ---- receivers that throw ----

    private static Channel<Integer> undecodable() throws InterruptedException {
        Channel<Integer> channel = Ring.builder().capacity(1 << 12).build().channel(new SourceKind.Numbers());
        channel.send(1);
        channel.send(-2);
        channel.send(3);
        return channel;
    }

    @Test
    void aCodecThatThrowsFailsThePool() throws Exception {
        Channel<Integer> channel = undecodable();
        WorkerPool<Integer> pool = WorkerPool.on(channel, threads)
                .workers(2)
                .onUndelivered(undelivered::add)
                .start(handled::add);
        assertThat(pool.awaitTermination(Timeouts.LONGEST)).isTrue();
        assertThat(pool.failure()).hasMessage("cannot decode -2");
        assertThat(handled.size() + undelivered.size()).isEqualTo(2);
        assertThatThrownBy(() -> channel.send(4)).hasCause(pool.failure());
        threads.assertNoneLeft();
    }

    @Test
    void aCodecThatThrowsFailsTheMerge() throws Exception {
        Channel<Integer> channel = undecodable();
        Receiver<Integer> merged = Pipeline.merge(threads, 8, List.of(channel));
        assertThat(merged.receive()).isEqualTo(1);
        assertThatThrownBy(merged::receive).cause().hasMessage("cannot decode -2");
        Await.until("the thread has ended", () -> threads.alive() == 0);
        assertThat(channel.closeCause()).hasMessage("cannot decode -2");
    }

    @Test
    void aCodecThatThrowsFailsTheTee() throws Exception {
        Channel<Integer> channel = undecodable();
        List<Receiver<Integer>> copies = Pipeline.tee(threads, 8, channel, 2);
        for (Receiver<Integer> copy : copies) {
            assertThat(copy.receive()).isEqualTo(1);
            assertThatThrownBy(copy::receive).cause().hasMessage("cannot decode -2");
        }
        Await.until("the thread has ended", () -> threads.alive() == 0);
        assertThat(channel.closeCause()).hasMessage("cannot decode -2");
    }

    @Test
    void aResultsChannelThatThrowsFailsTheWorkersAndTheResultIsReported() throws Exception {
        Channel<Integer> results = Ring.builder().capacity(1 << 12).build().channel(new SourceKind.Numbers());
        results.cancel();
        KeyedWorkers<Integer, Integer> workers = KeyedWorkers.<Integer, Integer>by(message -> message, threads)
                .startOrdered(message -> message, results, undelivered::add);
        assertThatThrownBy(() -> workers.send(1)).isInstanceOf(ChannelClosedException.class);
        workers.stop();
        assertThat(workers.failure()).isInstanceOf(ChannelClosedException.class);
    }
}
