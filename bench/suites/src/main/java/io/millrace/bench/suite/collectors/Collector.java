package io.millrace.bench.suite.collectors;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/** A garbage collector, by the option that chooses it and the names by which the JVM tells that it runs. */
enum Collector {
    /** Marks cards and keeps the order of marking at every store of a reference. */
    G1("G1", "-XX:+UseG1GC", "G1 "),

    /** Marks a card at every store of a reference. */
    PARALLEL("Parallel", "-XX:+UseParallelGC", "PS "),

    /** Checks every reference that is loaded; from JDK 23 on, also every one that is stored. */
    ZGC("ZGC", "-XX:+UseZGC", "ZGC");

    private final String label;
    private final String option;
    private final String beanPrefix;

    Collector(String label, String option, String beanPrefix) {
        this.label = label;
        this.option = option;
        this.beanPrefix = beanPrefix;
    }

    /** Returns the value of the JMH parameter {@code collector}. */
    String label() {
        return label;
    }

    /** Returns the option of the JVM. */
    String option() {
        return option;
    }

    /** Throws unless this JVM runs the collector with that label. */
    static void require(String label, List<String> beanNames) {
        for (Collector collector : values()) {
            if (collector.label.equals(label)) {
                if (beanNames.stream().noneMatch(name -> name.startsWith(collector.beanPrefix))) {
                    throw new IllegalStateException("collector is " + label + ", but this JVM runs " + beanNames
                            + "; pass " + collector.option + " to it");
                }
                return;
            }
        }
        throw new IllegalArgumentException("collector is " + label + ", allowed are G1, Parallel and ZGC");
    }

    /** Returns the names of the collectors of this JVM. */
    static List<String> running() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(GarbageCollectorMXBean::getName)
                .toList();
    }
}
