package io.millrace.bench.suite.harness;

import java.util.ArrayList;
import java.util.List;

/** Options of the JVMs that measure: the report gives them to every fork, and JMH without the report does too. */
public final class Flags {

    /** Lets Agrona's queues in. */
    public static final String EXPORTS = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED";

    /** The heap does not grow while it is measured. */
    public static final String LEAST_HEAP = "-Xms2g";

    /** Room for the five million messages of the largest runs. */
    public static final String MOST_HEAP = "-Xmx2g";

    /** The collector with the cheapest barriers, so that the handoffs differ by themselves; a row may replace it. */
    public static final String COLLECTOR = "-XX:+UseParallelGC";

    private static final int FIRST_JDK_THAT_WARNS_OF_UNSAFE = 24;

    /** Leaves the warm-up out: for trials whose figures mean nothing. */
    public static final String NO_WARM_UP = "-D" + WarmUp.PROPERTY + "=none";

    private Flags() {}

    /** Returns the options by which libraries reach memory, without warnings. */
    public static List<String> access() {
        List<String> flags = new ArrayList<>(List.of(EXPORTS, "--enable-native-access=ALL-UNNAMED"));
        if (Runtime.version().feature() >= FIRST_JDK_THAT_WARNS_OF_UNSAFE) {
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        return flags;
    }
}
