package io.millrace.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ChannelClosedException;
import io.millrace.internal.clock.Timeouts;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Await;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Threads that serve requests: how they begin and how they end. */
class RequestServersTest {

    private static final Duration LONG = Timeouts.LONGEST;

    private final Threads threads = new Threads();

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
    void aServerThatCannotBeStartedLeavesNoneAndTheyCanBeStartedAgain() throws Exception {
        Requests<Integer, Integer> requests = Requests.of(4);
        assertThatThrownBy(() -> requests.start(3, new FailingThreads(threads, 2), request -> request))
                .isInstanceOf(OutOfMemoryError.class);
        Await.until("the others have ended", () -> threads.alive() == 0);
        requests.start(1, threads, request -> request);
        assertThat(requests.ask(1)).isEqualTo(1);
        requests.close();
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
    void serversAreStartedOnce() {
        try (Requests<Integer, Integer> requests = Requests.of(1)) {
            requests.start(1, threads, request -> request);
            assertThatIllegalStateException().isThrownBy(() -> requests.start(1, threads, request -> request));
        }
    }

    @Test
    void whatCannotBeAskedForIsNamed() {
        Requests<Integer, Integer> requests = Requests.of(1);
        assertThatThrownBy(() -> requests.start(0, threads, request -> request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("count is 0, allowed is 1 or more");
        assertThatThrownBy(() -> requests.awaitTermination(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("timeout");
    }
}
