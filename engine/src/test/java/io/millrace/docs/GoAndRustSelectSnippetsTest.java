package io.millrace.docs;

import static io.millrace.Select.otherwise;
import static io.millrace.Select.receive;
import static io.millrace.Select.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The programs of docs/from-go-and-rust.md that choose or wait for time to pass. The clock stands until a test moves it. */
class GoAndRustSelectSnippetsTest extends GoAndRustSnippetsTest {

    private final ManualClock clock = new ManualClock();

    @Test
    void quitChannel() throws Exception {
        List<Integer> received = new ArrayList<>();
        // snippet: goQuit
        Channel<Integer> numbers = Channel.rendezvous();
        Channel<String> quit = Channel.rendezvous();
        go(() -> {
            for (int i = 0; i < 7; i++) {
                received.add(numbers.receive());
            }
            quit.send("enough");
        });
        int a = 0;
        int b = 1;
        while (Select.of(send(numbers, a), receive(quit)) == 0) {
            b += a;
            a = b - a;
        }
        // end

        assertThat(received).containsExactly(0, 1, 1, 2, 3, 5, 8);
        assertThat(a).isEqualTo(13);
    }

    @Test
    void selectWithDefault() throws Exception {
        List<String> outcomes = new ArrayList<>();
        Channel<String> messages = Channel.bounded(1);
        Channel<String> signals = Channel.rendezvous();
        for (int i = 0; i < 2; i++) {
            // snippet: goDefault
            Select.of(
                    receive(messages, message -> outcomes.add("got " + message)),
                    send(signals, "ping", () -> outcomes.add("signalled")),
                    otherwise(() -> outcomes.add("nobody is there")));
            // end
            messages.trySend("news");
        }

        assertThat(outcomes).containsExactly("nobody is there", "got news");
    }

    private static String outcome(Receiver<String> replies) throws InterruptedException {
        // snippet: goTimeout
        String reply = replies.tryReceive(Duration.ofSeconds(30));
        String outcome = reply == null ? "too late" : reply;
        // end
        return outcome;
    }

    @Test
    void timeout() throws Exception {
        Channel<String> replies =
                Channel.<String>builder().capacity(1).timeSource(clock).build();

        Future<String> late = go(() -> outcome(replies));
        clock.awaitWaiters(1);
        clock.advance(Duration.ofSeconds(29));
        clock.awaitWaiters(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(late.get()).isEqualTo("too late");

        replies.send("in time");
        assertThat(outcome(replies)).isEqualTo("in time");
    }

    private List<String> untilTheDeadline(Receiver<String> messages) throws InterruptedException {
        List<String> received = new ArrayList<>();
        // snippet: goDeadline
        Receiver<Instant> deadline = clock.after(Duration.ofSeconds(1));
        boolean early = true;
        while (early) {
            early = Select.of(clock, receive(messages, received::add), receive(deadline)) == 0;
        }
        // end
        return received;
    }

    @Test
    void deadlineOfAWholeLoop() throws Exception {
        Channel<String> messages =
                Channel.<String>builder().capacity(2).timeSource(clock).build();
        messages.sendAll(List.of("one", "two"));

        Future<List<String>> received = go(() -> untilTheDeadline(messages));
        clock.awaitWaiters(1);
        messages.send("three");
        clock.awaitWaiters(1);
        clock.advance(Duration.ofSeconds(1));

        assertThat(received.get()).containsExactly("one", "two", "three");
    }

    private List<Instant> serve(Receiver<String> requests) throws InterruptedException {
        List<Instant> served = new ArrayList<>();
        // snippet: goRateLimiter
        Receiver<Instant> limiter = clock.tick(Duration.ofMillis(200));
        for (String request : requests) {
            served.add(limiter.receive());
        }
        // end
        return served;
    }

    @Test
    void rateLimiter() throws Exception {
        Channel<String> requests =
                Channel.<String>builder().capacity(3).timeSource(clock).build();
        requests.sendAll(List.of("a", "b", "c"));
        requests.close();

        Future<List<Instant>> served = go(() -> serve(requests));
        for (int i = 0; i < 3; i++) {
            clock.awaitWaiters(1);
            clock.advance(Duration.ofMillis(200));
        }

        assertThat(served.get())
                .containsExactly(
                        Instant.EPOCH.plusMillis(200), Instant.EPOCH.plusMillis(400), Instant.EPOCH.plusMillis(600));
    }
}
