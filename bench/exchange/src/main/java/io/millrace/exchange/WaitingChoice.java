package io.millrace.exchange;

import io.millrace.Waiting;
import java.util.Locale;

/**
 * How the stages wait, and why.
 *
 * @param waiting the way to wait
 * @param reason why, for the report
 */
record WaitingChoice(Waiting waiting, String reason) {

    /** What the option {@code --waiting} takes. */
    enum Asked {
        AUTO,
        ADAPTIVE,
        SPIN,
        PARK;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Chooses. Left to itself it spins only if a core is left when each busy thread has one; else a thread that spins keeps
     * the core from the one it waits for, until the operating system takes it away milliseconds later.
     */
    static WaitingChoice of(Asked asked, int threads, int cores) {
        String sizes = threads + " busy threads on " + cores + (cores == 1 ? " core" : " cores");
        boolean crowded = threads >= cores;
        return switch (asked) {
            case ADAPTIVE -> new WaitingChoice(Waiting.adaptive(), "asked for");
            case PARK -> new WaitingChoice(Waiting.park(), "asked for");
            case SPIN ->
                new WaitingChoice(
                        Waiting.spin(),
                        crowded
                                ? "asked for, but " + sizes
                                        + ": threads will spin while those they wait for have no core"
                                : "asked for");
            case AUTO ->
                crowded
                        ? new WaitingChoice(
                                Waiting.adaptive(),
                                sizes + ": threads must park, or they keep the core from those they wait for; "
                                        + "before that they look again for some microseconds")
                        : new WaitingChoice(Waiting.spin(), sizes + ": each thread has a core to spin on");
        };
    }
}
