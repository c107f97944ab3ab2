package io.millrace.bench.report;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * Says on the error stream how far a run is and how long it takes still: one line that changes on a terminal, else a line for each
 * cell. What is left is the plan of the cells to come, times how much longer than planned those before took.
 */
final class Progress {

    private static final int BAR = 20;
    private static final int WIDTH = 110;

    /** Makes a progress when it is known how much there is to do. */
    interface Start {
        Progress of(int cells, long millisPerCell, long nowMillis);
    }

    private final PrintWriter err;
    private final boolean terminal;
    private final int cells;
    private final long millisPerCell;
    private final long start;
    private int done;

    Progress(PrintWriter err, boolean terminal, int cells, long millisPerCell, long nowMillis) {
        this.err = err;
        this.terminal = terminal;
        this.cells = cells;
        this.millisPerCell = millisPerCell;
        this.start = nowMillis;
    }

    /** A cell begins. */
    void begins(Cell cell, long nowMillis) {
        String line = line(cell.id(), nowMillis);
        if (terminal) {
            err.print("\r" + String.format(Locale.ROOT, "%-" + WIDTH + "s", cut(line)));
        } else {
            err.println(line);
        }
        err.flush();
    }

    /** The cell has its result. */
    void ended() {
        done++;
    }

    /** All cells have ended. */
    void end(long nowMillis) {
        say(cells == 0 ? "nothing to measure" : "measured " + cells + " cells in " + clock(nowMillis - start) + " min");
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
        double slower = done == 0 ? 1 : (double) elapsed / (done * millisPerCell);
        long left = (long) ((cells - done) * millisPerCell * slower);
        int full = cells == 0 ? BAR : BAR * done / cells;
        return String.format(
                Locale.ROOT,
                "%3d%% |%s%s| %d/%d [%s<%s] %s",
                cells == 0 ? 100 : 100 * done / cells,
                "#".repeat(full),
                "-".repeat(BAR - full),
                done,
                cells,
                clock(elapsed),
                clock(left),
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
