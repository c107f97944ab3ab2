package io.millrace.bench.suite.locks;

import io.millrace.Channel;
import io.millrace.bench.suite.harness.CostedBenchmark;
import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.RunChecks;
import io.millrace.bench.suite.harness.Team;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Param;

/**
 * Threads change a large state in place: half a megabyte of accounts, of which each change touches sixteen. With a lock the state
 * moves between the processors; with a channel one more thread keeps it, and small messages move.
 */
public class LargeState extends CostedBenchmark {

    private static final int ACCOUNTS = 1 << 16;
    private static final int PAIRS = 8;
    private static final int TABLE = 1 << 10;

    /** What guards the state. */
    @Param({LocksSuite.OWNER, LocksSuite.REENTRANT_LOCK, LocksSuite.SYNCHRONIZED})
    public String peer;

    /** How many threads change it. */
    @Param("4")
    public int threads;

    /** Changes in a run, of all threads together. */
    @Param("200000")
    public int messages;

    @Override
    protected FixedWork open() {
        return work(peer, threads, lengthened(messages));
    }

    static FixedWork work(String peer, int threads, int messages) {
        State state = switch (peer) {
            case LocksSuite.OWNER -> new Owned(messages);
            case LocksSuite.REENTRANT_LOCK -> new Locked();
            case LocksSuite.SYNCHRONIZED -> new Synchronized();
            default -> throw unknown(peer, LocksSuite.class);
        };
        return new Changes(state, threads, RunChecks.share("messages", messages, threads));
    }

    /** Moves amounts between pairs of accounts, so that their sum stays 0. */
    private record Change(long seed) {

        void apply(long[] accounts) {
            long random = seed;
            for (int i = 0; i < PAIRS; i++) {
                random = random * 6364136223846793005L + 1442695040888963407L;
                long amount = random & 0xff;
                accounts[(int) (random >>> 48)] += amount;
                accounts[(int) (random >>> 32) & ACCOUNTS - 1] -= amount;
            }
        }
    }

    private abstract static class State {

        final long[] accounts = new long[ACCOUNTS];

        abstract void change(Change change) throws InterruptedException;

        /** What a thread of the state's own does in a run. */
        List<Team.Job> owners() {
            return List.of();
        }
    }

    private static final class Changes implements FixedWork {

        private final State state;
        private final int threads;
        private final int each;
        private final Change[] table =
                IntStream.range(0, TABLE).mapToObj(Change::new).toArray(Change[]::new);
        private final long[] oneRun = new long[ACCOUNTS];
        private final Team team;
        private long runs;

        Changes(State state, int threads, int each) {
            this.state = state;
            this.threads = threads;
            this.each = each;
            for (int i = 0; i < each; i++) {
                table[i % TABLE].apply(oneRun);
            }
            List<Team.Job> jobs = new ArrayList<>(state.owners());
            for (int i = 0; i < threads; i++) {
                jobs.add(this::change);
            }
            this.team = new Team(jobs);
        }

        private void change() throws InterruptedException {
            for (int i = 0; i < each; i++) {
                state.change(table[i % TABLE]);
            }
        }

        @Override
        public long run() throws InterruptedException {
            team.run();
            runs++;
            return (long) each * threads;
        }

        /** The changes add up whatever their order, so all accounts are known. */
        @Override
        public void verify() {
            for (int i = 0; i < ACCOUNTS; i++) {
                RunChecks.equal("account " + i, runs * threads * oneRun[i], state.accounts[i]);
            }
        }

        @Override
        public void close() {
            team.close();
        }
    }

    private static final class Locked extends State {

        private final ReentrantLock lock = new ReentrantLock();

        @Override
        void change(Change change) {
            lock.lock();
            try {
                change.apply(accounts);
            } finally {
                lock.unlock();
            }
        }
    }

    private static final class Synchronized extends State {

        @Override
        synchronized void change(Change change) {
            change.apply(accounts);
        }
    }

    private static final class Owned extends State {

        private final Channel<Change> changes = Channel.bounded(LocksSuite.CAPACITY);
        private final int messages;

        Owned(int messages) {
            this.messages = messages;
        }

        @Override
        void change(Change change) throws InterruptedException {
            changes.send(change);
        }

        @Override
        List<Team.Job> owners() {
            return List.of(this::own);
        }

        private void own() throws InterruptedException {
            Consumer<Change> apply = change -> change.apply(accounts); // once, so that a batch allocates nothing
            int left = messages;
            while (left > 0) {
                left -= changes.receiveBatch(apply, Math.min(left, LocksSuite.OWNER_BATCH));
            }
        }
    }
}
