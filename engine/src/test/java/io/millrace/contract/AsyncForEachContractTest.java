package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelKind;
import io.millrace.Receiver;
import io.millrace.contract.Contract.Kinds;
import io.millrace.support.Actor;
import io.millrace.support.Await;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Handlers that are given all messages, while no thread waits. */
class AsyncForEachContractTest extends ChannelContract {

    private static final Executor POOL = ForkJoinPool.commonPool();

    private final List<Integer> handled = Collections.synchronizedList(new ArrayList<>());

    private static void sendAll(Channel<Integer> channel, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            channel.send(i);
        }
    }

    private static List<Integer> upTo(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Contract
    @Behaviour(8)
    void theHandlerGetsEachMessageInOrderUntilTheClose(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        CompletableFuture<Void> done = channel.forEachAsync(handled::add, POOL);
        sendAll(channel, 1_000);
        channel.close();
        done.join();
        assertThat(handled).isEqualTo(upTo(1_000));
        channel.forEachAsync(handled::add, POOL).join();
    }

    @Contract(on = Kinds.UNBOUNDED)
    @Behaviour(8)
    void aBacklogNeedsNoStack(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        sendAll(channel, 20_000);
        channel.close();
        channel.forEachAsync(handled::add, Runnable::run).join();
        assertThat(handled).hasSize(20_000);
    }

    @Contract
    @Behaviour({13, 116})
    void aCloseWithACauseFailsTheFuture(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        CompletableFuture<Void> done = channel.forEachAsync(handled::add, POOL);
        Exception cause = new Exception("feed lost");
        channel.close(cause);
        assertThatThrownBy(done::join)
                .cause()
                .isInstanceOf(ChannelClosedException.class)
                .hasCause(cause);
    }

    @Contract(on = Kinds.BUFFERED)
    @Behaviour(8)
    void aHandlerThatThrowsEndsItAndLeavesTheRestInTheChannel(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        IllegalStateException failure = new IllegalStateException("no such order");
        CompletableFuture<Void> done = channel.forEachAsync(
                message -> {
                    throw failure;
                },
                POOL);
        channel.send(1);
        assertThatThrownBy(done::join).hasCause(failure);
        channel.send(2);
        assertThat(channel.receive()).isEqualTo(2);
    }

    @Contract
    @Behaviour(8)
    void aCancelEndsItAndNothingIsLost(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        for (int round = 0; round < 20; round++) {
            int message = round;
            CompletableFuture<Void> done = channel.forEachAsync(handled::add, POOL);
            Actor<Void> sender = actors.run("sender", () -> channel.send(message));
            assertThat(done.cancel(true)).isTrue();
            assertThatThrownBy(done::join).isInstanceOf(CancellationException.class);
            Actor<Void> taker = actors.run(
                    "taker",
                    () -> Await.until("it is handled or left", () -> {
                        Integer left = channel.tryReceive();
                        if (left != null) {
                            handled.add(left);
                        }
                        return handled.size() == message + 1;
                    }));
            sender.join();
            taker.join();
        }
        assertThat(handled).containsExactlyElementsOf(upTo(20));
    }

    /** At the first message, or later. */
    @Contract(on = Kinds.BUFFERED)
    @Behaviour(8)
    void anExecutorThatRefusesFailsTheFutureAndTakesNothing(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        AtomicBoolean refuses = new AtomicBoolean();
        RejectedExecutionException refused = new RejectedExecutionException("shut down");
        Executor executor = task -> {
            if (refuses.get()) {
                throw refused;
            }
            POOL.execute(task);
        };
        CompletableFuture<Void> done = channel.forEachAsync(handled::add, executor);
        channel.send(1);
        Await.until("the first is handled", () -> !handled.isEmpty());
        refuses.set(true);
        AtomicInteger sent = new AtomicInteger(1);
        Await.until("one that comes after the work on the first has ended is refused", () -> {
            sent.addAndGet(channel.trySend(2) ? 1 : 0);
            return done.isDone();
        });
        assertThatThrownBy(done::join).hasCause(refused);
        List<Integer> left = takeAll(channel);
        assertThat(left).allMatch(message -> message == 2);
        assertThat(channel.forEachAsync(handled::add, executor)).isCompletedExceptionally();
        assertThat(handled.size() + left.size()).isLessThanOrEqualTo(sent.get());
    }

    @Contract
    @Behaviour(8)
    void theHandlerRunsInTheExecutorOnly(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        CompletableFuture<Void> done = channel.forEachAsync(handled::add, tasks::add);
        Actor<Void> sender = actors.run("sender", () -> {
            channel.send(7);
            channel.close();
        });
        Await.until("all is handled by this thread", () -> {
            assertThat(handled.size()).isLessThanOrEqualTo(1);
            Runnable task = tasks.poll();
            if (task != null) {
                task.run();
            }
            return done.isDone();
        });
        sender.join();
        assertThat(handled).containsExactly(7);
    }

    @Contract
    @Behaviour(106)
    void aHandleThatIsClosedEndsIt(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        Receiver<Integer> other = channel.attachReceiver();
        Receiver<Integer> handle = channel.attachReceiver();
        CompletableFuture<Void> done = handle.forEachAsync(handled::add, POOL);
        handle.close();
        assertThatThrownBy(done::join).hasCauseInstanceOf(ChannelClosedException.class);
        assertThat(channel.isClosedForSend()).isFalse();
        other.close();
    }

    @Contract
    @Behaviour(28)
    void severalLoopsAndReceiversShareTheMessages(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        List<CompletableFuture<Void>> loops = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            loops.add(channel.forEachAsync(handled::add, POOL));
        }
        Actor<Void> receiver = actors.run("receiver", () -> handled.addAll(receiveToTheEnd(channel)));
        sendAll(channel, 1_000);
        channel.close();
        loops.forEach(CompletableFuture::join);
        receiver.join();
        assertThat(handled).containsExactlyInAnyOrderElementsOf(upTo(1_000));
    }
}
