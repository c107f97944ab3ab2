package io.millrace.bench.suite.limits;

import io.millrace.bench.suite.harness.CostedBenchmark;
import io.millrace.bench.suite.harness.FixedWork;
import org.openjdk.jmh.annotations.Param;

/**
 * What this machine takes for the steps that every handoff consists of. One operation is a run of {@code messages} steps; the
 * figure is the time per step.
 */
public class Limits extends CostedBenchmark {

    /** What. */
    @Param({
        LimitsSuite.LINE_TRANSFER,
        LimitsSuite.GET_AND_ADD_ALONE,
        LimitsSuite.GET_AND_ADD_CONTENDED,
        LimitsSuite.COMPARE_AND_SET_ALONE,
        LimitsSuite.COMPARE_AND_SET_CONTENDED,
        LimitsSuite.ON_SPIN_WAIT,
        LimitsSuite.YIELD,
        LimitsSuite.PARK_TRIP,
        LimitsSuite.NANO_TIME
    })
    public String peer;

    /** How often in a run; an even number. */
    @Param("10000")
    public int messages;

    @Override
    protected FixedWork open() {
        return limit(peer, lengthened(messages));
    }

    static FixedWork limit(String peer, int steps) {
        return switch (peer) {
            case LimitsSuite.LINE_TRANSFER -> new LineTransfer(steps);
            case LimitsSuite.GET_AND_ADD_ALONE -> new Increments(Increments.Step.GET_AND_ADD, 1, steps);
            case LimitsSuite.GET_AND_ADD_CONTENDED -> new Increments(Increments.Step.GET_AND_ADD, 2, steps);
            case LimitsSuite.COMPARE_AND_SET_ALONE -> new Increments(Increments.Step.COMPARE_AND_SET, 1, steps);
            case LimitsSuite.COMPARE_AND_SET_CONTENDED -> new Increments(Increments.Step.COMPARE_AND_SET, 2, steps);
            case LimitsSuite.ON_SPIN_WAIT -> new Calls(Calls.Call.ON_SPIN_WAIT, steps);
            case LimitsSuite.YIELD -> new Calls(Calls.Call.YIELD, steps);
            case LimitsSuite.PARK_TRIP -> new ParkTrip(steps);
            case LimitsSuite.NANO_TIME -> new Calls(Calls.Call.NANO_TIME, steps);
            default -> throw unknown(peer, LimitsSuite.class);
        };
    }
}
