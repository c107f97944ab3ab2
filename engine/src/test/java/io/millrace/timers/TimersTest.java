package io.millrace.timers;

import io.millrace.Receiver;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** What the tests of timers share: a clock that stands still unless a test moves it, and overflows within the first millisecond. */
abstract class TimersTest {

    static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

    final ManualClock clock = new ManualClock(START, Long.MAX_VALUE - TimeUnit.MILLISECONDS.toNanos(1));
    final Actors actors = new Actors();

    @AfterEach
    void everyThreadHasEnded() {
        actors.close();
    }

    static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    /** Starts a thread that receives, and waits until it waits. */
    <T> Actor<T> blockedReceiver(Receiver<T> receiver) throws InterruptedException {
        Actor<T> actor = actors.start("receiver", receiver::receive);
        clock.awaitWaiters(1);
        return actor;
    }
}
