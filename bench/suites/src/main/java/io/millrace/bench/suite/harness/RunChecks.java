package io.millrace.bench.suite.harness;

/** What every run ends with. */
public final class RunChecks {

    private RunChecks() {}

    /**
     * Throws unless the work was done.
     *
     * @throws IllegalStateException if the two differ
     */
    public static void equal(String what, long expected, long actual) {
        if (actual != expected) {
            throw new IllegalStateException(what + " is " + actual + ", expected was " + expected);
        }
    }

    /**
     * Returns how much each of several threads does.
     *
     * @param name of the parameter that is divided
     * @param total a positive multiple of {@code threads}
     * @throws IllegalArgumentException if it is not
     */
    public static int share(String name, int total, int threads) {
        if (threads < 1 || total < 1 || total % threads != 0) {
            throw new IllegalArgumentException(
                    name + " is " + total + ", allowed are positive multiples of " + threads + " (threads)");
        }
        return total / threads;
    }
}
