package io.millrace.bench.suite.latency;

import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.Latencies;
import io.millrace.bench.suite.harness.RunChecks;
import io.millrace.bench.suite.harness.Team;
import io.millrace.bench.suite.peer.Handoff;
import java.util.List;

/**
 * One sender that keeps to a schedule and one receiver. A latency counts from the time at which the message was to be sent until
 * the receiver has it. If the sender is held up, by a full channel or by the scheduler, it sends what is overdue as fast as it
 * can, and all of that counts as late as it is: there is no coordinated omission. The sender spins until each message's time.
 */
final class OpenLoop implements FixedWork {

    private final Handoff<Stamp> handoff;
    private final long perSecond;
    private final int messages;
    private final Clock clock = System::nanoTime;
    private final Latencies latencies;
    private final Stamp[] stamps;
    private final Team team;
    private long late;
    private long received;

    /**
     * Starts the two threads.
     *
     * @param handoff what carries the messages
     * @param capacity how many messages it holds
     * @param perSecond how many messages are to be sent in a second
     * @param messages how many in a run, 1 or more
     * @param latencies what records
     */
    OpenLoop(Handoff<Stamp> handoff, int capacity, long perSecond, int messages, Latencies latencies) {
        this.handoff = handoff;
        this.perSecond = new Schedule(0, perSecond).perSecond();
        this.messages = RunChecks.share("messages", messages, 1);
        this.latencies = latencies;
        this.stamps = Stamp.table(2 * capacity + 2); // a stamp comes again when it has long been received
        this.team = new Team(List.of(this::receive, this::send));
    }

    private void send() throws InterruptedException {
        Schedule schedule = new Schedule(clock.nanoTime(), perSecond);
        long lateSends = 0;
        for (int number = 0; number < messages; number++) {
            if (!awaitTime(clock, schedule, number)) {
                lateSends++;
            }
            handoff.send(stamps[number % stamps.length].set(number, schedule.time(number)));
        }
        late = lateSends;
    }

    /**
     * Waits for the time of a message.
     *
     * @return false if the next one was due as well when the wait began
     */
    static boolean awaitTime(Clock clock, Schedule schedule, long number) {
        long time = schedule.time(number);
        long now = clock.nanoTime();
        boolean inTime = now - schedule.time(number + 1) < 0;
        while (now - time < 0) {
            Thread.onSpinWait();
            now = clock.nanoTime();
        }
        return inTime;
    }

    private void receive() throws InterruptedException {
        for (int number = 0; number < messages; number++) {
            record(clock, handoff.receive(), number, latencies);
        }
        received = messages;
    }

    /** Records how late the message is. */
    static void record(Clock clock, Stamp stamp, long number, Latencies latencies) {
        latencies.record(clock.nanoTime() - stamp.time(number));
    }

    @Override
    public long run() throws InterruptedException {
        received = 0;
        team.run();
        RunChecks.equal("messages received", messages, received);
        return messages;
    }

    @Override
    public long late() {
        return late;
    }

    @Override
    public void close() {
        team.close();
    }
}
