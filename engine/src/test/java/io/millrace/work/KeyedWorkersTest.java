package io.millrace.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ChannelClosedException;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Await;
import io.millrace.support.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyedWorkersTest {

    private static final RuntimeException BROKEN = new IllegalStateException("broken");

    private final Threads threads = new Threads();

    private KeyedWorkersBuilder<Integer, Integer> byLastDigit() {
        return KeyedWorkers.by(message -> message % 10, threads);
    }

    @ParameterizedTest
    @MethodSource("io.millrace.work.Threads#kinds")
    void theMessagesOfAKeyAreHandledInOrderAndNeverTwoAtOnce(ThreadKind kind) throws Exception {
        Threads made = new Threads(kind);
        List<List<Integer>> handled =
                IntStream.range(0, 10).mapToObj(i -> new ArrayList<Integer>()).collect(Collectors.toList());
        AtomicInteger[] inside =
                IntStream.range(0, 10).mapToObj(i -> new AtomicInteger()).toArray(AtomicInteger[]::new);
        KeyedWorkers<Integer, Integer> workers = KeyedWorkers.<Integer, Integer>by(message -> message % 10, made)
                .workers(4)
                .backlog(50)
                .start(message -> {
                    int key = message % 10;
                    if (inside[key].getAndIncrement() != 0) {
                        throw new IllegalStateException("two at once");
                    }
                    handled.get(key).add(message);
                    inside[key].decrementAndGet();
                });
        for (int i = 0; i < 20_000; i++) {
            workers.send(i);
        }
        assertThat(workers.stop()).isEqualTo(new WorkCounts(20_000, 0, 0, 0, 0, 0));
        for (int key = 0; key < 10; key++) {
            assertThat(handled.get(key)).hasSize(2_000).isSorted();
        }
        made.assertNoneLeft();
    }

    @Test
    void aSlowKeyDoesNotHoldOtherKeysBack() throws Exception {
        CountDownLatch leave = new CountDownLatch(1);
        AtomicInteger others = new AtomicInteger();
        KeyedWorkers<Integer, Integer> workers = byLastDigit().workers(2).start(message -> {
            if (message % 10 == 0) {
                leave.await();
            } else {
                others.incrementAndGet();
            }
        });
        workers.send(0);
        workers.send(10); // behind the slow one
        for (int i = 1; i < 100; i++) {
            if (i % 10 != 0) {
                workers.send(i);
            }
        }
        Await.until("all other keys are handled", () -> others.get() == 90);
        assertThat(workers.backlog()).isEqualTo(2);
        leave.countDown();
        assertThat(workers.stop().handled()).isEqualTo(92);
    }

    @Test
    void aKeyWithManyMessagesLetsOtherKeysHaveTheirTurn() throws Exception {
        CountDownLatch leave = new CountDownLatch(1);
        List<Integer> handled = new ArrayList<>();
        KeyedWorkers<Integer, Integer> workers = byLastDigit().start(message -> {
            leave.await();
            handled.add(message);
        });
        for (int i = 0; i < 100; i++) {
            workers.send(10 * i);
        }
        workers.send(1);
        leave.countDown();
        assertThat(workers.stop().handled()).isEqualTo(101);
        assertThat(handled.indexOf(1)).isLessThan(100);
        handled.remove(Integer.valueOf(1));
        assertThat(handled).hasSize(100).isSorted();
    }

    @Test
    void aFullBacklogHoldsSendersBack() throws Exception {
        CountDownLatch leave = new CountDownLatch(1);
        KeyedWorkers<Integer, Integer> workers = byLastDigit().backlog(2).start(message -> leave.await());
        workers.send(1);
        workers.send(2);
        assertThat(workers.trySend(3)).isFalse();
        assertThat(workers.trySend(3, Duration.ofMillis(2))).isFalse();
        try (Actors actors = new Actors()) {
            actors.run("blocked", () -> workers.send(3)).awaitBlocked();
            leave.countDown();
        }
        assertThat(workers.stop().handled()).isEqualTo(3);
    }

    @Test
    void aHandlerThatThrowsFailsBlockedSendersWithTheCause() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        ConcurrentLinkedQueue<Integer> undelivered = new ConcurrentLinkedQueue<>();
        KeyedWorkers<Integer, Integer> workers = byLastDigit()
                .backlog(3)
                .onUndelivered(undelivered::add)
                .start(message -> {
                    go.await();
                    throw BROKEN;
                });
        for (int i = 0; i < 3; i++) {
            workers.send(i);
        }
        try (Actors actors = new Actors()) {
            Actor<Void> blocked = actors.run("blocked", () -> workers.send(3));
            blocked.awaitBlocked();
            go.countDown();
            assertThat(blocked.failure())
                    .isInstanceOf(ChannelClosedException.class)
                    .hasCause(BROKEN);
        }
        assertThat(workers.stop()).isEqualTo(new WorkCounts(0, 1, 0, 0, 2, 0));
        assertThat(undelivered).containsExactly(1, 2);
        assertThat(workers.failure()).isSameAs(BROKEN);
        threads.assertNoneLeft();
    }

    @Test
    void skipAndRetryKeepTheOrderOfTheKey() throws Exception {
        List<Integer> handled = new ArrayList<>();
        AtomicInteger attempts = new AtomicInteger();
        KeyedWorkers<Integer, Integer> workers = byLastDigit()
                .workers(3)
                .onFailure(OnFailure.skip((message, e) -> handled.add(-(int) message))
                        .afterRetries(1))
                .start(message -> {
                    if (message == 20 || message == 10 && attempts.incrementAndGet() == 1) {
                        throw BROKEN;
                    }
                    handled.add(message);
                });
        for (int i = 10; i <= 40; i += 10) {
            workers.send(i);
        }
        assertThat(workers.stop()).isEqualTo(new WorkCounts(3, 1, 2, 0, 0, 0));
        assertThat(handled).containsExactly(10, -20, 30, 40);
    }

    @Test
    void cancelInterruptsHandlers() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        KeyedWorkers<Integer, Integer> workers = byLastDigit()
                .onFailure(OnFailure.skip((message, e) -> {}))
                .start(message -> {
                    entered.countDown();
                    new CountDownLatch(1).await();
                });
        workers.send(1);
        workers.send(2);
        entered.await();
        assertThat(workers.cancel()).isEqualTo(new WorkCounts(0, 1, 0, 1, 0, 0));
    }

    @Test
    void anIdlePoolEndsAtClose() throws Exception {
        KeyedWorkers<Integer, Integer> workers = byLastDigit().workers(3).start(message -> {});
        workers.close();
        threads.assertNoneLeft();
        assertThatThrownBy(() -> workers.send(1)).isInstanceOf(ChannelClosedException.class);
    }

    @Test
    void aMessageWithoutKeyIsRefusedAndTakesNoPlace() {
        try (KeyedWorkers<Integer, Integer> workers =
                KeyedWorkers.<Integer, Integer>by(message -> null, threads).start(message -> {})) {
            assertThatNullPointerException()
                    .isThrownBy(() -> workers.trySend(1))
                    .withMessage("key of the message");
            assertThat(workers.backlog()).isZero();
        }
    }

    @Test
    void aKeyThatCannotBeHashedTakesNoPlace() {
        Object key = new Object() {
            @Override
            public int hashCode() {
                throw BROKEN;
            }
        };
        try (KeyedWorkers<Object, Integer> workers =
                KeyedWorkers.<Object, Integer>by(message -> key, threads).start(message -> {})) {
            assertThatThrownBy(() -> workers.trySend(1)).isSameAs(BROKEN);
            assertThat(workers.backlog()).isZero();
        }
    }

    /** A key whose methods work so many times. */
    private record Fragile(int number, AtomicInteger left) {

        @Override
        public int hashCode() {
            return use(7);
        }

        @Override
        public boolean equals(Object other) {
            return use(other instanceof Fragile fragile && fragile.number == number ? 1 : 0) == 1;
        }

        private int use(int result) {
            if (left.getAndDecrement() <= 0) {
                throw BROKEN;
            }
            return result;
        }
    }

    @Test
    void keysAreNotAskedOnceTheirMessageIsAccepted() throws Exception {
        AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
        CountDownLatch go = new CountDownLatch(1);
        KeyedWorkers<Fragile, Integer> workers = KeyedWorkers.<Fragile, Integer>by(
                        message -> new Fragile(message % 10, left), threads)
                .workers(2)
                .start(message -> go.await());
        for (int i = 0; i < 100; i++) {
            workers.send(i);
        }
        left.set(0);
        assertThatThrownBy(() -> workers.send(1)).isSameAs(BROKEN);
        left.set(1);
        assertThatThrownBy(() -> workers.send(1)).isSameAs(BROKEN);
        left.set(0);
        go.countDown();
        assertThat(workers.stop()).isEqualTo(new WorkCounts(100, 0, 0, 0, 0, 0));
        threads.assertNoneLeft();
    }

    @Test
    void equalsThatUsesTheWorkersDoesNotMeetALock() throws Exception {
        List<KeyedWorkers<Object, Integer>> self = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        class Nested {
            @Override
            public int hashCode() {
                return 1;
            }

            @Override
            public boolean equals(Object other) {
                return !self.get(0).trySend(-1) || other == this;
            }
        }
        self.add(KeyedWorkers.<Object, Integer>by(message -> message < 0 ? "other" : new Nested(), threads)
                .backlog(4)
                .start(message -> go.await()));
        self.get(0).send(1);
        self.get(0).send(2);
        go.countDown();
        assertThat(self.get(0).stop().handled()).isEqualTo(3);
    }

    @Test
    void manyKeysWithOneHashAreKeptApart() throws Exception {
        List<Integer> handled = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        KeyedWorkers<Fragile, Integer> workers = KeyedWorkers.<Fragile, Integer>by(
                        message -> new Fragile(message % 50, new AtomicInteger(Integer.MAX_VALUE)), threads)
                .start(message -> {
                    go.await();
                    handled.add(message);
                });
        for (int i = 0; i < 500; i++) {
            workers.send(i);
        }
        go.countDown();
        assertThat(workers.stop().handled()).isEqualTo(500);
        for (int key = 0; key < 50; key++) {
            int of = key;
            assertThat(handled.stream().filter(message -> message % 50 == of))
                    .hasSize(10)
                    .isSorted();
        }
    }

    @Test
    void argumentsOutOfRangeAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> byLastDigit().backlog(0))
                .withMessage("backlog is 0, allowed is 1 to 1073741824");
    }
}
