package io.millrace.bench.suite.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.bench.suite.harness.Latencies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts of the open loop one after the other on one thread, with a clock that goes on by a fixed step at each look. */
class OpenLoopTest {

    private static final long STEP = 10;
    private static final long MILLION = 1_000_000;

    private final ManualClock clock = new ManualClock();
    private final Latencies latencies = new Latencies();
    private final Queue<Stamp> inFlight = new ArrayDeque<>();

    private static final class ManualClock implements Clock {

        private long now;

        @Override
        public long nanoTime() {
            now += STEP;
            return now;
        }
    }

    @Test
    void aScheduleIsExactHoweverLongItIs() {
        Schedule thirds = new Schedule(100, 3);
        assertThat(LongStream.of(0, 1, 2, 3, 3_000_000_001L).map(thirds::time))
                .containsExactly(100L, 333_333_433L, 666_666_766L, 1_000_000_100L, 1_000_000_000_333_333_433L);
    }

    @Test
    void aRateThatNoClockCanTellIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Schedule(0, 0))
                .withMessage("perSecond is 0, allowed is 1 to 1000000000");
    }

    @Test
    void theSenderWaitsForTheTimeOfTheMessage() {
        Schedule schedule = new Schedule(0, MILLION); // a message every 1000 ns
        assertThat(OpenLoop.awaitTime(clock, schedule, 2)).isTrue();
        assertThat(clock.now).isEqualTo(2_000);
    }

    @Test
    void anOverdueMessageIsNotWaitedForAndIsLateOnceTheNextIsDue() {
        Schedule schedule = new Schedule(0, MILLION);
        clock.now = 2_500;
        assertThat(OpenLoop.awaitTime(clock, schedule, 1)).as("2 is due too").isFalse();
        assertThat(OpenLoop.awaitTime(clock, schedule, 2)).as("3 is not").isTrue();
        assertThat(clock.now).isEqualTo(2_500 + 2 * STEP);
    }

    /**
     * Messages 0 to 9, a microsecond apart, are sent in time and received at once, 10 ns later by the clock; before the receiver
     * takes message 5 it stalls until 5 µs after that message's time. The messages that come due in the stall are late as well: 5
     * by 5 µs, 6 by 4, 7 by 3, 8 by 2, 9 by 1. A loop that waited for receipts would have seen one late message.
     */
    @Test
    void aStallMakesAllMessagesLateThatItHeldUp() {
        Schedule schedule = new Schedule(0, MILLION);
        latencies.iteration(true);
        clock.now = -STEP; // so that the first look is at 0
        for (int number = 0; number < 5; number++) {
            send(schedule, number);
            receive(number);
        }
        for (int number = 5; number < 10; number++) {
            send(schedule, number);
        }
        clock.now = 10_000 - STEP;
        for (int number = 5; number < 10; number++) {
            receive(number);
            clock.now = 10_000 - STEP;
        }

        assertThat(recorded()).containsExactly(STEP, STEP, STEP, STEP, STEP, 1_000L, 2_000L, 3_000L, 4_000L, 5_000L);
    }

    @Test
    void aMessageOutOfOrderFailsTheRun() {
        Stamp fourth = new Stamp().set(4, 0);
        assertThatIllegalStateException()
                .isThrownBy(() -> OpenLoop.record(clock, fourth, 3, latencies))
                .withMessage("message 4 came, expected was 3");
    }

    @Test
    void warmUpIsThrownAway() {
        latencies.iteration(false);
        latencies.record(7);
        latencies.iteration(true);
        latencies.record(1);
        latencies.iteration(true);
        latencies.record(2);
        assertThat(recorded()).containsExactly(1L, 2L);
    }

    @Test
    void latenciesAreWrittenForTheReport(@TempDir Path directory) throws IOException {
        latencies.iteration(true);
        LongStream.rangeClosed(1, 1_000).forEach(latencies::record);
        String before = System.getProperty("millrace.histograms");
        System.setProperty("millrace.histograms", directory.toString());
        try {
            latencies.write();
        } finally {
            if (before == null) {
                System.clearProperty("millrace.histograms");
            } else {
                System.setProperty("millrace.histograms", before);
            }
        }

        try (Stream<Path> files = Files.list(directory)) {
            List<Path> logs = files.toList();
            assertThat(logs).hasSize(1);
            Histogram read = (Histogram) new HistogramLogReader(logs.get(0).toFile()).nextIntervalHistogram();
            assertThat(read.getTotalCount()).isEqualTo(1_000);
            assertThat(read.getValueAtPercentile(50)).isEqualTo(500);
            assertThat(read.getMaxValue()).isEqualTo(1_000);
        }
    }

    private void send(Schedule schedule, int number) {
        OpenLoop.awaitTime(clock, schedule, number);
        inFlight.add(new Stamp().set(number, schedule.time(number)));
    }

    private void receive(int number) {
        OpenLoop.record(clock, inFlight.remove(), number, latencies);
    }

    /** The recorded values in rising order; the histogram is exact for these. */
    private List<Long> recorded() {
        return Stream.of(latencies.histogram())
                .flatMap(histogram -> {
                    Stream.Builder<Long> values = Stream.builder();
                    histogram.recordedValues().forEach(value -> {
                        for (long i = 0; i < value.getCountAddedInThisIterationStep(); i++) {
                            values.add(histogram.lowestEquivalentValue(value.getValueIteratedTo()));
                        }
                    });
                    return values.build();
                })
                .toList();
    }
}
