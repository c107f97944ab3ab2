package io.millrace.bench.suite.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    private static final int MESSAGES = 1_000;

    private final List<String> events = new ArrayList<>();
    private long now;
    private int runs;
    private int length = 1;

    @Test
    void workThatIsSteadyFromTheStartTakesFourBlocks() throws InterruptedException {
        warm(run -> 40, 1);

        // One run that starts the threads, and two of 40 ms in each block.
        assertThat(runs).isEqualTo(1 + 4 * 2);
    }

    @Test
    void workThatGetsFasterIsRunUntilItDoesNot() throws InterruptedException {
        // 1000, 500, 250, 125, 100 and 100 ms, each run a block, after one that starts the threads.
        warm(run -> Math.max(100, 2_000 >> run), 1);

        assertThat(runs).isEqualTo(1 + 6);
    }

    @Test
    void workThatNeverSettlesIsMeasuredAfterTwentyFiveBlocks() throws InterruptedException {
        warm(run -> run % 2 == 0 ? 100 : 200, 1);

        assertThat(runs).isEqualTo(1 + 25);
    }

    @Test
    void runsThatAreTooShortAreLengthened() throws InterruptedException {
        warm(run -> 5, Integer.MAX_VALUE);

        assertThat(length).isEqualTo(6);
        assertThat(events).containsExactly("open", "started", "close", "open", "started");
    }

    @Test
    void runsThatCannotBeLengthenedStayAsTheyAre() throws InterruptedException {
        warm(run -> 5, 1);

        assertThat(events).containsExactly("open", "started");
    }

    @Test
    void workThatFailsIsClosed() {
        assertThatThrownBy(() -> warm(
                        run -> {
                            throw new IllegalStateException("lost");
                        },
                        1))
                .hasMessage("lost");
        assertThat(events).containsExactly("open", "close");
    }

    /** Warms work up whose runs take so many milliseconds, times the length. */
    private void warm(IntToLongFunction millis, int longest) throws InterruptedException {
        new WarmUp(() -> now, () -> open(millis), times -> lengthen(times, longest), () -> events.add("started")).run();
    }

    private boolean lengthen(int times, int longest) {
        boolean can = length * times <= longest;
        length *= can ? times : 1;
        return can;
    }

    private FixedWork open(IntToLongFunction millis) {
        events.add("open");
        return new FixedWork() {
            @Override
            public long run() {
                now += length * TimeUnit.MILLISECONDS.toNanos(millis.applyAsLong(runs++));
                return MESSAGES;
            }

            @Override
            public void close() {
                events.add("close");
            }
        };
    }
}
