package io.millrace.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

/** Factories that fail, in every way that a factory can, and the names of threads. */
class ThreadFactoryTest {

    private static final RuntimeException BROKEN = new IllegalStateException("broken");

    private final Threads threads = new Threads();
    private final Channel<Integer> channel = Channel.bounded(8);
    private final List<Integer> handled = new CopyOnWriteArrayList<>();

    private WorkerPool<Integer> pool(int workers, ThreadFactory factory) {
        return WorkerPool.on(channel, factory).workers(workers).start(handled::add);
    }

    private void assertNothingHappened() {
        Await.until("the others have ended", () -> threads.alive() == 0);
        assertThat(handled).isEmpty();
        assertThat(channel.isClosedForSend()).isFalse();
        assertThat(channel.size()).isOne();
    }

    @Test
    void ifTheThirdOfFiveCannotBeStartedNoneTakesAMessage() {
        channel.trySend(1);
        assertThatThrownBy(() -> pool(5, new FailingThreads(threads, 2))).isInstanceOf(OutOfMemoryError.class);
        assertNothingHappened();
    }

    @Test
    void aFactoryThatThrowsLeavesTheSourceAsItIs() {
        channel.trySend(1);
        assertThatThrownBy(() -> pool(3, body -> {
                    if (threads.count() == 2) {
                        throw BROKEN;
                    }
                    return threads.newThread(body);
                }))
                .isSameAs(BROKEN);
        assertNothingHappened();
    }

    @Test
    void aFactoryThatReturnsNullIsNamed() {
        channel.trySend(1);
        assertThatThrownBy(() -> pool(2, body -> threads.count() == 1 ? null : threads.newThread(body)))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the thread factory of '" + channel.name() + "' returned null");
        assertNothingHappened();
    }

    @Test
    void aThreadThatWasStartedBeforeIsRefusedAndDoesNotWork() {
        channel.trySend(1);
        assertThatThrownBy(() -> pool(1, body -> {
                    Thread thread = threads.newThread(body);
                    thread.start();
                    return thread;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was started before");
        assertNothingHappened();
    }

    @Test
    void threadsThatNeverRunWhatTheyWereGivenDoNotHangTheStop() throws Exception {
        channel.trySend(1);
        List<Integer> undelivered = new CopyOnWriteArrayList<>();
        WorkerPool<Integer> pool = WorkerPool.on(channel, body -> threads.newThread(() -> {}))
                .onUndelivered(undelivered::add)
                .start(handled::add);
        assertThat(pool.stop().total()).isOne();
        assertThat(handled).hasSize(1);
    }

    @Test
    void aWorkerMoreThatCannotBeStartedLeavesThePoolAsItIs() throws Exception {
        WorkerPool<Integer> pool = pool(2, new FailingThreads(threads, 3));
        assertThatThrownBy(() -> pool.resize(5)).isInstanceOf(OutOfMemoryError.class);
        assertThat(pool.workers()).isEqualTo(3);
        channel.send(1);
        assertThat(pool.stop().handled()).isOne();
        threads.assertNoneLeft();
    }

    @Test
    void otherPartsRefuseThemToo() {
        ThreadFactory failing = new FailingThreads(threads, 0);
        assertThatThrownBy(() -> KeyedWorkers.<Integer, Integer>by(message -> message, failing)
                        .start(message -> {}))
                .isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(() -> Pipeline.merge(failing, 1, List.of(channel))).isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(() -> Pipeline.tee(failing, 1, channel, 2)).isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(() -> Pipeline.<Integer>from(new FailingThreads(threads, 1))
                        .map("first", 1, number -> number)
                        .map("second", 1, number -> number)
                        .start())
                .isInstanceOf(OutOfMemoryError.class);
        Await.until("the others have ended", () -> threads.alive() == 0);
        assertThat(channel.isClosedForSend()).isFalse();
    }

    @Test
    void threadsWithoutANameAreNamedAfterThePool() throws Exception {
        List<Thread> made = new CopyOnWriteArrayList<>();
        ThreadFactory unnamed = body -> {
            Thread thread = new Thread(body);
            made.add(thread);
            return thread;
        };
        WorkerPool<Integer> pool =
                WorkerPool.on(channel, unnamed).name("orders").workers(2).start(handled::add);
        assertThat(made).extracting(Thread::getName).containsExactly("millrace-orders-1", "millrace-orders-2");
        assertThat(pool).hasToString("worker pool 'orders' (2 workers)");
        pool.stop();
        WorkerPool<Integer> other =
                WorkerPool.on(Channel.<Integer>bounded(1), threads).start(message -> {});
        other.stop();
        assertThat(threads.names()).containsExactly("worker-0");
    }

    @Test
    void aThreadWhoseStartDoesNotStartItIsRefused() {
        channel.trySend(1);
        ThreadFactory idle = body -> new Thread(body) {
            @Override
            public void start() {
                // not now
            }
        };
        assertThatThrownBy(() -> pool(1, idle))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("whose start() has not started it");
        assertThatThrownBy(() -> Pipeline.merge(idle, 1, List.of(channel))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Pipeline.tee(idle, 1, channel, 1)).isInstanceOf(IllegalStateException.class);
        assertNothingHappened();
    }

    @Test
    void whoWaitsForTheEndTimesOutWhileTheStopHandlesWhatDeadThreadsHaveLeft() throws Exception {
        channel.trySend(1);
        Semaphore release = new Semaphore(0);
        WorkerPool<Integer> pool = WorkerPool.on(channel, body -> threads.newThread(() -> {}))
                .start(message -> {
                    handled.add(message);
                    release.acquire();
                });
        try (Actors actors = new Actors()) {
            Actor<WorkCounts> stop = actors.start("stop", pool::stop);
            Await.until("the stop handles it", () -> handled.size() == 1);
            Actor<Boolean> wait = actors.start("wait", () -> pool.awaitTermination(Duration.ofMillis(1)));
            assertThat(wait.join()).isFalse();
            Actor<WorkCounts> other = actors.start("other stop", pool::stop).awaitBlocked();
            release.release();
            assertThat(stop.join().handled()).isOne();
            assertThat(other.join().handled()).isOne();
        }
    }

    @Test
    void aHandlerThatTheStopRunsCannotWaitForItsEnd() throws Exception {
        channel.trySend(1);
        List<WorkerPool<Integer>> pools = new CopyOnWriteArrayList<>();
        pools.add(WorkerPool.on(channel, body -> threads.newThread(() -> {}))
                .start(message -> pools.get(0).stop()));
        assertThat(pools.get(0).stop().failed()).isOne();
        assertThat(pools.get(0).failure())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot wait for the end of itself");
    }
}
