package io.millrace.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.internal.clock.Timeouts;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.HookedTime;
import io.millrace.support.ThreadKind;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that ask, servers that answer, and the close. */
class RequestsTest {

    private static final Duration LONG = Timeouts.LONGEST;
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

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Requests<Integer, Integer>[] newArray() {
        return new Requests[1];
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
