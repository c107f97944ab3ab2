package io.millrace.bench.suite.limits;

import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.RunChecks;
import io.millrace.bench.suite.harness.Team;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Two threads wake each other in turn and park. There and back is two wake-ups, with no work between. */
final class ParkTrip implements FixedWork {

    private final int trips;
    private final Team team = new Team(List.of(() -> play(0), () -> play(1)));
    private final Thread[] players = new Thread[2];
    private volatile int present;
    private volatile long turn;

    /**
     * Makes the two threads.
     *
     * @param trips how many in a run, there and back, 1 or more
     */
    ParkTrip(int trips) {
        if (trips < 1) {
            throw new IllegalArgumentException("trips is " + trips + ", allowed is 1 or more");
        }
        this.trips = trips;
    }

    @Override
    public long run() throws InterruptedException {
        turn = 0;
        team.run();
        RunChecks.equal("turn", 2L * trips, turn);
        return trips;
    }

    private void play(int first) throws InterruptedException {
        synchronized (players) {
            players[first] = Thread.currentThread();
            present |= 1 << first;
        }
        while (present != 3) {
            Thread.yield();
        }
        Thread other = players[1 - first];
        for (long mine = first; mine < 2L * trips; mine += 2) {
            while (turn != mine) {
                LockSupport.park(this);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            turn = mine + 1;
            LockSupport.unpark(other);
        }
    }

    @Override
    public void close() {
        team.close();
    }
}
