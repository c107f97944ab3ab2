package io.millrace.bench.suite.harness;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Counts messages, so that JMH gives the time per message whatever their number. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Messages {

    /** Messages that arrived since the iteration began. */
    public long messages;
}
