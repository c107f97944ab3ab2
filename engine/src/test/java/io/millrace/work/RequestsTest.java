package io.millrace.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Await;
import io.millrace.support.HookedTime;
import io.millrace.support.ReachableObjects;
import io.millrace.support.ThreadKind;
import io.millrace.testkit.ManualClock;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {

    private static final Duration LONG = Nanos.FOREVER;
    private static final Duration SHORT = Duration.ofMillis(2);
    private static final RuntimeException BROKEN = new IllegalStateException("broken");

    private final Threads threads = new Threads();

    @ParameterizedTest
    @MethodSource("io.millrace.work.Threads#kinds")
    void everyClientGetsTheReplyToItsOwnRequest(ThreadKind kind) throws Exception {
        Threads made = new Threads(kind);
        Requests<Integer, Integer> requests = Requests.of(4);
        requests.start(3, made, request -> -request);
        try (Actors actors = new Actors(kind)) {
            actors.startEach(4, "client", number -> {
                for (int i = 1; i <= 10_000; i++) {
                    int request = number * 100_000 + i;
                    assertThat((int) requests.ask(request, LONG)).isEqualTo(-request);
                }
                return null;
            });
        }
        requests.close();
        assertThat(requests.awaitTermination(LONG)).isTrue();
        made.assertNoneLeft();
    }

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
    void anAskWithoutALimitWaitsForTheReply() throws Exception {
        try (Requests<Integer, Integer> requests = Requests.of(4)) {
            requests.start(1, threads, request -> request + 1);
            assertThat(requests.ask(1)).isEqualTo(2);
        }
    }

    @Test
    void theCellOfARequestThatTheCloseHasEndedIsNotUsedAgain() throws Exception {
        Channel<Integer> held = Channel.rendezvous();
        Requests<Integer, Integer> requests = Requests.of(4);
        try (Actors actors = new Actors()) {
            Actor<Void> server = actors.run("server", () -> requests.serve(request -> held.receive()));
            Actor<Integer> client = actors.start("client", () -> requests.ask(1));
            held.send(7); // taken: the server has a request in its hands, and answers
            client.join();
            Actor<Integer> second = actors.start("second client", () -> requests.ask(2));
            second.awaitBlocked();
            server.awaitBlocked();
            int before = requests.freeCells();
            requests.close();
            assertThat(second.failure()).isInstanceOf(ChannelClosedException.class);
            held.close();
            server.join();
            assertThat(requests.freeCells()).isEqualTo(before);
        }
    }

    @Test
    void requestsWorkOverARendezvous() throws Exception {
        Requests<Integer, Integer> requests = Requests.of(0);
        requests.start(1, threads, request -> request + 1);
        assertThat(requests.ask(1, LONG)).isEqualTo(2);
        requests.close();
    }

    @Test
    void whatTheHandlerThrowsGoesToTheClientAndTheServerGoesOn() throws Exception {
        try (Requests<Integer, Integer> requests = Requests.of(4)) {
            requests.start(1, threads, request -> {
                if (request == 1) {
                    throw new java.io.IOException("disk");
                }
                return request;
            });
            assertThatThrownBy(() -> requests.ask(1, LONG))
                    .isInstanceOf(RequestFailedException.class)
                    .cause()
                    .isInstanceOf(java.io.IOException.class)
                    .hasMessage("disk");
            assertThat(requests.ask(2, LONG)).isEqualTo(2);
        }
    }

    @Test
    void aNullReplyIsAFailure() {
        try (Requests<Integer, Integer> requests = Requests.of(4)) {
            requests.start(1, threads, request -> null);
            assertThatThrownBy(() -> requests.ask(1, LONG)).hasCauseInstanceOf(NullPointerException.class);
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
    void theLastServerThatEndsClosesIfAskedTo() {
        Requests<Integer, Integer> requests =
                Requests.<Integer, Integer>builder().closeWithLastServer().build();
        try (Actors actors = new Actors()) {
            Actor<Void> server = actors.run("server", () -> requests.serve(request -> request));
            Await.until("it serves", () -> requests.servers() == 1);
            server.awaitBlocked().interrupt();
            assertThat(server.failure()).isInstanceOf(InterruptedException.class);
            assertThatThrownBy(() -> requests.ask(1))
                    .isInstanceOf(ChannelClosedException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void whatBecomesOfRequestsIsCounted() throws Exception {
        Requests<Integer, Integer> requests = Requests.<Integer, Integer>builder()
                .name("risk")
                .capacity(4)
                .recordStats()
                .build();
        assertThatThrownBy(() -> requests.ask(1, Duration.ZERO)).hasMessageContaining("requests 'risk'");
        requests.start(1, threads, request -> {
            if (request == 2) {
                throw BROKEN;
            }
            return request;
        });
        assertThat(requests.ask(1)).isEqualTo(1);
        assertThatThrownBy(() -> requests.ask(2))
                .isInstanceOf(RequestFailedException.class)
                .hasMessageContaining("requests 'risk'");
        requests.close();
        assertThatThrownBy(() -> requests.ask(3)).isInstanceOf(ChannelClosedException.class);
        assertThat(requests.stats()).isEqualTo(new RequestStats(true, 4, 1, 1, 1, 0, 1));
        assertThat(requests.stats().pending()).isZero();
    }

    /** The close ends the request, its server lets it go, and another client comes, all before the first has looked. */
    @Test
    void aClientThatTheCloseHasEndedIsNotMistakenForTheNext() {
        Requests<Integer, Integer>[] self = newArray();
        self[0] = Requests.of(4, new HookedTime(() -> {
            self[0].tryServe(request -> {
                self[0].close(BROKEN);
                return -request;
            });
            assertThatThrownBy(() -> self[0].ask(2)).hasCause(BROKEN);
            return null;
        }));
        assertThatThrownBy(() -> self[0].ask(1))
                .isInstanceOf(ChannelClosedException.class)
                .hasCause(BROKEN);
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
    void anInterruptThatComesWithTheReplyLeavesTheFlagSet() throws Exception {
        Requests<Integer, Integer>[] self = newArray();
        self[0] = Requests.of(4, new HookedTime(() -> {
            assertThat(self[0].tryServe(request -> -request)).isTrue();
            Thread.currentThread().interrupt();
            return null;
        }));
        assertThat(self[0].ask(1)).isEqualTo(-1);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aServerThatCannotBeStartedLeavesNoneAndTheyCanBeStartedAgain() throws Exception {
        Requests<Integer, Integer> requests = Requests.of(4);
        assertThatThrownBy(() -> requests.start(3, new FailingThreads(threads, 2), request -> request))
                .isInstanceOf(OutOfMemoryError.class);
        Await.until("the others have ended", () -> threads.alive() == 0);
        requests.start(1, threads, request -> request);
        assertThat(requests.ask(1)).isEqualTo(1);
        requests.close();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Requests<Integer, Integer>[] newArray() {
        return new Requests[1];
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
    void closeFailsRequestsThatWaitAndRequestsInServersHands() throws Exception {
        Requests<Integer, Integer> requests = Requests.of(1);
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        requests.start(1, threads, request -> {
            taken.countDown();
            leave.await();
            return request;
        });
        try (Actors actors = new Actors()) {
            Actor<Integer> served = actors.start("served", () -> requests.ask(1, LONG));
            taken.await();
            List<Actor<Integer>> waiting = actors.startEach(2, "waiting", number -> requests.ask(number, LONG));
            waiting.forEach(Actor::awaitBlocked);
            requests.close(BROKEN);
            assertThat(served.failure())
                    .isInstanceOf(ChannelClosedException.class)
                    .hasCause(BROKEN);
            for (Actor<Integer> client : waiting) {
                assertThat(client.failure())
                        .isInstanceOf(ChannelClosedException.class)
                        .hasCause(BROKEN);
            }
        }
        assertThatThrownBy(() -> requests.ask(2, LONG))
                .isInstanceOf(ChannelClosedException.class)
                .hasCause(BROKEN);
        assertThat(requests.awaitTermination(Duration.ZERO)).isFalse();
        leave.countDown();
        assertThat(requests.awaitTermination(LONG)).isTrue();
        threads.assertNoneLeft();
    }

    @Test
    void closeRacingWithRequestsLeavesNobodyWaiting() throws Exception {
        for (int round = 0; round < 200; round++) {
            Requests<Integer, Integer> requests = Requests.of(2);
            requests.start(1, threads, request -> request);
            int pause = round * 20;
            try (Actors actors = new Actors()) {
                List<Actor<Object>> clients = actors.startEach(3, "client", number -> {
                    while (true) {
                        requests.ask(number, LONG);
                    }
                });
                for (int i = 0; i < pause; i++) {
                    Thread.onSpinWait();
                }
                requests.close();
                clients.forEach(client -> assertThat(client.failure()).isInstanceOf(ChannelClosedException.class));
            }
            assertThat(requests.awaitTermination(LONG)).isTrue();
        }
        threads.assertNoneLeft();
    }

    @Test
    void aServerLoopEndsWhenItsThreadIsInterruptedOrThePlaceIsClosed() {
        Requests<Integer, Integer> requests = Requests.of(1);
        try (Actors actors = new Actors()) {
            Actor<Void> interrupted = actors.run("interrupted", () -> requests.serve(request -> request));
            Actor<Void> closed = actors.run("closed", () -> requests.serve(request -> request));
            interrupted.awaitBlocked().interrupt();
            assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
            closed.awaitBlocked();
            requests.close();
            closed.join();
        }
    }

    @Test
    void aServerLoopEndsWhenItsHandlerWasInterruptedAndTheClientHearsOfIt() {
        Requests<Integer, Integer> requests = Requests.of(1);
        try (Actors actors = new Actors()) {
            Actor<Void> server = actors.run(
                    "server",
                    () -> requests.serve(request -> {
                        throw new InterruptedException("while it worked");
                    }));
            assertThatThrownBy(() -> requests.ask(1, LONG))
                    .isInstanceOf(RequestFailedException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
            assertThat(server.failure()).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void startedServersOutliveInterrupts() throws Exception {
        Requests<Integer, Integer> requests = Requests.of(1);
        requests.start(2, threads, request -> {
            Thread.currentThread().interrupt();
            return request;
        });
        for (int i = 0; i < 100; i++) {
            threads.interruptAll();
            assertThat(requests.ask(i, LONG)).isEqualTo(i);
        }
        requests.close();
        assertThat(requests.awaitTermination(LONG)).isTrue();
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

    @Test
    void serversAreStartedOnce() {
        try (Requests<Integer, Integer> requests = Requests.of(1)) {
            requests.start(1, threads, request -> request);
            assertThatIllegalStateException().isThrownBy(() -> requests.start(1, threads, request -> request));
        }
    }

    @Test
    void askingAllocatesNothingOnEitherSide() throws Exception {
        ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Requests<Object, Object> requests = Requests.of(16);
        Object message = new Object();
        int asksPerRound = 5_000;
        List<Long> allocatedByServer = new ArrayList<>();
        try (Actors actors = new Actors()) {
            actors.run("server", () -> {
                long[] state = {0, bean.getCurrentThreadAllocatedBytes()};
                requests.serve(request -> {
                    if (++state[0] % asksPerRound == 0) {
                        allocatedByServer.add(bean.getCurrentThreadAllocatedBytes() - state[1]);
                        state[1] = bean.getCurrentThreadAllocatedBytes();
                    }
                    return request;
                });
            });
            long least = Long.MAX_VALUE;
            for (int round = 0; round < 8; round++) {
                long before = bean.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < asksPerRound; i++) {
                    requests.ask(message, LONG);
                }
                least = Math.min(least, bean.getCurrentThreadAllocatedBytes() - before);
            }
            requests.close();
            assertThat(least).isZero();
        }
        assertThat(allocatedByServer).contains(0L);
    }
}
