package io.millrace.timers;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Receiver;
import io.millrace.Timers;
import io.millrace.contract.Behaviour;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Several running threads take from one timer at the same moment. */
class TimerRaceTest extends TimersTest {

    private static final int THREADS = 4;

    @Test
    @Behaviour(51)
    void everyMessageIsTakenByOneOfTheThreadsThatTryAtOnce() {
        int batches = 40;
        int timersPerBatch = 1_000;
        CyclicBarrier together = new CyclicBarrier(THREADS);
        List<List<Receiver<Instant>>> timers = Stream.generate(() -> Stream.generate(() -> Timers.after(Duration.ZERO))
                        .limit(timersPerBatch)
                        .toList())
                .limit(batches)
                .toList();
        List<Actor<Integer>> takers = actors.startEach(THREADS, "taker", number -> {
            int taken = 0;
            for (List<Receiver<Instant>> batch : timers) {
                together.await();
                for (Receiver<Instant> timer : batch) {
                    taken += timer.tryReceive() == null ? 0 : 1;
                }
            }
            return taken;
        });
        assertThat(Actors.joinAll(takers).stream().mapToInt(i -> i).sum()).isEqualTo(batches * timersPerBatch);
    }

    @Test
    @Behaviour(63)
    void everyTickIsTakenByOneOfTheThreadsThatTryAtOnce() {
        int ticks = 100_000;
        Receiver<Instant> tick = Timers.tick(Duration.ofNanos(1));
        CyclicBarrier together = new CyclicBarrier(THREADS);
        List<Actor<Instant[]>> takers = actors.startEach(THREADS, "taker", number -> {
            Instant[] taken = new Instant[ticks];
            together.await();
            for (int i = 0; i < ticks; i++) {
                taken[i] = tick.receive();
            }
            return taken;
        });
        Set<Instant> distinct = new HashSet<>();
        for (Instant[] taken : Actors.joinAll(takers)) {
            assertThat(taken).isSorted();
            distinct.addAll(List.of(taken));
        }
        assertThat(distinct).hasSize(THREADS * ticks);
    }
}
