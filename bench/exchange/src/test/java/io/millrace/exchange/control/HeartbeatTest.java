package io.millrace.exchange.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private static final Instant START = Instant.EPOCH;
    private final Heartbeat heartbeat = new Heartbeat(Duration.ofMillis(100));

    @Test
    void theRatesAreThoseBetweenTicks() {
        heartbeat.beat(START.plusMillis(100), 500);
        heartbeat.beat(START.plusMillis(200), 600);
        heartbeat.beat(START.plusMillis(300), 900);

        assertThat(heartbeat.beats()).isEqualTo(3);
        assertThat(heartbeat.missed()).isZero();
        assertThat(heartbeat.slowest()).isEqualTo(1_000);
        assertThat(heartbeat.fastest()).isEqualTo(3_000);
    }

    @Test
    void ticksThatFellTogetherAreCounted() {
        heartbeat.beat(START.plusMillis(100), 0);
        heartbeat.beat(START.plusMillis(500), 0);

        assertThat(heartbeat.beats()).isEqualTo(2);
        assertThat(heartbeat.missed()).isEqualTo(3);
    }

    @Test
    void oneTickTellsNoRate() {
        heartbeat.beat(START.plusMillis(100), 7);

        assertThat(heartbeat.slowest()).isZero();
        assertThat(heartbeat.fastest()).isZero();
    }
}
