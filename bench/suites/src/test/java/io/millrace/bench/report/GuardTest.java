package io.millrace.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GuardTest {

    private long all;
    private long stolen;
    private long loop = 1_000_000;

    private final Guard guard = new Guard(new Guard.Machine() {
        @Override
        public long[] ticks() {
            return new long[] {all, stolen};
        }

        @Override
        public long loop() {
            return loop;
        }
    });

    @Test
    void aQuietTurnIsKept() {
        assertThat(turn(1_000, 10, loop).isTooMuch()).isFalse();
    }

    @Test
    void timeThatTheHostTookIsTooMuchFromTwoInAHundredOn() {
        Guard.Disturbance disturbance = turn(1_000, 21, loop);

        assertThat(disturbance.stolen()).isCloseTo(0.021, within(1e-9));
        assertThat(disturbance.isTooMuch()).isTrue();
    }

    @Test
    void aLoopThatTakesLongerThanUsualIsTooMuch() {
        turn(1_000, 0, loop);
        turn(1_000, 0, loop);

        assertThat(turn(1_000, 0, 1_040_000).isTooMuch()).isTrue();
    }

    @Test
    void aMachineThatStaysFasterBecomesTheUsual() {
        turn(1_000, 0, loop);
        for (int i = 0; i < 20; i++) {
            turn(1_000, 0, 900_000);
        }

        assertThat(turn(1_000, 0, 900_000).isTooMuch()).isFalse();
    }

    @Test
    void aMachineWhoseLoopIsNeverSteadyMayDifferByMore() {
        for (int i = 0; i < 10; i++) {
            turn(1_000, 0, 990_000);
            turn(1_000, 0, 1_010_000);
        }

        assertThat(turn(1_000, 0, 1_050_000).isTooMuch()).isFalse();
        assertThat(turn(1_000, 0, 1_300_000).isTooMuch()).isTrue();
    }

    @Test
    void aSystemThatDoesNotTellHasTakenNothing() {
        assertThat(turn(0, 0, loop).stolen()).isZero();
    }

    @Test
    void theLineOfTheKernelIsRead() {
        assertThat(Guard.parse("cpu  1 2 3 4 5 6 7 8 100 100")).containsExactly(36, 8);
        assertThat(Guard.parse("cpu  1 2 3 4")).containsExactly(10, 0);
    }

    private Guard.Disturbance turn(long ticks, long taken, long loopAfter) {
        guard.begin();
        all += ticks;
        stolen += taken;
        loop = loopAfter;
        return guard.end();
    }
}
