package io.millrace.contract;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelKind;
import io.millrace.contract.Contract.Kinds;
import io.millrace.support.Actor;
import io.millrace.support.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/** What {@link BlockingQueue} promises beyond a queue: waiting, time, interrupts and moving its contents. */
class QueueViewBlockingContractTest extends ChannelContract {

    @Contract(on = Kinds.LIMITED)
    @Behaviour(110)
    void anInterruptedPutAddsNothing(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        List<Integer> sent = fill(channel);
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        List<Actor<?>> putters = List.of(
                actors.run(
                        "put", () -> assertThatThrownBy(() -> queue.put(-1)).isInstanceOf(InterruptedException.class)),
                actors.run(
                        "offer",
                        () -> assertThatThrownBy(() -> queue.offer(-1, 1, DAYS))
                                .isInstanceOf(InterruptedException.class)));
        for (Actor<?> putter : putters) {
            putter.awaitBlocked().interrupt();
            putter.join();
        }
        assertThat(takeAll(channel)).isEqualTo(sent);
    }

    @Contract
    @Behaviour(110)
    void anInterruptedTakeTakesNothing(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        List<Actor<?>> takers = List.of(
                actors.run("take", () -> assertThatThrownBy(queue::take).isInstanceOf(InterruptedException.class)),
                actors.run(
                        "poll",
                        () -> assertThatThrownBy(() -> queue.poll(1, DAYS)).isInstanceOf(InterruptedException.class)));
        for (Actor<?> taker : takers) {
            taker.awaitBlocked().interrupt();
            taker.join();
        }
        offerInAnyWay(kind, channel, 7);
        assertThat(queue.take()).isEqualTo(7);
    }

    @Contract(on = Kinds.LIMITED)
    @Behaviour(7)
    void aTimedOfferGivesUpOrGetsItsPlace(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        fill(channel);
        assertThat(queue.offer(-1, 0, NANOSECONDS)).isFalse();
        assertThat(queue.offer(-1, -1, DAYS)).isFalse();
        assertThat(queue.offer(-1, 1, MILLISECONDS)).isFalse();
        Actor<Boolean> offerer =
                actors.start("offerer", () -> queue.offer(-1, 1, DAYS)).awaitBlocked();
        assertThat(queue.take()).isNotNull();
        assertThat(offerer.join()).isTrue();
    }

    @Contract
    @Behaviour(8)
    void aTimedPollGivesUpOrGetsAMessage(ChannelKind kind) throws InterruptedException {
        BlockingQueue<Integer> queue = kind.<Integer>open().asBlockingQueue();
        assertThat(queue.poll(0, NANOSECONDS)).isNull();
        assertThat(queue.poll(-1, DAYS)).isNull();
        assertThat(queue.poll(1, MILLISECONDS)).isNull();
        Actor<Integer> poller =
                actors.start("poller", () -> queue.poll(1, DAYS)).awaitBlocked();
        queue.put(7);
        assertThat(poller.join()).isEqualTo(7);
    }

    @Contract(told = true)
    @Behaviour(108)
    void nullAndItselfAreRefused(ChannelKind kind) {
        BlockingQueue<Integer> queue = kind.<Integer>open().asBlockingQueue();
        assertThatThrownBy(() -> queue.offer(null, 1, DAYS)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> queue.offer(1, 1, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> queue.poll(1, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> queue.addAll(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> queue.addAll(queue)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> queue.drainTo(queue)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> queue.drainTo(queue, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> queue.drainTo(null, 1)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> queue.toArray((Integer[]) null)).isInstanceOf(NullPointerException.class);
        assertThat(queue.contains(null)).isFalse();
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour(105)
    void drainingMovesNothingForALimitBelowOne(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        List<Integer> sent = fill(channel);
        List<Integer> taken = new ArrayList<>();
        assertThat(channel.asBlockingQueue().drainTo(taken, -1)).isZero();
        assertThat(channel.asBlockingQueue().drainTo(taken, 0)).isZero();
        assertThat(takeAll(channel)).isEqualTo(sent);
    }

    @Contract(on = Kinds.LIMITED)
    @Behaviour(105)
    void drainingLetsABlockedPutterGoOn(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        List<Integer> expected = fill(channel);
        Actor<Void> putter = actors.run("putter", () -> queue.put(-1)).awaitBlocked();
        List<Integer> taken = new ArrayList<>();
        Await.until("all came out", () -> {
            queue.drainTo(taken);
            return taken.size() == expected.size() + 1;
        });
        putter.join();
        expected.add(-1);
        assertThat(taken).isEqualTo(expected);
    }

    @Contract(on = Kinds.RENDEZVOUS)
    @Behaviour(104)
    void aBlockedPutterIsNotInTheQueue(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        Actor<Void> putter = actors.run("putter", () -> queue.put(7)).awaitBlocked();
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.peek()).isNull();
        assertThat(queue.iterator().hasNext()).isFalse();
        assertThat(queue.toArray()).isEmpty();
        queue.clear();
        assertThat(queue.take()).isEqualTo(7);
        putter.join();
    }

    @Contract(told = true)
    @Behaviour(1)
    void anExecutorRunsItsTasksFromTheView(ChannelKind kind) throws InterruptedException {
        BlockingQueue<Runnable> tasks = kind.<Runnable>open().asBlockingQueue();
        AtomicInteger ran = new AtomicInteger();
        int workers = kind.hasOneReceiver() ? 1 : 2; // a second one would break the role of the first and die
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                workers, workers, 1, DAYS, tasks, Executors.defaultThreadFactory(), (task, full) -> task.run());
        for (int i = 0; i < 100; i++) {
            executor.execute(ran::incrementAndGet);
        }
        executor.shutdown();
        assertThat(executor.awaitTermination(40, DAYS)).isTrue();
        assertThat(ran).hasValue(100);
    }
}
