package io.millrace.bench.suite.loaded;

import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.TeamThreads;
import io.millrace.bench.suite.harness.TimedBenchmark;
import io.millrace.bench.suite.peer.Capacity;
import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.WaitVariants;
import io.millrace.bench.suite.peer.traffic.Message;
import io.millrace.bench.suite.peer.traffic.MessagePayload;
import io.millrace.bench.suite.peer.traffic.Traffic;
import org.openjdk.jmh.annotations.Param;

/** One thread sends and one receives, beside processes that keep the processors busy. */
public class Loaded extends TimedBenchmark {

    /** What carries the messages. */
    @Param("Millrace (spins then parks)")
    public String peer;

    /** How many messages fit. */
    @Param("1024")
    public String capacity;

    /** How many other processes are busy. */
    @Param({"0", "2", "8"})
    public int busyProcesses;

    /** Messages in a run. */
    @Param("20000")
    public int messages;

    /** Makes the cells, for JMH. */
    public Loaded() {}

    @Override
    protected FixedWork open() {
        Handoff<Message> handoff = WaitVariants.open(peer, 1, 1, Capacity.parse(capacity, messages));
        return new Beside(
                new ForeignLoad(busyProcesses),
                busyProcesses,
                new Traffic(Traffic.ways(handoff), 1, 1, messages, MessagePayload.PREALLOCATED, TeamThreads.PLATFORM));
    }

    /** Where others want the processors too, the scheduler has to choose. */
    @Override
    protected boolean isPlaced() {
        return false;
    }

    /** Work whose processes beside it end with it. */
    private record Beside(ForeignLoad load, int count, FixedWork work) implements FixedWork {

        @Override
        public long run() throws InterruptedException {
            return work.run();
        }

        @Override
        public void verify() throws InterruptedException {
            if (load.running() != count) {
                throw new IllegalStateException("of " + count + " busy processes " + load.running() + " run");
            }
            work.verify();
        }

        @Override
        public void close() {
            load.close();
            work.close();
        }
    }
}
