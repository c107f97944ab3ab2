package io.millrace.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ChannelClosedException;
import io.millrace.internal.clock.Timeouts;
import io.millrace.internal.work.ReplyCell;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Await;
import io.millrace.support.ReachableObjects;
import io.millrace.support.Rounds;
import io.millrace.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests whose clients give up, when their time is over or as they are interrupted. */
class RequestsGivenUpTest {

    private static final Duration LONG = Timeouts.LONGEST;
    private static final Duration SHORT = Duration.ofMillis(2);

    private final Threads threads = new Threads();

    @Test
    void theTimeRunsOutByTheTimeSourceThatIsGiven() throws Exception {
        ManualClock clock = new ManualClock();
        try (Requests<Integer, Integer> requests = Requests.of(4, clock);
                Actors actors = new Actors()) {
            Actor<Integer> client = actors.start("client", () -> requests.ask(1, Duration.ofDays(1)));
            clock.awaitWaiters(1);
            clock.advance(Duration.ofDays(1));
            assertThat(client.failure()).isInstanceOf(RequestTimeoutException.class);
        }
    }

    @Test
    void aRequestThatTimedOutBeforeItBeganIsNotHandled() throws Exception {
        Requests<Integer, Integer> requests = Requests.of(4);
        assertThatThrownBy(() -> requests.ask(1, SHORT))
                .isInstanceOf(RequestTimeoutException.class)
                .hasMessage("no server has begun with the request within PT0.002S: "
                        + "requests 'requests' (0 of 4 waiting, 0 servers)");
        AtomicInteger handled = new AtomicInteger();
        assertThat(requests.tryServe(request -> handled.incrementAndGet())).isFalse();
        assertThat(handled).hasValue(0);
        assertThat(requests.freeCells()).isOne();
    }

    @Test
    void aRequestForWhichThereIsNoRoomTimesOut() {
        Requests<Integer, Integer> requests = Requests.of(1);
        try (Actors actors = new Actors()) {
            Actor<Integer> waiting = actors.start("waiting", () -> requests.ask(1));
            waiting.awaitBlocked();
            assertThatThrownBy(() -> requests.ask(2, SHORT))
                    .hasMessage(
                            "no room for the request within PT0.002S: requests 'requests' (1 of 1 waiting, 0 servers)");
            requests.close();
            assertThat(waiting.failure()).isInstanceOf(ChannelClosedException.class);
        }
    }

    @Test
    void requestsThatTimedOutGiveTheirPlacesBack() throws Exception {
        Requests<Integer, Integer> requests = Requests.of(2);
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> requests.ask(1, SHORT)).hasMessageContaining("no server has begun");
        }
        assertThat(ReachableObjects.from(requests).stream().filter(ReplyCell.class::isInstance))
                .hasSizeLessThan(10);
        requests.start(1, threads, request -> request);
        assertThat(requests.ask(7)).isEqualTo(7);
        requests.close();
    }

    @Test
    void aClientThatWaitsForRoomGetsThePlaceOfOneWhoseTimeRanOut() throws Exception {
        Requests<Integer, Integer> requests = Requests.of(1);
        try (Actors actors = new Actors()) {
            Actor<Integer> first = actors.start("first", () -> requests.ask(1));
            first.awaitBlocked();
            Actor<Integer> second = actors.start("second", () -> requests.ask(2));
            second.awaitBlocked();
            first.interrupt();
            assertThat(first.failure()).isInstanceOf(InterruptedException.class);
            Await.until("the second is served", () -> requests.tryServe(request -> -request));
            assertThat(second.join()).isEqualTo(-2);
        }
    }

    @Test
    void requestsThatWaitSurviveTheRemovalOfThoseThatTimedOut() throws Exception {
        Requests<Integer, Integer> requests = Requests.of(8);
        try (Actors actors = new Actors()) {
            List<Actor<Integer>> waiting = actors.startEach(4, "waiting", number -> requests.ask(number));
            waiting.forEach(Actor::awaitBlocked);
            for (int i = 0; i < 50; i++) {
                assertThatThrownBy(() -> requests.ask(100, Duration.ZERO)).isInstanceOf(RequestTimeoutException.class);
            }
            requests.start(1, threads, request -> -request);
            for (int i = 0; i < 4; i++) {
                assertThat(waiting.get(i).join()).isEqualTo(-i);
            }
            requests.close();
        }
    }

    @Test
    void aLateReplyDoesNotStayInItsCell() {
        Requests<Object, Object> requests = Requests.of(1);
        Object late = new Object();
        try (Actors actors = new Actors()) {
            Actor<Object> client = actors.start("client", () -> requests.ask(1, LONG));
            Await.until(
                    "the request is served",
                    () -> requests.tryServe(request -> {
                        client.interrupt();
                        assertThat(client.failure()).isInstanceOf(InterruptedException.class);
                        return late;
                    }));
        }
        assertThat(ReachableObjects.from(requests)).doesNotContain(late);
    }

    @Test
    void aLateReplyIsDroppedAndNeverComesToTheNextRequest() throws Exception {
        Requests<Integer, Integer> requests = Requests.of(4);
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        requests.start(2, threads, request -> {
            if (request == 1) {
                taken.countDown();
                leave.await();
            }
            return -request;
        });
        try (Actors actors = new Actors()) {
            Actor<Integer> client = actors.start("client", () -> requests.ask(1, LONG));
            taken.await();
            client.interrupt(); // gives up for certain while the handler runs
            assertThat(client.failure()).isInstanceOf(InterruptedException.class);
        }
        assertThat(requests.ask(2, LONG)).isEqualTo(-2);
        leave.countDown();
        for (int i = 3; i < 1_000; i++) {
            assertThat(requests.ask(i, LONG)).isEqualTo(-i);
        }
        requests.close();
        assertThat(requests.awaitTermination(LONG)).isTrue();
    }

    /** Clients give up at random moments around the reply; whatever comes is the reply to the request. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void repliesThatRaceWithTheEndOfTheTimeAreNeverMixedUp(long seed) throws Exception {
        Requests<Integer, Integer> requests = Requests.of(2);
        AtomicLong handled = new AtomicLong();
        requests.start(2, threads, request -> {
            handled.incrementAndGet();
            for (int i = request % 64; i > 0; i--) {
                Thread.onSpinWait();
            }
            return -request;
        });
        try (Actors actors = new Actors()) {
            List<Actor<Integer>> clients = actors.startEach(3, "client", number -> {
                Random random = new Random(seed * 10 + number);
                int replies = 0;
                for (int i = 1; i <= 20_000; i++) {
                    int request = number * 1_000_000 + i;
                    try {
                        Duration timeout = random.nextInt(4) == 0 ? LONG : Duration.ofNanos(random.nextInt(50_000));
                        assertThat((int) requests.ask(request, timeout)).isEqualTo(-request);
                        replies++;
                    } catch (RequestTimeoutException e) {
                        continue;
                    }
                }
                return replies;
            });
            long replies =
                    Actors.joinAll(clients).stream().mapToInt(Integer::intValue).sum();
            assertThat(replies).isBetween(1L, handled.get());
        }
        requests.close();
        assertThat(requests.awaitTermination(LONG)).isTrue();
        threads.assertNoneLeft();
    }

    @Test
    void aCellWhoseClientGaveUpIsUsedAgain() throws Exception {
        Requests<Integer, Integer> requests = Requests.of(1);
        try (Actors actors = new Actors()) {
            for (int round = 0; round < 20; round++) {
                Actor<Integer> client = actors.start("client", () -> requests.ask(1, LONG));
                Await.until(
                        "the request is served",
                        () -> requests.tryServe(request -> {
                            client.interrupt();
                            assertThat(client.failure()).isInstanceOf(InterruptedException.class);
                            return request;
                        }));
            }
        }
        assertThat(ReachableObjects.from(requests).stream().filter(ReplyCell.class::isInstance))
                .hasSize(1);
    }

    /** The place of a request may be behind that of a client that is still on its way in. */
    @Test
    void everyPlaceIsFreeAgainOnceAllHaveTheirReplies() {
        Requests<Integer, Integer> requests = Requests.of(8);
        requests.start(2, threads, request -> -request);
        try (Actors actors = new Actors()) {
            Actors.joinAll(actors.startEach(6, "client", number -> {
                for (int i = 0; i < Rounds.of(20_000); i++) {
                    requests.ask(i);
                }
                return null;
            }));
        }
        assertThat(requests).asString().contains("(0 of 8 waiting");
        requests.close();
    }
}
