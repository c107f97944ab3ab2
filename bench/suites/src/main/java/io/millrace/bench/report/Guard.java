package io.millrace.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Notices turns in which something disturbed the machine: its host took processor time away, or a loop that always does the same took
 * another time before or after. What is too much is set beforehand, and the figures of the turn are not looked at.
 */
final class Guard {

    /** Share of the processor time that the host may take. */
    static final double MOST_STOLEN = 0.02;

    /** By how much the loop may differ from what it takes usually, on any machine. */
    static final double MOST_OFF = 0.03;

    /**
     * Where it always differs by more, so many times what half of the loops differ by. Else a machine whose clock is never
     * steady would repeat as many rounds as it may, and measure no better for it.
     */
    static final double MOST_OFF_OF_USUAL = 8;

    /** Fields of the kernel's line up to the stolen time. */
    private static final int STOLEN_AND_BEFORE = 8;

    /** Loops that tell what is usual. */
    private static final int USUAL = 20;

    /** What the guard looks at. */
    interface Machine {

        /** Returns processor time in ticks: all of it, and of it what the host has taken; zeros if the system does not tell. */
        long[] ticks();

        /** Returns how long the loop takes now, in nanoseconds. */
        long loop();
    }

    /**
     * What a turn met.
     *
     * @param stolen share of the processor time that the host took
     * @param off by how much the loop differed, before or after, whichever is more: 0.01 is one in a hundred
     * @param mostOff by how much it might
     */
    record Disturbance(double stolen, double off, double mostOff) {

        boolean isTooMuch() {
            return stolen > MOST_STOLEN || off > mostOff;
        }
    }

    private final Machine machine;
    private final List<Double> loops = new ArrayList<>();
    private long[] ticksBefore = new long[2];
    private double loopBefore;

    Guard(Machine machine) {
        this.machine = machine;
    }

    /** Returns the guard of this machine. */
    static Guard here() {
        return new Guard(new Here());
    }

    /** A turn begins. */
    void begin() {
        loopBefore = loop();
        ticksBefore = machine.ticks();
    }

    /** The turn has ended. */
    Disturbance end() {
        long[] ticks = machine.ticks();
        double loopAfter = loop();
        long all = ticks[0] - ticksBefore[0];
        double stolen = all <= 0 ? 0 : (double) (ticks[1] - ticksBefore[1]) / all;
        double usual = median(loops.stream().mapToDouble(Double::doubleValue));
        double usuallyOff = median(loops.stream().mapToDouble(loop -> off(loop, usual)));
        return new Disturbance(
                stolen,
                Math.max(off(loopBefore, usual), off(loopAfter, usual)),
                Math.max(MOST_OFF, MOST_OFF_OF_USUAL * usuallyOff));
    }

    private static double median(DoubleStream values) {
        return StatUtils.percentile(values.toArray(), 50);
    }

    private double loop() {
        double nanos = machine.loop();
        loops.add(nanos);
        if (loops.size() > USUAL) {
            loops.remove(0);
        }
        return nanos;
    }

    private static double off(double loop, double usual) {
        return Math.abs(loop / usual - 1);
    }

    /** This machine, as Linux tells of it. */
    private static final class Here implements Machine {

        private static final Path STAT = Path.of("/proc/stat");
        private static final int STEPS = 1_500_000;

        /** The best of some: a loop that an interrupt met says nothing about the machine. */
        private static final int TRIES = 3;

        private long state = 1;

        @Override
        public long[] ticks() {
            try {
                return parse(Files.readAllLines(STAT).get(0));
            } catch (IOException e) {
                return new long[2];
            }
        }

        @Override
        public long loop() {
            long best = Long.MAX_VALUE;
            for (int i = 0; i < TRIES; i++) {
                long start = System.nanoTime();
                long value = state;
                for (int step = 0; step < STEPS; step++) {
                    value ^= value << 13;
                    value ^= value >>> 7;
                    value ^= value << 17;
                }
                state = value;
                best = Math.min(best, System.nanoTime() - start);
            }
            return best;
        }
    }

    /** Reads the line of all processors: user, nice, system, idle, waiting, interrupts and stolen, and others that are among these. */
    static long[] parse(String line) {
        long[] fields = Arrays.stream(line.strip().split("\\s+"))
                .skip(1)
                .limit(STOLEN_AND_BEFORE)
                .mapToLong(Long::parseLong)
                .toArray();
        return new long[] {
            Arrays.stream(fields).sum(), fields.length < STOLEN_AND_BEFORE ? 0 : fields[fields.length - 1]
        };
    }
}
