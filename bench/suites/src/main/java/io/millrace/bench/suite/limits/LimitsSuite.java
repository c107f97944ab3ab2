package io.millrace.bench.suite.limits;

import io.millrace.bench.suite.Figure;
import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Profile;
import io.millrace.bench.suite.Row;
import io.millrace.bench.suite.Suite;
import java.util.List;
import java.util.stream.Stream;

/** The physical limits that stand beside the rows they bound. */
public final class LimitsSuite {

    /** One way; twice this is the least for a handoff whose sender waits for an answer. */
    public static final String LINE_TRANSFER = "line transfer (one way)";

    /** Least for a claim by one thread. */
    public static final String GET_AND_ADD_ALONE = "getAndAdd (one thread)";

    /** Least for a claim that two threads compete for, counted over both. */
    public static final String GET_AND_ADD_CONTENDED = "getAndAdd (two threads on one counter)";

    /** As {@link #GET_AND_ADD_ALONE}, with an instruction that may fail. */
    public static final String COMPARE_AND_SET_ALONE = "compareAndSet (one thread)";

    /** As {@link #GET_AND_ADD_CONTENDED}, with an instruction that may fail and is then repeated. */
    public static final String COMPARE_AND_SET_CONTENDED = "compareAndSet (two threads on one counter)";

    /** What a spin costs. */
    public static final String ON_SPIN_WAIT = "Thread.onSpinWait";

    /** What a step of a waiting thread costs that lets others run, while there are none. */
    public static final String YIELD = "Thread.yield";

    /** Two wake-ups of a parked thread. */
    public static final String PARK_TRIP = "park and unpark (there and back)";

    /** What a time stamp costs: a latency that is measured contains it. */
    public static final String NANO_TIME = "System.nanoTime";

    /** What two spinning threads that share a processor give away, for each transfer. */
    private static final Figure YIELDS = Figure.share("yields", Figure.RECEIVED, "yields per step", "");

    private LimitsSuite() {}

    /** Returns the suite. */
    public static Suite suite() {
        return new Suite(
                Suite.LIMITS,
                "Physical limits",
                "What does this machine take for the steps that every handoff consists of?",
                List.of(new Panel(
                        "steps",
                        "Steps",
                        "Time per step, of all threads together. Threads are not pinned; where yields or context switches per "
                                + "step are not close to 0 although the step itself does not wait, the two threads shared "
                                + "a processor and the figure is the scheduler's.",
                        Limits.class.getName() + ".run",
                        Figure.perMessage().named("time per step"),
                        Panel.Chart.BARS,
                        "",
                        List.of(Figure.switches().named("switches per step"), YIELDS),
                        List.of(
                                row(Profile.SMOKE, LINE_TRANSFER, GET_AND_ADD_ALONE, GET_AND_ADD_CONTENDED)
                                        .work("messages", "10000", "1000000", "2000000"),
                                row(
                                                Profile.QUICK,
                                                COMPARE_AND_SET_ALONE,
                                                COMPARE_AND_SET_CONTENDED,
                                                ON_SPIN_WAIT,
                                                NANO_TIME)
                                        .work("messages", "10000", "1000000", "2000000"),
                                row(Profile.QUICK, YIELD, PARK_TRIP).work("messages", "1000", "5000", "20000")))));
    }

    private static Row row(Profile from, String... limits) {
        return Row.of(
                from,
                Stream.of(limits)
                        .map(limit -> Peer.of(limit, Peer.Family.LIMIT))
                        .toList());
    }
}
