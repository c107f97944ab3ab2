package io.millrace.bench.suite.locks;

import io.millrace.Channel;
import io.millrace.bench.suite.harness.CostedBenchmark;
import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.RunChecks;
import io.millrace.bench.suite.harness.Team;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Param;

/** Several threads add to one counter: the least that can be shared. With a channel one more thread owns it. */
public class SharedCounter extends CostedBenchmark {

    /** What guards the counter. */
    @Param({
        LocksSuite.OWNER,
        LocksSuite.ATOMIC_LONG,
        LocksSuite.LONG_ADDER,
        LocksSuite.REENTRANT_LOCK,
        LocksSuite.SYNCHRONIZED
    })
    public String peer;

    /** How many threads add. */
    @Param("4")
    public int threads;

    /** Additions in a run, of all threads together. */
    @Param("200000")
    public int messages;

    @Override
    protected FixedWork open() {
        return work(peer, threads, lengthened(messages));
    }

    static FixedWork work(String peer, int threads, int messages) {
        Counter counter = switch (peer) {
            case LocksSuite.OWNER -> new Owned(messages);
            case LocksSuite.ATOMIC_LONG -> new Atomic();
            case LocksSuite.LONG_ADDER -> new Striped();
            case LocksSuite.REENTRANT_LOCK -> new Locked();
            case LocksSuite.SYNCHRONIZED -> new Synchronized();
            default -> throw unknown(peer, LocksSuite.class);
        };
        return new Additions(counter, threads, messages);
    }

    /** What is added. */
    record Amount(long value) {}

    /** The counter as the threads see it. */
    abstract static class Counter {

        abstract void add(Amount amount) throws InterruptedException;

        /** Returns the total, once all threads have finished. */
        abstract long total();

        /** What a thread of the counter's own does in a run. */
        List<Team.Job> owners() {
            return List.of();
        }
    }

    private static final class Additions implements FixedWork {

        private static final int TABLE = 64;

        private final Counter counter;
        private final int threads;
        private final int each;
        private final Amount[] amounts =
                IntStream.range(0, TABLE).mapToObj(Amount::new).toArray(Amount[]::new);
        private final Team team;
        private long expected;

        Additions(Counter counter, int threads, int messages) {
            this.counter = counter;
            this.threads = threads;
            this.each = RunChecks.share("messages", messages, threads);
            List<Team.Job> jobs = new ArrayList<>(counter.owners());
            for (int i = 0; i < threads; i++) {
                jobs.add(this::add);
            }
            this.team = new Team(jobs);
        }

        private void add() throws InterruptedException {
            for (int i = 0; i < each; i++) {
                counter.add(amounts[i % TABLE]);
            }
        }

        @Override
        public long run() throws InterruptedException {
            team.run();
            for (int i = 0; i < each; i++) {
                expected += (long) threads * amounts[i % TABLE].value();
            }
            RunChecks.equal("counter", expected, counter.total());
            return (long) each * threads;
        }

        @Override
        public void close() {
            team.close();
        }
    }

    private static final class Atomic extends Counter {

        private final AtomicLong total = new AtomicLong();

        @Override
        void add(Amount amount) {
            total.getAndAdd(amount.value());
        }

        @Override
        long total() {
            return total.get();
        }
    }

    private static final class Striped extends Counter {

        private final LongAdder total = new LongAdder();

        @Override
        void add(Amount amount) {
            total.add(amount.value());
        }

        @Override
        long total() {
            return total.sum();
        }
    }

    private static final class Locked extends Counter {

        private final ReentrantLock lock = new ReentrantLock();
        private long total;

        @Override
        void add(Amount amount) {
            lock.lock();
            try {
                total += amount.value();
            } finally {
                lock.unlock();
            }
        }

        @Override
        long total() {
            return total;
        }
    }

    private static final class Synchronized extends Counter {

        private long total;

        @Override
        synchronized void add(Amount amount) {
            total += amount.value();
        }

        @Override
        synchronized long total() {
            return total;
        }
    }

    private static final class Owned extends Counter {

        private final Channel<Amount> additions = Channel.bounded(LocksSuite.CAPACITY);
        private final int messages;
        private long total;

        Owned(int messages) {
            this.messages = messages;
        }

        @Override
        void add(Amount amount) throws InterruptedException {
            additions.send(amount);
        }

        @Override
        List<Team.Job> owners() {
            return List.of(this::own);
        }

        private void own() throws InterruptedException {
            Consumer<Amount> add = amount -> total += amount.value(); // once, so that a batch allocates nothing
            int left = messages;
            while (left > 0) {
                left -= additions.receiveBatch(add, Math.min(left, LocksSuite.OWNER_BATCH));
            }
        }

        @Override
        long total() {
            return total;
        }
    }
}
