package io.millrace.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/** Measures what code allocates. */
public final class Allocation {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 6;

    private Allocation() {}

    /** What one thread does again and again. */
    @FunctionalInterface
    public interface Step {
        void run() throws Exception;
    }

    /**
     * Does the step so often in each of some rounds, and returns the bytes that the best round allocated: the first ones load classes and
     * link call sites.
     */
    public static long least(int steps, Step step) throws Exception {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < steps; i++) {
                step.run();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    /** Does all of these at the same time, each on a thread of its own, and fails if any allocates in each of its rounds. */
    public static void assertNone(int steps, Step... ofEachThread) {
        try (Actors actors = new Actors()) {
            List<Actor<Long>> allocated =
                    actors.startEach(ofEachThread.length, "thread", number -> least(steps, ofEachThread[number]));
            assertThat(Actors.joinAll(allocated)).containsOnly(0L);
        }
    }
}
