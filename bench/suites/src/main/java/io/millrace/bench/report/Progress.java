package io.millrace.bench.report;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * Says on the error stream how far a run is and how long it takes still at most: one line that changes on a terminal, else a line
 * for each round.
 */
final class Progress {

    private static final int BAR = 20;
    private static final int WIDTH = 110;

    /** Makes a progress when it is known how much there is to do. */
    interface Start {
        Progress of(long plannedMillis, long startMillis);
    }

    private final PrintWriter err;
    private final boolean terminal;
    private final long planned;
    private final long start;

    Progress(PrintWriter err, boolean terminal, long plannedMillis, long startMillis) {
        this.err = err;
        this.terminal = terminal;
        this.planned = plannedMillis;
        this.start = startMillis;
    }

    /** Something begins. */
    void begins(String what, long nowMillis) {
        String line = line(what, nowMillis);
        if (terminal) {
            err.print("\r" + String.format(Locale.ROOT, "%-" + WIDTH + "s", cut(line)));
        } else {
            err.println(line);
        }
        err.flush();
    }

    /** All has ended. */
    void end(int turns, long nowMillis) {
        say(turns == 0 ? "nothing to measure" : turns + " turns in " + clock(nowMillis - start) + " min");
    }

    /** A message that stays. */
    void say(String text) {
        if (terminal) {
            err.print("\r" + " ".repeat(WIDTH) + "\r");
        }
        err.println(text);
        err.flush();
    }

    String line(String what, long nowMillis) {
        long elapsed = nowMillis - start;
        long percent = planned == 0 ? 100 : Math.min(100, 100 * elapsed / planned);
        int full = (int) (BAR * percent / 100);
        return String.format(
                Locale.ROOT,
                "%3d%% |%s%s| [%s<%s] %s",
                percent,
                "#".repeat(full),
                "-".repeat(BAR - full),
                clock(elapsed),
                clock(Math.max(0, planned - elapsed)),
                what);
    }

    /** Minutes and seconds. */
    static String clock(long millis) {
        long seconds = (millis + 500) / 1000;
        return String.format(Locale.ROOT, "%02d:%02d", seconds / 60, seconds % 60);
    }

    private static String cut(String line) {
        return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…";
    }
}
