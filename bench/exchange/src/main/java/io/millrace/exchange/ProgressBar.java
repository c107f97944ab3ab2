package io.millrace.exchange;

import java.io.Console;
import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.function.LongConsumer;

/** A line that is drawn again and again while a run goes on. Only for terminals: in a file it would be noise. */
final class ProgressBar implements LongConsumer {

    private static final int WIDTH = 40;

    private final PrintWriter out;
    private final String label;
    private final long total;

    private ProgressBar(PrintWriter out, String label, long total) {
        this.out = out;
        this.label = label;
        this.total = Math.max(1, total);
    }

    /** Returns a bar if there is a terminal to draw on, or else something that draws nothing. */
    static LongConsumer on(PrintWriter out, boolean isTerminal, String label, long total) {
        return isTerminal ? new ProgressBar(out, label, total) : count -> {};
    }

    /** Removes the bar. */
    static void clear(PrintWriter out, boolean isTerminal) {
        if (isTerminal) {
            out.print("\r" + " ".repeat(WIDTH + 40) + "\r");
            out.flush();
        }
    }

    @Override
    public void accept(long count) {
        int filled = (int) Math.min(WIDTH, count * WIDTH / total);
        out.printf(
                Locale.ROOT,
                "\r%-10s [%s%s] %3d %% of %,d",
                label,
                "#".repeat(filled),
                ".".repeat(WIDTH - filled),
                Math.min(100, count * 100 / total),
                total);
        out.flush();
    }

    /**
     * Tells whether standard output is a terminal. From JDK 22 on {@code System.console()} may exist without one and
     * has {@code isTerminal()} to tell; before, that it exists is the answer.
     */
    static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            Method isTerminal = Console.class.getMethod("isTerminal");
            return (boolean) isTerminal.invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
