package io.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelKind;
import io.millrace.Overflow;
import io.millrace.Sender;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the test kit of Reactive Streams does not ask. */
class FlowsTest {

    static final List<ChannelKind> KINDS = ChannelKind.ALL;

    private final Actors actors = new Actors();

    @AfterEach
    void everyThreadHasEnded() {
        actors.close();
    }

    /** Keeps what it gets, and requests only what it is told to. */
    private static final class Recorder implements Flow.Subscriber<Integer> {

        final List<Integer> received = new ArrayList<>();
        final CompletableFuture<Void> end = new CompletableFuture<>();
        final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        final AtomicInteger count = new AtomicInteger();
        private final boolean requestsOneByOne;

        Recorder(boolean requestsOneByOne) {
            this.requestsOneByOne = requestsOneByOne;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscribed) {
            subscription.complete(subscribed);
            if (requestsOneByOne) {
                subscribed.request(1);
            }
        }

        @Override
        public void onNext(Integer message) {
            received.add(message);
            count.incrementAndGet();
            if (requestsOneByOne) {
                subscription.join().request(1);
            }
        }

        @Override
        public void onError(Throwable cause) {
            end.completeExceptionally(cause);
        }

        @Override
        public void onComplete() {
            end.complete(null);
        }

        void awaitCount(int messages) {
            Await.until(messages + " messages came", () -> count.get() >= messages);
        }
    }

    /** A subscription that a test plays. */
    private static final class Played implements Flow.Subscription {

        final AtomicLong requested = new AtomicLong();
        final AtomicInteger cancels = new AtomicInteger();

        @Override
        public void request(long messages) {
            requested.addAndGet(messages);
        }

        @Override
        public void cancel() {
            cancels.incrementAndGet();
        }
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    // ---- receivers that publish ----

    @ParameterizedTest
    @FieldSource("KINDS")
    void aSubscriberGetsEveryMessageInOrderAndThenTheEnd(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        Recorder recorder = new Recorder(true);
        Flows.publisher(channel).subscribe(recorder);
        for (int i = 0; i < 1000; i++) {
            channel.send(i);
        }
        channel.close();
        recorder.end.join();
        assertThat(recorder.received).isEqualTo(numbers(1000));
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void subscribersAndReceiversShareTheMessages(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        List<Recorder> recorders = List.of(new Recorder(true), new Recorder(true), new Recorder(true));
        Flow.Publisher<Integer> publisher = Flows.publisher(channel);
        recorders.forEach(publisher::subscribe);
        Actor<List<Integer>> receiver =
                actors.start("receiver", () -> channel.stream().toList());
        for (int i = 0; i < 1000; i++) {
            channel.send(i);
        }
        channel.close();
        List<Integer> all = new ArrayList<>(receiver.join());
        for (Recorder recorder : recorders) {
            recorder.end.join();
            all.addAll(recorder.received);
        }
        assertThat(all).containsExactlyInAnyOrderElementsOf(numbers(1000));
    }

    @Test
    void aSubscriberTakesNoMoreThanItHasRequested() {
        Channel<Integer> channel = Channel.bounded(10);
        numbers(10).forEach(channel::trySend);
        Recorder recorder = new Recorder(false);
        Flows.publisher(channel, Runnable::run).subscribe(recorder);
        assertThat(channel.size()).isEqualTo(10);
        recorder.subscription.join().request(3);
        recorder.subscription.join().request(2);
        assertThat(recorder.received).isEqualTo(numbers(5));
        assertThat(channel.size()).isEqualTo(5);
    }

    @Test
    void aCauseComesOutAsTheError() {
        Channel<Integer> channel = Channel.bounded(1);
        Recorder recorder = new Recorder(true);
        Flows.publisher(channel).subscribe(recorder);
        Exception cause = new Exception("feed lost");
        channel.close(cause);
        assertThatThrownBy(recorder.end::join).hasCause(cause);
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void cancellingWhileSendingLosesNothing(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        Flow.Publisher<Integer> publisher = Flows.publisher(channel);
        Actor<Void> sender = actors.run("sender", () -> {
            for (int i = 0; i < 1000; i++) {
                channel.send(i);
            }
            channel.close();
        });
        List<Recorder> recorders = new ArrayList<>();
        while (!sender.hasEnded() && recorders.size() < 200) {
            Recorder recorder = new Recorder(true);
            recorders.add(recorder);
            publisher.subscribe(recorder);
            recorder.subscription.join().cancel();
        }
        int rest = channel.stream().mapToInt(message -> 1).sum();
        sender.join();
        Await.until(
                "what was taken has come",
                () -> rest + recorders.stream().mapToInt(one -> one.count.get()).sum() == 1000);
    }

    @Test
    void anExecutorThatRefusesLosesNothing() {
        Channel<Integer> channel = Channel.bounded(4);
        Recorder recorder = new Recorder(true);
        Executor refusing = task -> {
            throw new RejectedExecutionException();
        };
        Flows.publisher(channel, refusing).subscribe(recorder);
        numbers(4).forEach(channel::trySend);
        channel.close();
        recorder.end.join();
        assertThat(recorder.received).isEqualTo(numbers(4));
    }

    // ---- senders that subscribe ----

    @ParameterizedTest
    @FieldSource("KINDS")
    void aSubscriberSendsEverythingInOrderAndCloses(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        Actor<List<Integer>> receiver =
                actors.start("receiver", () -> channel.stream().toList());
        try (SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>()) {
            publisher.subscribe(Flows.subscriber(channel));
            numbers(1000).forEach(publisher::submit);
        }
        assertThat(receiver.join()).isEqualTo(numbers(1000));
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void aChannelFlowsIntoAnother(ChannelKind kind) throws InterruptedException {
        Channel<Integer> from = kind.open();
        Channel<Integer> to = kind.open();
        Flows.publisher(from).subscribe(Flows.subscriber(to));
        Actor<List<Integer>> receiver =
                actors.start("receiver", () -> to.stream().toList());
        for (int i = 0; i < 1000; i++) {
            from.send(i);
        }
        from.close();
        assertThat(receiver.join()).isEqualTo(numbers(1000));
    }

    @Test
    void aSubscriberRequestsWhatTheChannelHoldsAndMoreAsRoomAppears() throws InterruptedException {
        Channel<Integer> channel = Channel.bounded(4);
        Played subscription = new Played();
        Flow.Subscriber<Integer> subscriber = Flows.subscriber(channel);
        subscriber.onSubscribe(subscription);
        assertThat(subscription.requested).hasValue(4);
        channel.send(-1);
        channel.send(-2);
        numbers(4).forEach(subscriber::onNext);
        assertThat(subscription.requested).hasValue(6);
        assertThat(channel.receive()).isEqualTo(-1);
        assertThat(channel.receive()).isEqualTo(-2);
        Await.until("the rest is requested", () -> subscription.requested.get() == 8);
        channel.close();
        assertThat(channel.stream()).isEqualTo(numbers(4));
    }

    @Test
    void whenOtherSendersWereFasterOnNextDoesNotBlock() throws InterruptedException {
        Channel<Integer> channel = Channel.bounded(2);
        Flow.Subscriber<Integer> subscriber = Flows.subscriber(channel);
        subscriber.onSubscribe(new Played());
        channel.send(-1);
        channel.send(-2);
        subscriber.onNext(0);
        subscriber.onNext(1);
        subscriber.onComplete();
        assertThat(channel.isClosedForSend()).isFalse();
        assertThat(channel.stream()).containsExactly(-1, -2, 0, 1);
    }

    @Test
    void anErrorClosesTheChannelWithItsCauseAfterTheMessages() throws InterruptedException {
        Channel<Integer> channel = Channel.bounded(1);
        Flow.Subscriber<Integer> subscriber = Flows.subscriber(channel);
        subscriber.onSubscribe(new Played());
        channel.send(-1);
        subscriber.onNext(0);
        Exception cause = new Exception("feed lost");
        subscriber.onError(cause);
        assertThat(channel.receive()).isEqualTo(-1);
        assertThat(channel.receive()).isEqualTo(0);
        assertThatThrownBy(channel::receive)
                .isInstanceOf(ChannelClosedException.class)
                .hasCause(cause);
    }

    @Test
    void aClosedChannelCancelsTheUpstreamAndReportsWhatItRefuses() throws InterruptedException {
        Channel<Integer> channel = Channel.bounded(1);
        ConcurrentLinkedQueue<Integer> refused = new ConcurrentLinkedQueue<>();
        Played subscription = new Played();
        Flow.Subscriber<Integer> subscriber = Flows.subscriber(channel, refused::add);
        subscriber.onSubscribe(subscription);
        channel.send(-1);
        subscriber.onNext(0);
        channel.close();
        Await.until("the waiting message is refused", () -> refused.size() == 1);
        subscriber.onNext(1);
        assertThat(refused).containsExactly(0, 1);
        assertThat(subscription.cancels).hasValue(1);
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void aSubscriberThatWaitsForRoomEndsWithItsHandle(ChannelKind kind) {
        assumeFalse(kind.isUnbounded());
        Channel<Integer> channel = kind.open();
        channel.attachSender();
        Sender<Integer> handle = channel.attachSender();
        while (channel.trySend(0)) {
            // until it is full
        }
        CompletableFuture<Integer> refused = new CompletableFuture<>();
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        Flow.Subscriber<Integer> subscriber = Flows.subscriber(handle, refused::complete);
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long messages) {}

            @Override
            public void cancel() {
                cancelled.complete(null);
            }
        });
        subscriber.onNext(1);
        handle.close();
        Await.until("the message is refused", refused::isDone);
        Await.until("the publisher is cancelled", cancelled::isDone);
        assertThat(channel.isClosedForSend()).isFalse();
    }

    @Test
    void aHandleCountsAsASender() {
        Channel<Integer> channel = Channel.bounded(4);
        Flow.Subscriber<Integer> first = Flows.subscriber(channel.attachSender());
        Flow.Subscriber<Integer> second = Flows.subscriber(channel.attachSender());
        first.onSubscribe(new Played());
        second.onSubscribe(new Played());
        first.onComplete();
        assertThat(channel.isClosedForSend()).isFalse();
        second.onComplete();
        assertThat(channel.isClosedForSend()).isTrue();
    }

    @Test
    void aChannelThatDropsNeedsNoRoom() {
        Channel<Integer> channel = Channel.<Integer>builder()
                .capacity(2)
                .onFull(Overflow.DROP_OLDEST)
                .build();
        Flow.Subscriber<Integer> subscriber = Flows.subscriber(channel);
        subscriber.onSubscribe(new Played());
        numbers(5).forEach(subscriber::onNext);
        subscriber.onComplete();
        assertThat(channel.stream()).containsExactly(3, 4);
    }
}
