package io.millrace.bench.suite;

import java.util.Objects;

/**
 * Who is measured.
 *
 * @param name the value of the JMH parameter {@code peer} and the name in the report; how it blocks is part of it, as in
 *     {@code ArrayBlockingQueue (parks)}; without a comma, which JMH reads as two values
 * @param family whom the report counts it with
 * @param leastJdk oldest JDK it runs on, such as 17
 * @param type a class it needs, by its binary name; the row is absent where the class path lacks it
 */
public record Peer(String name, Family family, int leastJdk, String type) {

    /** Classes of peers: wins and losses are counted against each. */
    public enum Family {

        /** This project. The first of a row is the one that the others are compared with. */
        MILLRACE("Millrace"),

        /** Queues of {@code java.util.concurrent} that block by themselves. */
        JDK("JDK queues"),

        /** Queues that do not block, behind one back-off for all. */
        POLLED("polled queues"),

        /** Libraries whose queues or channels wait by themselves. */
        BLOCKING("blocking libraries"),

        /** Locks and atomics instead of a channel. */
        LOCK("locks"),

        /** The simplest implementation: shown, not counted, since it is weak. */
        BASELINE("baselines"),

        /** No peer but what the hardware, the JVM or the operating system take. */
        LIMIT("physical limits"),

        /** Measured outside of this program and imported. */
        OTHER_RUNTIME("other runtimes");

        private final String title;

        Family(String title) {
            this.title = title;
        }

        /** Returns the name in the report. */
        public String title() {
            return title;
        }
    }

    /** Checks the name. */
    public Peer {
        Objects.requireNonNull(family, "family");
        Objects.requireNonNull(type, "type");
        if (name.isBlank() || name.contains(",")) {
            throw new IllegalArgumentException("name is '" + name + "', allowed is a text without a comma");
        }
    }

    /** Makes a peer that every supported JDK runs and that this program always contains. */
    public static Peer of(String name, Family family) {
        return new Peer(name, family, 17, "java.lang.Object");
    }

    /** Makes a peer that may be absent. */
    public static Peer of(String name, Family family, int leastJdk, String type) {
        return new Peer(name, family, leastJdk, type);
    }
}
