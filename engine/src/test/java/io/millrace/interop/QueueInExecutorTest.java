package io.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.ForwardingBlockingQueue;
import io.millrace.Channel;
import io.millrace.support.Actors;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A channel as the queue of an executor. */
class QueueInExecutorTest {

    private static final int ROUNDS = 200;

    static Stream<Supplier<Channel<Runnable>>> channels() {
        return Stream.of(Channel::unbounded, () -> Channel.bounded(1), () -> Channel.bounded(64));
    }

    private static ThreadPoolExecutor poolOver(Channel<Runnable> channel) {
        return new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, channel.asBlockingQueue());
    }

    @ParameterizedTest
    @MethodSource("channels")
    void aTaskIsRefusedOrRunsWhenExecuteRacesShutdown(Supplier<Channel<Runnable>> channels) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            ThreadPoolExecutor pool = poolOver(channels.get());
            AtomicInteger run = new AtomicInteger();
            AtomicInteger accepted = new AtomicInteger();
            CyclicBarrier start = new CyclicBarrier(2);
            try (Actors actors = new Actors()) {
                actors.run("submitter", () -> {
                    start.await();
                    for (int task = 0; task < 3; task++) {
                        try {
                            pool.execute(run::incrementAndGet);
                            accepted.incrementAndGet();
                        } catch (RejectedExecutionException e) {
                            // shut down, or full
                        }
                    }
                });
                start.await();
                pool.shutdown();
            }
            assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            assertThat(run).hasValue(accepted.get());
        }
    }

    @ParameterizedTest
    @MethodSource("channels")
    void aTaskAcceptedByAnExecutorThatHasEndedIsRefused(Supplier<Channel<Runnable>> channels) throws Exception {
        Channel<Runnable> channel = channels.get();
        ThreadPoolExecutor[] pool = new ThreadPoolExecutor[1];
        // The executor ends between its first look and the offer, which no test could time.
        BlockingQueue<Runnable> queue = new ForwardingBlockingQueue<>() {
            @Override
            protected BlockingQueue<Runnable> delegate() {
                return channel.asBlockingQueue();
            }

            @Override
            public boolean offer(Runnable task) {
                pool[0].shutdown();
                return super.offer(task);
            }
        };
        pool[0] = new ThreadPoolExecutor(0, 1, 0, TimeUnit.SECONDS, queue);
        AtomicInteger run = new AtomicInteger();
        assertThatThrownBy(() -> pool[0].execute(run::incrementAndGet)).isInstanceOf(RejectedExecutionException.class);
        assertThat(pool[0].awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(channel.isEmpty()).isTrue();
        assertThat(run).hasValue(0);
    }

    @ParameterizedTest
    @MethodSource("channels")
    void theNextTaskCanBeRemoved(Supplier<Channel<Runnable>> channels) throws Exception {
        ThreadPoolExecutor pool = poolOver(channels.get());
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger run = new AtomicInteger();
        pool.execute(() -> awaitQuietly(go));
        Runnable task = run::incrementAndGet;
        pool.execute(task);
        assertThat(pool.remove(task)).isTrue();
        assertThat(pool.remove(task)).isFalse();
        go.countDown();
        pool.shutdown();
        assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(run).hasValue(0);
    }

    @Test
    void aTaskBehindAnotherStaysAndRuns() throws Exception {
        ThreadPoolExecutor pool = poolOver(Channel.unbounded());
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger run = new AtomicInteger();
        pool.execute(() -> awaitQuietly(go));
        pool.execute(run::incrementAndGet);
        Runnable task = run::incrementAndGet;
        pool.execute(task);
        assertThat(pool.remove(task)).isFalse();
        go.countDown();
        pool.shutdown();
        assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(run).hasValue(2);
    }

    @Test
    void aCancelledTaskIsPurgedOrDoesNotRun() throws Exception {
        ThreadPoolExecutor pool = poolOver(Channel.unbounded());
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger run = new AtomicInteger();
        pool.execute(() -> awaitQuietly(go));
        Future<?> first = pool.submit(run::incrementAndGet);
        pool.execute(run::incrementAndGet);
        Future<?> third = pool.submit(run::incrementAndGet);
        first.cancel(false);
        third.cancel(false);
        pool.purge();
        assertThat(pool.getQueue()).hasSize(2);
        go.countDown();
        pool.shutdown();
        assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(run).hasValue(1);
    }

    @Test
    void shutdownNowHandsBackWhatDidNotRun() throws Exception {
        ThreadPoolExecutor pool = poolOver(Channel.unbounded());
        CountDownLatch started = new CountDownLatch(1);
        pool.execute(() -> {
            started.countDown();
            awaitQuietly(new CountDownLatch(1));
        });
        started.await();
        Runnable task = () -> {};
        pool.execute(task);
        assertThat(pool.shutdownNow()).containsExactly(task);
        assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> pool.execute(task)).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void aCompletionServiceTakesItsFuturesFromAChannel() throws Exception {
        ThreadPoolExecutor pool = poolOver(Channel.unbounded());
        BlockingQueue<Future<Integer>> done =
                Channel.<Future<Integer>>unbounded().asBlockingQueue();
        ExecutorCompletionService<Integer> service = new ExecutorCompletionService<>(pool, done);
        service.submit(() -> 1);
        service.submit(() -> 2);
        assertThat(service.take().get() + service.take().get()).isEqualTo(3);
        pool.shutdown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
