package io.millrace.bench.suite.latency;

import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.Latencies;
import io.millrace.bench.suite.harness.RunChecks;
import io.millrace.bench.suite.harness.Team;
import io.millrace.bench.suite.peer.Handoff;
import java.util.List;

/** One message at a time goes there through one handoff and back through another. A latency is that of both ways. */
final class PingPong implements FixedWork {

    private final Handoff<Stamp> there;
    private final Handoff<Stamp> back;
    private final int messages;
    private final Latencies latencies;
    private final Stamp stamp = new Stamp();
    private final Team team;
    private long echoed;

    /**
     * Starts the two threads.
     *
     * @param there the way there
     * @param back the way back
     * @param messages how many round trips are in a run, 1 or more
     * @param latencies what records
     */
    PingPong(Handoff<Stamp> there, Handoff<Stamp> back, int messages, Latencies latencies) {
        this.there = there;
        this.back = back;
        this.messages = RunChecks.share("messages", messages, 1);
        this.latencies = latencies;
        this.team = new Team(List.of(this::serve, this::echo));
    }

    private void serve() throws InterruptedException {
        long before = System.nanoTime();
        for (int number = 0; number < messages; number++) {
            there.send(stamp.set(number, before));
            back.receive().time(answer(number));
            long now = System.nanoTime();
            latencies.record(now - before);
            before = now;
        }
    }

    private void echo() throws InterruptedException {
        long count = 0;
        for (int number = 0; number < messages; number++) {
            Stamp ping = there.receive();
            back.send(ping.set(answer(number), ping.time(number)));
            count++;
        }
        echoed = count;
    }

    private static long answer(long number) {
        return ~number;
    }

    @Override
    public long run() throws InterruptedException {
        echoed = 0;
        team.run();
        RunChecks.equal("echoes", messages, echoed);
        return messages;
    }

    @Override
    public void close() {
        team.close();
    }
}
