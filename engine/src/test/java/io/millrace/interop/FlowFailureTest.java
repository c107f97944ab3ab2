package io.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.Overflow;
import io.millrace.ThreadRoleException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flows whose executors, subscribers, publishers and channels do not behave: nothing is lost silently, nothing hangs. */
class FlowFailureTest {

    private static final int MANY = 1_000_000;

    /** Requests all, and counts. */
    private static class Counting implements Flow.Subscriber<Integer> {

        final AtomicInteger received = new AtomicInteger();
        final CompletableFuture<Void> end = new CompletableFuture<>();
        Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription subscribed) {
            subscription = subscribed;
            subscribed.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Integer message) {
            received.incrementAndGet();
        }

        @Override
        public void onError(Throwable cause) {
            end.completeExceptionally(cause);
        }

        @Override
        public void onComplete() {
            end.complete(null);
        }
    }

    private static Channel<Integer> filled(int messages) {
        Channel<Integer> channel = Channel.unbounded();
        for (int message = 0; message < messages; message++) {
            channel.trySend(message);
        }
        channel.close();
        return channel;
    }

    // ---- publishers ----

    @Test
    void anExecutorThatRunsTasksInPlaceDoesNotNestThem() throws InterruptedException {
        Channel<Integer> channel = filled(MANY);
        Counting counting = new Counting();
        Thread thread = new Thread(
                null, () -> Flows.publisher(channel, Runnable::run).subscribe(counting), "small", 160 * 1024);
        thread.start();
        thread.join();
        assertThat(counting.received).hasValue(MANY);
        assertThat(counting.end).isCompleted();
    }

    @Test
    void aRequestPerMessageDoesNotNestEither() throws InterruptedException {
        Channel<Integer> channel = filled(MANY);
        Counting counting = new Counting() {
            @Override
            public void onSubscribe(Flow.Subscription subscribed) {
                subscription = subscribed;
                subscribed.request(1);
            }

            @Override
            public void onNext(Integer message) {
                super.onNext(message);
                subscription.request(1);
            }
        };
        Thread thread = new Thread(
                null, () -> Flows.publisher(channel, Runnable::run).subscribe(counting), "small", 160 * 1024);
        thread.start();
        thread.join();
        assertThat(counting.received).hasValue(MANY);
        assertThat(counting.end).isCompleted();
    }

    @Test
    void whatRunsInsideOfAnExecutorStaysInside() {
        AtomicInteger inside = new AtomicInteger();
        Executor marking = task -> {
            inside.incrementAndGet();
            try {
                task.run();
            } finally {
                inside.decrementAndGet();
            }
        };
        List<Integer> outside = new ArrayList<>();
        Counting counting = new Counting() {
            @Override
            public void onNext(Integer message) {
                super.onNext(message);
                if (inside.get() == 0) {
                    outside.add(message);
                }
            }
        };
        Flows.publisher(filled(1_000), marking).subscribe(counting);
        assertThat(counting.received).hasValue(1_000);
        assertThat(outside).isEmpty();
    }

    @Test
    void anExecutorThatRunsTheTaskAndThrowsDoesNotRunItTwice() {
        Counting counting = new Counting();
        Flows.publisher(filled(1_000), task -> {
                    task.run();
                    throw new RejectedExecutionException("after all");
                })
                .subscribe(counting);
        assertThat(counting.end).succeedsWithin(40, TimeUnit.SECONDS);
        assertThat(counting.received).hasValue(1_000);
    }

    @Test
    void anExecutorThatThrowsAnErrorIsReplacedByThePool() {
        Counting counting = new Counting();
        Flows.publisher(filled(1_000), task -> {
                    throw new OutOfMemoryError("no thread");
                })
                .subscribe(counting);
        assertThat(counting.end).succeedsWithin(40, TimeUnit.SECONDS);
        assertThat(counting.received).hasValue(1_000);
    }

    @Test
    void demandThatIsNeverUsedUpDoesNotOverflow() {
        Counting counting = new Counting() {
            @Override
            public void onNext(Integer message) {
                super.onNext(message);
                subscription.request(Long.MAX_VALUE);
                subscription.request(Long.MAX_VALUE - 1);
            }
        };
        Flows.publisher(filled(1_000), Runnable::run).subscribe(counting);
        assertThat(counting.end).isCompleted();
        assertThat(counting.received).hasValue(1_000);
    }

    @Test
    void aCancelInsideOnNextLeavesTheRestInTheChannel() {
        Channel<Integer> channel = filled(1_000);
        Counting counting = new Counting() {
            @Override
            public void onNext(Integer message) {
                super.onNext(message);
                if (message == 9) {
                    subscription.cancel();
                }
            }
        };
        Flows.publisher(channel, Runnable::run).subscribe(counting);
        assertThat(counting.received).hasValue(10);
        assertThat(channel.size()).isEqualTo(990);
        assertThat(counting.end).isNotDone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"onSubscribe", "onNext", "onComplete", "onError"})
    void aSubscriberThatThrowsEndsItsSubscriptionOnly(String where) {
        Channel<Integer> channel = Channel.unbounded();
        channel.trySend(1);
        channel.trySend(2);
        if (where.equals("onError")) {
            channel.close(new IllegalStateException("feed lost"));
        } else {
            channel.close();
        }
        Counting counting = new Counting() {
            private void fail(String here) {
                if (where.equals(here)) {
                    throw new AssertionError(here);
                }
            }

            @Override
            public void onSubscribe(Flow.Subscription subscribed) {
                super.onSubscribe(subscribed);
                fail("onSubscribe");
            }

            @Override
            public void onNext(Integer message) {
                super.onNext(message);
                fail("onNext");
            }

            @Override
            public void onComplete() {
                fail("onComplete");
            }

            @Override
            public void onError(Throwable cause) {
                fail("onError");
            }
        };
        List<Throwable> uncaught = uncaughtBy(() -> {
            if (where.equals("onSubscribe")) {
                assertThatThrownBy(() -> Flows.publisher(channel, Runnable::run).subscribe(counting))
                        .isInstanceOf(AssertionError.class);
            } else {
                Flows.publisher(channel, Runnable::run).subscribe(counting);
            }
        });
        assertThat(uncaught).hasSize(where.equals("onSubscribe") ? 0 : 1);
        int left = where.equals("onSubscribe") ? 2 : where.equals("onNext") ? 1 : 0;
        assertThat(channel.size()).isEqualTo(left);
        Counting next = new Counting();
        Flows.publisher(channel, Runnable::run).subscribe(next);
        assertThat(next.received).hasValue(left);
        assertThat(next.end).isDone();
    }

    @Test
    void aHandlerOfUncaughtExceptionsThatThrowsBreaksNothing() {
        Channel<Integer> channel = filled(2);
        Counting counting = new Counting() {
            @Override
            public void onNext(Integer message) {
                throw new AssertionError("onNext");
            }
        };
        Thread current = Thread.currentThread();
        current.setUncaughtExceptionHandler((thread, failure) -> {
            throw new AssertionError("handler");
        });
        try {
            Flows.publisher(channel, Runnable::run).subscribe(counting);
        } finally {
            current.setUncaughtExceptionHandler(null);
        }
        assertThat(channel.size()).isEqualTo(1);
    }

    private static List<Throwable> uncaughtBy(Runnable body) {
        List<Throwable> uncaught = new ArrayList<>();
        Thread current = Thread.currentThread();
        current.setUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
        try {
            body.run();
        } finally {
            current.setUncaughtExceptionHandler(null);
        }
        return uncaught;
    }

    @Test
    void aReceiverForASingleConsumerIsRefusedAtOnce() {
        Channel<Integer> channel =
                Channel.<Integer>builder().capacity(8).singleConsumer().build();
        assertThatThrownBy(() -> Flows.publisher(channel)).isInstanceOf(ThreadRoleException.class);
        assertThatThrownBy(() -> Flows.publisher(channel.attachReceiver())).isInstanceOf(ThreadRoleException.class);
    }

    // ---- subscribers ----

    /** A subscription that a test plays. */
    private static class Played implements Flow.Subscription {

        final AtomicInteger cancels = new AtomicInteger();

        @Override
        public void request(long messages) {}

        @Override
        public void cancel() {
            cancels.incrementAndGet();
        }
    }

    @Test
    void aSenderForASingleProducerIsRefusedAtOnce() {
        Channel<Integer> channel =
                Channel.<Integer>builder().capacity(8).singleProducer().build();
        assertThatThrownBy(() -> Flows.subscriber(channel)).isInstanceOf(ThreadRoleException.class);
        assertThatThrownBy(() -> Flows.subscriber(channel.attachSender())).isInstanceOf(ThreadRoleException.class);
    }

    @Test
    void aSendThatFailsRefusesItsMessageAndClosesWithTheFailure() {
        RuntimeException failure = new IllegalArgumentException("no key");
        Channel<Integer> channel = Channel.conflatingBy(message -> {
            if (message == 3) {
                throw failure;
            }
            return message;
        });
        List<Integer> refused = new ArrayList<>();
        Played played = new Played();
        Flow.Subscriber<Integer> subscriber = Flows.subscriber(channel, refused::add);
        subscriber.onSubscribe(played);
        for (int message = 1; message <= 5; message++) {
            subscriber.onNext(message);
        }
        assertThat(refused).containsExactly(3, 4, 5);
        assertThat(played.cancels).hasValue(1);
        assertThat(channel.size()).isEqualTo(2);
        assertThatThrownBy(() -> channel.trySend(6))
                .isInstanceOf(ChannelClosedException.class)
                .hasCause(failure);
    }

    @Test
    void aCallbackThatThrowsIsReportedAndItsMessageWasAccepted() {
        for (RuntimeException failure : List.of(
                new IllegalStateException("callback"), new ChannelClosedException("of another channel", null))) {
            Channel<Integer> channel = Channel.<Integer>builder()
                    .capacity(1)
                    .onFull(Overflow.DROP_OLDEST)
                    .onUndelivered((message, reason) -> {
                        throw failure;
                    })
                    .build();
            List<Integer> refused = new ArrayList<>();
            Flow.Subscriber<Integer> subscriber = Flows.subscriber(channel, refused::add);
            List<Throwable> uncaught = uncaughtBy(() -> {
                subscriber.onSubscribe(new Played());
                subscriber.onNext(1);
                subscriber.onNext(2);
                subscriber.onNext(3);
            });
            assertThat(uncaught).containsExactly(failure, failure);
            assertThat(refused).isEmpty();
            assertThat(channel.tryReceive()).isEqualTo(3);
        }
    }

    @Test
    void aSubscriptionThatThrowsFailsTheChannel() {
        Channel<Integer> channel = Channel.bounded(8);
        RuntimeException failure = new IllegalStateException("request");
        Consumer<Integer> none = message -> {};
        Flows.subscriber(channel, none).onSubscribe(new Played() {
            @Override
            public void request(long messages) {
                throw failure;
            }
        });
        assertThatThrownBy(channel::tryReceive)
                .isInstanceOf(ChannelClosedException.class)
                .hasCause(failure);
    }
}
