package io.millrace.bench.suite.scaling;

import io.millrace.bench.suite.Figure;
import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Peers;
import io.millrace.bench.suite.Profile;
import io.millrace.bench.suite.Row;
import io.millrace.bench.suite.Suite;
import io.millrace.bench.suite.peer.WaitVariants;
import java.util.List;
import java.util.Map;

/** More and more threads, and threads that only wait. */
public final class ScalingSuite {

    private static final String PAIRS = "pairs";

    private ScalingSuite() {}

    /** Returns the suite. */
    public static Suite suite() {
        return new Suite(
                "scaling",
                "Scaling and idling",
                "What happens when there are more threads than processors, and what do threads cost that wait?",
                List.of(oversubscribed(), growth(), idle()));
    }

    private static Panel oversubscribed() {
        String[] work = {"8000", "160000", "800000"};
        List<Peer> quick = List.of(Peers.MILLRACE, Peers.ARRAY_BLOCKING_QUEUE, Peers.JCTOOLS_MPMC);
        List<Peer> further = List.of(
                WaitVariants.MILLRACE_PARKS,
                Peers.LINKED_BLOCKING_QUEUE,
                Peers.AGRONA_MPMC,
                Peers.CONVERSANT_DISRUPTOR,
                Peers.JOX);
        return new Panel(
                "over-subscribed",
                "Senders and receivers",
                "So many senders and as many receivers on a channel of 1024. CPU is that of the senders and receivers "
                        + "together; context switches are told by Linux only.",
                Oversubscribed.class.getName() + ".run",
                Figure.perMessage(),
                Panel.Chart.LINES,
                PAIRS,
                List.of(Figure.cpu(), Figure.switches()),
                List.of(
                        Row.of(Profile.SMOKE, Peers.MILLRACE)
                                .with(PAIRS, "16")
                                .work("messages", work[0], work[1], work[2]),
                        Row.of(Profile.QUICK, Peers.MILLRACE)
                                .with(PAIRS, "1", "4")
                                .work("messages", work[0], work[1], work[2]),
                        Row.of(Profile.QUICK, quick.subList(1, quick.size()))
                                .with(PAIRS, "1", "4", "16")
                                .work("messages", work[0], work[1], work[2]),
                        Row.of(Profile.NIGHT, quick).with(PAIRS, "2", "8").work("messages", work[0], work[1], work[2]),
                        Row.of(Profile.NIGHT, further)
                                .with(PAIRS, "1", "2", "4", "8", "16")
                                .work("messages", work[0], work[1], work[2])));
    }

    private static Panel growth() {
        return new Panel(
                "growth",
                "Senders and receivers with a processor each",
                "So many senders and as many receivers on a channel of 1024, up to a thread for each processor. Only the profile "
                        + "scaling measures it.",
                Oversubscribed.class.getName() + ".run",
                Figure.perMessage(),
                Panel.Chart.LINES,
                PAIRS,
                List.of(Figure.cpu(), Figure.switches()),
                List.of(Row.of(
                                Profile.SCALING,
                                Peers.MILLRACE,
                                Peers.ARRAY_BLOCKING_QUEUE,
                                Peers.JCTOOLS_MPMC,
                                Peers.AGRONA_MPMC)
                        .with(PAIRS, "1", "2", "4", "8", "16", "32", "64")
                        .work("messages", "8192", "163840", "819200")));
    }

    /** Returns how many threads a cell of the profile scaling has. */
    public static int threads(Map<String, String> params) {
        return 2 * Integer.parseInt(params.get(PAIRS));
    }

    private static Panel idle() {
        return new Panel(
                "idle",
                "Sixteen receivers that wait",
                "Processor time of sixteen threads that wait for a message while none is sent: 1 is one processor, busy all "
                        + "the time.",
                Idle.class.getName() + ".run",
                Figure.share("idleCpuNanos", "idleNanos", "processors busy", ""),
                Panel.Chart.BARS,
                "capacity",
                List.of(Figure.share("idleSwitches", "idleSeconds", "switches per second", "1/s")),
                List.of(
                        idle(Profile.SMOKE, "1024", Peers.MILLRACE),
                        idle(
                                Profile.QUICK,
                                "1024",
                                WaitVariants.MILLRACE_PARKS,
                                WaitVariants.MILLRACE_SPINS,
                                Peers.ARRAY_BLOCKING_QUEUE,
                                Peers.JCTOOLS_MPMC),
                        idle(Profile.NIGHT, "1024", Peers.LINKED_BLOCKING_QUEUE, Peers.CONVERSANT_DISRUPTOR, Peers.JOX),
                        idle(
                                Profile.NIGHT,
                                "0",
                                Peers.MILLRACE,
                                WaitVariants.MILLRACE_PARKS,
                                WaitVariants.MILLRACE_SPINS,
                                Peers.SYNCHRONOUS_QUEUE,
                                Peers.LINKED_TRANSFER_QUEUE),
                        idle(
                                Profile.NIGHT,
                                "unbounded",
                                Peers.MILLRACE,
                                WaitVariants.MILLRACE_PARKS,
                                WaitVariants.MILLRACE_SPINS,
                                Peers.LINKED_BLOCKING_QUEUE,
                                Peers.LINKED_TRANSFER_QUEUE)));
    }

    private static Row idle(Profile from, String capacity, Peer... peers) {
        return Row.of(from, peers)
                .with("capacity", capacity)
                .with("waiters", "16")
                .work("idleMillis", "20", "100", "1000");
    }
}
