package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.Timers;
import io.millrace.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** The guide's snippets about timers and clocks. {@link SnippetsTest} holds their text against the documents. */
class GuideTimersSnippetsTest {

    @Test
    void timers() throws Exception {
        // snippet: timers
        Receiver<Instant> soon = Timers.after(Duration.ofMillis(1));
        Instant due = soon.receive();

        Receiver<Instant> tick = Timers.tick(Duration.ofMillis(1));
        Instant first = tick.receive();
        Instant second = tick.receive();
        // end

        assertThat(due).isNotNull();
        assertThat(Duration.between(first, second).toNanos() % 1_000_000).isZero();
        assertThat(second).isAfter(first);
    }

    @Test
    void timerClauses() throws Exception {
        // snippet: timerClauses
        Channel<String> orders = Channel.bounded(8);
        Receiver<Instant> heartbeat = Timers.tick(Duration.ofMillis(1));

        Select select = Select.fair();
        int order = select.onReceive(orders);
        int beat = select.onReceive(heartbeat);
        int chosen = select.await();
        // end

        assertThat(chosen).isEqualTo(beat).isNotEqualTo(order);
    }

    @Test
    void manualClock() throws Exception {
        // snippet: manualClock
        ManualClock clock = new ManualClock();
        Channel<String> replies =
                Channel.<String>builder().capacity(8).timeSource(clock).build();

        FutureTask<String> request = new FutureTask<>(() -> replies.tryReceive(Duration.ofSeconds(30)));
        new Thread(request).start();

        clock.awaitWaiters(1); // the thread waits
        clock.advance(Duration.ofSeconds(29));
        clock.awaitWaiters(1); // it has looked at the clock, and waits again
        clock.advance(Duration.ofSeconds(1));
        String reply = request.get(); // null: the time is up
        // end

        assertThat(reply).isNull();
    }

    @Test
    void manualSelect() throws Exception {
        // snippet: manualSelect
        ManualClock clock = new ManualClock();
        Receiver<Instant> heartbeat = clock.tick(Duration.ofSeconds(1));
        Select select = Select.biased().timeSource(clock);
        int beat = select.onReceive(heartbeat);

        int early = select.poll();
        clock.advance(Duration.ofSeconds(1));
        int chosen = select.await();
        Instant moment = select.received(heartbeat);
        // end

        assertThat(early).isEqualTo(Select.NONE);
        assertThat(chosen).isEqualTo(beat);
        assertThat(moment).isEqualTo(Instant.EPOCH.plusSeconds(1));
    }
}
