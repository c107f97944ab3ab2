package io.millrace.bench.suite.harness;

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

    private Flags() {}
}
