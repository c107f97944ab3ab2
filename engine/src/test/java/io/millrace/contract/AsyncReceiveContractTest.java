package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelKind;
import io.millrace.Receiver;
import io.millrace.Sender;
import io.millrace.contract.Contract.Kinds;
import io.millrace.support.Actor;
import io.millrace.support.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Receives that wait without a thread. */
class AsyncReceiveContractTest extends ChannelContract {

    private static List<CompletableFuture<Integer>> pending(Receiver<Integer> receiver, int count) {
        List<CompletableFuture<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            futures.add(receiver.receiveAsync());
        }
        assertThat(futures).noneMatch(CompletableFuture::isDone);
        return futures;
    }

    private static <T> List<T> joined(List<CompletableFuture<T>> futures) {
        return futures.stream().map(CompletableFuture::join).toList();
    }

    /** Sends as a select or a try would: only what can go over now does. */
    private static void sendNow(Channel<Integer> channel, int message) {
        Await.until("it is accepted", () -> channel.trySend(message));
    }

    @Contract(on = Kinds.BUFFERED)
    @Behaviour(1)
    void aMessageThatIsThereCompletesTheFutureAtOnce(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        channel.trySend(7);
        assertThat(channel.receiveAsync()).isCompletedWithValue(7);
        assertThat(channel.isEmpty()).isTrue();
    }

    @Contract(on = Kinds.LIMITED)
    @Behaviour(7)
    void aSenderThatWaitsIsServed(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        List<Integer> sent = fill(channel);
        Actor<Void> sender = blockedSender(channel, -1);
        for (Integer message : sent) {
            assertThat(channel.receiveAsync().join()).isEqualTo(message);
        }
        assertThat(channel.receiveAsync().join()).isEqualTo(-1);
        sender.join();
    }

    @Contract
    @Behaviour(8)
    void aSendServesAPendingFuture(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        CompletableFuture<Integer> future = pending(channel, 1).get(0);
        channel.send(7);
        assertThat(future.join()).isEqualTo(7);
        assertThat(channel.isEmpty()).isTrue();
    }

    @Contract(on = Kinds.RENDEZVOUS)
    @Behaviour(8)
    void aPendingFutureIsAReceiverThatWaits(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        CompletableFuture<Integer> future = pending(channel, 1).get(0);
        assertThat(channel.trySend(7)).isTrue();
        assertThat(future.join()).isEqualTo(7);
        assertThat(channel.trySend(8)).isFalse();
    }

    @Contract
    @Behaviour(8)
    void pendingFuturesAreServedInTheirOrder(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        List<CompletableFuture<Integer>> futures = pending(channel, 100);
        List<Integer> messages = new ArrayList<>();
        for (int i = 0; i < futures.size(); i++) {
            channel.send(i);
            messages.add(i);
        }
        assertThat(joined(futures)).isEqualTo(messages);
    }

    @Contract
    @Behaviour({13, 116})
    void aCloseFailsAllPendingFuturesWithItsCause(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        List<CompletableFuture<Integer>> futures = pending(channel, 3);
        Exception cause = new Exception("feed lost");
        channel.close(cause);
        for (CompletableFuture<Integer> future : futures) {
            assertThatThrownBy(future::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(ChannelClosedException.class)
                    .hasCause(cause);
        }
        assertThat(channel.receiveAsync()).isCompletedExceptionally();
    }

    @Contract(on = Kinds.BUFFERED)
    @Behaviour(12)
    void whatWasAcceptedIsReceivedBeforeTheCloseIsSeen(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        List<Integer> sent = fill(channel);
        channel.close();
        for (Integer message : sent) {
            assertThat(channel.receiveAsync()).isCompletedWithValue(message);
        }
        assertThat(channel.receiveAsync()).isCompletedExceptionally();
    }

    @Contract
    @Behaviour(106)
    void theLastHandleThatIsClosedFailsItsFutures(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        Receiver<Integer> receiver = channel.attachReceiver();
        CompletableFuture<Integer> future = receiver.receiveAsync();
        receiver.close();
        assertThatThrownBy(future::join).hasCauseInstanceOf(ChannelClosedException.class);
        assertThatThrownBy(receiver::receiveAsync).isInstanceOf(ChannelClosedException.class);
    }

    @Contract
    @Behaviour(106)
    void handlesSendAndReceive(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        try (Receiver<Integer> receiver = channel.attachReceiver();
                Sender<Integer> sender = channel.attachSender()) {
            CompletableFuture<Integer> future = receiver.receiveAsync();
            sender.send(7);
            assertThat(future.join()).isEqualTo(7);
        }
    }

    @Contract
    @Behaviour(8)
    void aCancelledFutureTakesNoMessage(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        List<CompletableFuture<Integer>> futures = pending(channel, 3);
        assertThat(futures.get(0).cancel(true)).isTrue();
        assertThat(futures.get(2).cancel(false)).isTrue();
        channel.send(7);
        assertThat(futures.get(1).join()).isEqualTo(7);
        assertThatThrownBy(futures.get(0)::join).isInstanceOf(CancellationException.class);
        CompletableFuture<Integer> last = channel.receiveAsync();
        assertThat(last.cancel(true)).isTrue();
        Actor<Integer> receiver = actors.start("receiver", channel::receive);
        sendNow(channel, 8);
        assertThat(receiver.join()).isEqualTo(8);
    }

    @Contract
    @Behaviour(8)
    void everyOtherWayToCompleteAFutureTakesItOutToo(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        List<Predicate<CompletableFuture<Integer>>> ways = List.of(
                future -> future.complete(-1),
                future -> future.completeExceptionally(new TimeoutException()),
                future -> future.completeAsync(() -> -1).handle((x, e) -> true).join(),
                future -> future.orTimeout(1, TimeUnit.NANOSECONDS)
                        .handle((x, e) -> true)
                        .join(),
                future -> future.completeOnTimeout(-1, 1, TimeUnit.NANOSECONDS)
                        .handle((x, e) -> true)
                        .join(),
                future -> {
                    future.obtrudeValue(-1);
                    return true;
                },
                future -> {
                    future.obtrudeException(new TimeoutException());
                    return true;
                });
        for (Predicate<CompletableFuture<Integer>> way : ways) {
            CompletableFuture<Integer> future = channel.receiveAsync();
            CompletableFuture<Integer> next = channel.receiveAsync();
            assertThat(way.test(future)).isTrue();
            channel.send(7);
            assertThat(next.join()).isEqualTo(7);
            assertThat(future.handle((message, failure) -> message).join()).isNotEqualTo(Integer.valueOf(7));
        }
    }

    @Contract
    @Behaviour(78)
    void aFutureThatLeavesPassesItsWakeUpOn(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        for (int i = 0; i < 50; i++) {
            CompletableFuture<Integer> future = channel.receiveAsync();
            Actor<Integer> blocked = i == 0 ? blockedReceiver(channel) : actors.start("receiver", channel::receive);
            channel.send(i);
            if (future.cancel(true)) {
                assertThat(blocked.join()).isEqualTo(i);
            } else {
                channel.send(-1);
                assertThat(List.of(future.join(), blocked.join())).containsExactlyInAnyOrder(i, -1);
            }
        }
    }

    @Contract
    @Behaviour(28)
    void cancellingWhileSendingLosesNothing(ChannelKind kind) throws InterruptedException {
        int messages = 2000;
        Channel<Integer> channel = kind.open();
        ConcurrentLinkedQueue<Integer> received = new ConcurrentLinkedQueue<>();
        List<Actor<Integer>> cancellers = actors.startEach(2, "canceller", number -> {
            int cancelled = 0;
            while (true) {
                CompletableFuture<Integer> future = channel.receiveAsync();
                if (cancelled % 3 != number && future.cancel(true)) {
                    cancelled++;
                    continue;
                }
                try {
                    received.add(future.join());
                    cancelled++;
                } catch (CompletionException e) {
                    assertThat(e).hasCauseInstanceOf(ChannelClosedException.class);
                    return cancelled;
                }
            }
        });
        Actor<Void> blocking = actors.run("receiver", () -> {
            Integer message;
            while ((message = channel.receiveOrNull()) != null) {
                received.add(message);
            }
        });
        List<Integer> sent = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            channel.send(i);
            sent.add(i);
        }
        channel.close();
        cancellers.forEach(Actor::join);
        blocking.join();
        assertThat(received).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Contract
    @Behaviour(8)
    void theGivenExecutorCompletesTheFuture(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        CompletableFuture<Integer> future = channel.receiveAsync(tasks::add);
        channel.send(7);
        Await.until("the executor is given the completion", () -> !tasks.isEmpty());
        assertThat(future).isNotDone();
        tasks.remove().run();
        assertThat(future).isCompletedWithValue(7);
    }

    @Contract
    @Behaviour(8)
    void aCancelThatIsTooLateCompletesTheFutureWithItsMessage(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        CompletableFuture<Integer> future = channel.receiveAsync(tasks::add);
        channel.send(7);
        Await.until("the message is taken", () -> !tasks.isEmpty());
        assertThat(future.cancel(true)).isFalse();
        assertThat(future).isCompletedWithValue(7);
        tasks.remove().run();
        assertThat(future).isCompletedWithValue(7);
    }

    @Contract
    @Behaviour(8)
    void anExecutorThatRefusesLosesNothing(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        Executor refusing = task -> {
            throw new RejectedExecutionException();
        };
        CompletableFuture<Integer> future = channel.receiveAsync(refusing);
        channel.send(7);
        assertThat(future.join()).isEqualTo(7);
    }

    @Contract
    @Behaviour(8)
    void aCallbackMayUseTheChannel(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        CompletableFuture<Integer> second = channel.receiveAsync()
                .thenCompose(first -> channel.receiveAsync().thenApply(next -> first + next));
        channel.send(3);
        channel.send(4);
        assertThat(second.join()).isEqualTo(7);
    }

    @Contract
    @Behaviour(8)
    void aSlowExecutorHoldsNoOtherFutureUp(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        CompletableFuture<Integer> slow = channel.receiveAsync(tasks::add);
        CompletableFuture<Integer> next = channel.receiveAsync();
        channel.send(1);
        channel.send(2);
        assertThat(next.join()).isEqualTo(2);
        Await.until("the executor is given the completion", () -> !tasks.isEmpty());
        assertThat(slow).isNotDone();
        tasks.remove().run();
        assertThat(slow).isCompletedWithValue(1);
    }

    @Contract
    @Behaviour(8)
    void blockedReceiversAreServedBesidePendingFutures(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        List<CompletableFuture<Integer>> futures = pending(channel, 50);
        List<Actor<Integer>> blocked = blockedReceivers(channel, 3);
        for (int i = 0; i < 53; i++) {
            channel.send(i);
        }
        List<Integer> received = new ArrayList<>(joined(futures));
        blocked.forEach(receiver -> received.add(receiver.join()));
        assertThat(received).doesNotHaveDuplicates().hasSize(53);
        assertThat(channel.isEmpty()).isTrue();
    }

    @Contract
    @Behaviour(28)
    void counts(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.openCounting();
        CompletableFuture<Integer> future = channel.receiveAsync();
        channel.send(7);
        future.join();
        assertThat(channel.stats().received()).isEqualTo(1);
        assertThat(channel.stats().accepted()).isEqualTo(1);
    }

    /** A receive that finds a message completes at once, and a callback that receives again then runs inside the call. */
    @Contract(on = Kinds.UNBOUNDED)
    @Behaviour(8)
    void aChainOfReceivesOverABacklogDoesNotOverflowTheStack(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        int messages = 20_000;
        for (int i = 0; i < messages; i++) {
            channel.trySend(i);
        }
        channel.close();
        CompletableFuture<Integer> received = new CompletableFuture<>();
        receiveOn(channel, 0, received);
        assertThat(received.join()).isEqualTo(messages);
    }

    private static void receiveOn(Channel<Integer> channel, int count, CompletableFuture<Integer> received) {
        channel.receiveAsync().whenComplete((message, failure) -> {
            if (failure instanceof StackOverflowError) {
                received.completeExceptionally(failure);
            } else if (failure != null) {
                received.complete(count);
            } else {
                receiveOn(channel, count + 1, received);
            }
        });
    }

    /** Each waits for a message that comes only once all run. */
    @Contract(on = Kinds.UNBOUNDED)
    @Behaviour(8)
    void callbacksThatBlockHoldNoOtherUp(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        CountDownLatch allRun = new CountDownLatch(20);
        List<CompletableFuture<Void>> callbacks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            callbacks.add(channel.receiveAsync().thenAccept(message -> {
                allRun.countDown();
                try {
                    allRun.await();
                } catch (InterruptedException e) {
                    throw new CompletionException(e);
                }
            }));
        }
        for (int i = 0; i < 20; i++) {
            channel.send(i);
        }
        callbacks.forEach(CompletableFuture::join);
    }
}
