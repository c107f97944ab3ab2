package io.millrace.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.internal.clock.Timeouts;
import io.millrace.support.Await;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Results in the order of the sends. */
class KeyedResultsTest {

    private static final RuntimeException BROKEN = new IllegalStateException("broken");

    private final Threads threads = new Threads();

    private KeyedWorkersBuilder<Integer, Integer> byLastDigit() {
        return KeyedWorkers.by(message -> message % 10, threads);
    }

    @Test
    void resultsComeInTheOrderOfTheSendsAndWorkRunsAheadOnlyByTheBacklog() throws Exception {
        Channel<Integer> results = Channel.bounded(100);
        CountDownLatch leave = new CountDownLatch(1);
        AtomicInteger handled = new AtomicInteger();
        KeyedWorkers<Integer, Integer> workers = byLastDigit()
                .workers(2)
                .backlog(5)
                .startOrdered(
                        message -> {
                            if (message == 0) {
                                leave.await();
                            }
                            handled.incrementAndGet();
                            return message * 2;
                        },
                        results);
        for (int i = 0; i < 5; i++) {
            workers.send(i);
        }
        Await.until("all but the first are handled", () -> handled.get() == 4);
        assertThat(workers.trySend(5)).isFalse();
        assertThat(results.isEmpty()).isTrue();
        leave.countDown();
        workers.send(5);
        assertThat(workers.stop().handled()).isEqualTo(6);
        assertThat(results.stream()).containsExactly(0, 2, 4, 6, 8, 10);
    }

    @Test
    void messagesThatFailedOrHaveNoResultAreLeftOut() throws Exception {
        Channel<Integer> results = Channel.bounded(100);
        KeyedWorkers<Integer, Integer> workers = byLastDigit()
                .workers(3)
                .onFailure(OnFailure.skip((message, e) -> {}))
                .startOrdered(
                        message -> {
                            if (message == 3) {
                                throw BROKEN;
                            }
                            return message == 5 ? null : message;
                        },
                        results);
        for (int i = 0; i < 8; i++) {
            workers.send(i);
        }
        workers.stop();
        assertThat(results.stream()).containsExactly(0, 1, 2, 4, 6, 7);
    }

    @Test
    void aFailureClosesTheResultsWithTheCauseBehindWhatWasFinished() throws Exception {
        Channel<Integer> results = Channel.bounded(100);
        KeyedWorkers<Integer, Integer> workers = byLastDigit()
                .startOrdered(
                        message -> {
                            if (message == 2) {
                                throw BROKEN;
                            }
                            return message;
                        },
                        results);
        workers.send(0);
        workers.send(1);
        workers.send(2);
        assertThat(workers.awaitTermination(Timeouts.LONGEST)).isTrue();
        assertThat(results.receive()).isZero();
        assertThat(results.receive()).isEqualTo(1);
        assertThatThrownBy(results::receive).hasCause(BROKEN);
    }

    @Test
    void cancelledResultsFailTheSenders() throws Exception {
        Channel<Integer> results = Channel.bounded(1);
        KeyedWorkers<Integer, Integer> workers = byLastDigit().backlog(1).startOrdered(message -> message, results);
        results.close(BROKEN);
        assertThatThrownBy(() -> workers.send(1))
                .isInstanceOf(ChannelClosedException.class)
                .hasCause(BROKEN);
        assertThat(workers.awaitTermination(Timeouts.LONGEST)).isTrue();
        assertThatThrownBy(() -> workers.send(2))
                .isInstanceOf(ChannelClosedException.class)
                .hasCause(BROKEN);
    }

    @Test
    void cancelEndsWorkersThatWaitForRoomInTheResults() throws Exception {
        Channel<Integer> results = Channel.bounded(1);
        ConcurrentLinkedQueue<Integer> undelivered = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Integer> resultsUndelivered = new ConcurrentLinkedQueue<>();
        CountDownLatch second = new CountDownLatch(1);
        KeyedWorkers<Integer, Integer> workers = byLastDigit()
                .onUndelivered(undelivered::add)
                .startOrdered(
                        message -> {
                            if (message == 1) {
                                second.countDown();
                            }
                            return message;
                        },
                        results,
                        resultsUndelivered::add);
        for (int i = 0; i < 4; i++) {
            workers.send(i);
        }
        second.await();
        assertThat(workers.cancel()).isEqualTo(new WorkCounts(2, 0, 0, 2, 0, 1));
        assertThat(undelivered).containsExactly(2, 3);
        assertThat(resultsUndelivered).containsExactly(1);
        assertThat(results.isClosedForSend()).isTrue();
        threads.assertNoneLeft();
    }
}
