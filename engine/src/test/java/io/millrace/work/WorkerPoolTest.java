package io.millrace.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.Channel;
import io.millrace.internal.clock.Timeouts;
import io.millrace.support.Await;
import io.millrace.support.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkerPoolTest {

    private static final RuntimeException BROKEN = new IllegalStateException("broken");

    private final Threads threads = new Threads();

    @ParameterizedTest
    @MethodSource("io.millrace.work.Threads#kinds")
    void stopHandlesAllThatWasAcceptedAndLeavesNoThread(ThreadKind kind) throws Exception {
        Threads made = new Threads(kind);
        Channel<Integer> channel = Channel.bounded(8);
        Set<Integer> handled = ConcurrentHashMap.newKeySet();
        WorkerPool<Integer> pool = WorkerPool.on(channel, made).workers(3).start(handled::add);
        for (int i = 0; i < 1_000; i++) {
            channel.send(i);
        }
        assertThat(pool.stop()).isEqualTo(new WorkCounts(1_000, 0, 0, 0, 0, 0));
        assertThat(handled).hasSize(1_000);
        assertThat(made.count()).isEqualTo(3);
        made.assertNoneLeft();
    }

    @Test
    void poolsWorkOnEveryFlavor() throws Exception {
        for (Channel<Integer> channel :
                List.of(Channel.<Integer>rendezvous(), Channel.<Integer>bounded(1), Channel.<Integer>unbounded())) {
            try (WorkerPool<Integer> pool =
                    WorkerPool.on(channel, threads).workers(2).start(message -> {})) {
                for (int i = 0; i < 500; i++) {
                    channel.send(i);
                }
                assertThat(pool.stop().handled()).isEqualTo(500);
            }
        }
        threads.assertNoneLeft();
    }

    @Test
    void theWorkersEndWhenSomebodyElseClosesTheChannel() throws Exception {
        Channel<Integer> channel = Channel.bounded(8);
        WorkerPool<Integer> pool = WorkerPool.on(channel, threads).workers(2).start(message -> {});
        channel.send(1);
        channel.close();
        assertThat(pool.awaitTermination(Timeouts.LONGEST)).isTrue();
        assertThat(pool.counts().total()).isEqualTo(1);
        threads.assertNoneLeft();
    }

    @Test
    void cancelInterruptsHandlersAndHandsOverWhatIsBuffered() throws Exception {
        Channel<Integer> channel = Channel.bounded(8);
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(2);
        ConcurrentLinkedQueue<Integer> undelivered = new ConcurrentLinkedQueue<>();
        WorkerPool<Integer> pool = WorkerPool.on(channel, threads)
                .workers(2)
                .onFailure(OnFailure.skip((message, e) -> {}).afterRetries(5))
                .onUndelivered(undelivered::add)
                .start(message -> {
                    entered.countDown();
                    never.await();
                });
        for (int i = 0; i < 6; i++) {
            channel.send(i);
        }
        entered.await();
        assertThat(pool.cancel()).isEqualTo(new WorkCounts(0, 2, 0, 4, 0, 0));
        assertThat(undelivered).containsExactlyInAnyOrder(2, 3, 4, 5);
        threads.assertNoneLeft();
    }

    @Test
    void anInterruptOfAWaitingWorkerIsIgnored() throws Exception {
        Channel<Integer> channel = Channel.bounded(8);
        WorkerPool<Integer> pool = WorkerPool.on(channel, threads).workers(2).start(message -> {});
        for (int i = 0; i < 100; i++) {
            threads.interruptAll();
            channel.send(i);
        }
        assertThat(pool.stop()).isEqualTo(new WorkCounts(100, 0, 0, 0, 0, 0));
    }

    @Test
    void anInterruptFlagDoesNotPassFromOneMessageToTheNext() throws Exception {
        Channel<Integer> channel = Channel.bounded(8);
        List<Boolean> flags = new ArrayList<>();
        WorkerPool<Integer> pool = WorkerPool.on(channel, threads).start(message -> {
            flags.add(Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
        });
        for (int i = 0; i < 3; i++) {
            channel.send(i);
        }
        pool.stop();
        assertThat(flags).containsExactly(false, false, false);
    }

    @Test
    void anInterruptedHandlerHasFailedAndIsNotRetried() throws Exception {
        Channel<Integer> channel = Channel.bounded(8);
        WorkerPool<Integer> pool = WorkerPool.on(channel, threads)
                .onFailure(OnFailure.skip((message, e) -> {}).afterRetries(5))
                .start(message -> {
                    throw new InterruptedException();
                });
        channel.send(1);
        assertThat(pool.stop()).isEqualTo(new WorkCounts(0, 1, 0, 0, 0, 0));
    }

    @Test
    void growingStartsWorkersAndShrinkingEndsThem() throws Exception {
        Channel<Integer> channel = Channel.bounded(8);
        AtomicInteger inside = new AtomicInteger();
        CountDownLatch leave = new CountDownLatch(1);
        WorkerPool<Integer> pool = WorkerPool.on(channel, threads).start(message -> {
            inside.incrementAndGet();
            leave.await();
        });
        pool.resize(4);
        for (int i = 0; i < 4; i++) {
            channel.send(i);
        }
        Await.until("four messages are handled at once", () -> inside.get() == 4);
        assertThat(pool.workers()).isEqualTo(4);
        leave.countDown();
        pool.resize(1);
        Await.until("three workers have ended", () -> threads.alive() == 1);
        channel.send(5);
        assertThat(pool.stop().handled()).isEqualTo(5);
        pool.resize(7);
        threads.assertNoneLeft();
    }

    @Test
    void awaitTerminationSaysFalseWhileAHandlerRuns() throws Exception {
        Channel<Integer> channel = Channel.bounded(8);
        CountDownLatch leave = new CountDownLatch(1);
        WorkerPool<Integer> pool = WorkerPool.on(channel, threads).start(message -> leave.await());
        channel.send(1);
        channel.close();
        assertThat(pool.awaitTermination(Duration.ZERO)).isFalse();
        assertThat(pool.awaitTermination(Duration.ofMillis(2))).isFalse();
        leave.countDown();
        assertThat(pool.awaitTermination(Timeouts.LONGEST)).isTrue();
    }

    @Test
    void closeOfAnInterruptedThreadCancelsAndKeepsTheFlag() throws Exception {
        Channel<Integer> channel = Channel.bounded(8);
        CountDownLatch entered = new CountDownLatch(1);
        WorkerPool<Integer> pool = WorkerPool.on(channel, threads).start(message -> {
            entered.countDown();
            new CountDownLatch(1).await();
        });
        channel.send(1);
        channel.send(2);
        entered.await();
        Thread.currentThread().interrupt();
        pool.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(pool.counts()).isEqualTo(new WorkCounts(0, 1, 0, 1, 0, 0));
        threads.assertNoneLeft();
    }

    @Test
    void aWorkerCannotWaitForItself() throws Exception {
        Channel<Integer> channel = Channel.bounded(8);
        AtomicReference<WorkerPool<Integer>> self = new AtomicReference<>();
        CountDownLatch known = new CountDownLatch(1);
        WorkerPool<Integer> pool = WorkerPool.on(channel, threads).start(message -> {
            known.await();
            self.get().stop();
        });
        self.set(pool);
        known.countDown();
        channel.send(1);
        assertThat(pool.awaitTermination(Timeouts.LONGEST)).isTrue();
        assertThat(pool.failure()).isInstanceOf(IllegalStateException.class).hasMessageContaining("wait for the end");
    }

    @Test
    void aFactoryThatThrowsLeavesNoWorker() {
        Channel<Integer> channel = Channel.bounded(8);
        assertThatIllegalStateException()
                .isThrownBy(() -> WorkerPool.on(channel, body -> {
                            if (threads.count() == 2) {
                                throw BROKEN;
                            }
                            return threads.newThread(body);
                        })
                        .workers(3)
                        .start(message -> {}));
        Await.until("the two workers have ended", () -> threads.alive() == 0);
        assertThat(channel.isClosedForSend()).isFalse();
    }

    @Test
    void argumentsOutOfRangeAreNamed() {
        Channel<Integer> channel = Channel.bounded(8);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WorkerPool.on(channel, threads).workers(0))
                .withMessage("workers is 0, allowed is 1 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OnFailure.failChannel().afterRetries(-1))
                .withMessage("retries is -1, allowed is 0 or more");
    }
}
