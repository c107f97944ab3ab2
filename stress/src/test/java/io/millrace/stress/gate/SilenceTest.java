package io.millrace.stress.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SilenceTest {
    @Test
    void aSilenceThatIsTooLongIsActedUpon() throws InterruptedException {
        CountDownLatch acted = new CountDownLatch(1);
        Silence silence = new Silence(Duration.ofMillis(20), acted::countDown);

        silence.start();

        acted.await();
        silence.join();
        assertThat(silence.tooLong()).isTrue();
    }

    @Test
    void aRunThatEndsBeforeIsLeftAlone() throws InterruptedException {
        Silence silence = new Silence(Duration.ofDays(1), () -> {});

        silence.start();
        silence.end();
        silence.interrupt();

        silence.join();
        assertThat(silence.tooLong()).isFalse();
    }
}
