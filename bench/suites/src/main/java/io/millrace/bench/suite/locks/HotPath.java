package io.millrace.bench.suite.locks;

import io.millrace.Channel;
import io.millrace.bench.suite.harness.CostedBenchmark;
import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.RunChecks;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Param;

/**
 * What protection costs when nobody else is there: one thread locks, adds and unlocks; or sends a message and receives it. Each
 * step is a call that is not inlined, so that the compiler cannot take one lock for several steps; that is part of each figure.
 */
public class HotPath extends CostedBenchmark {

    /** What protects. */
    @Param({
        LocksSuite.SEND_AND_RECEIVE,
        LocksSuite.PUT_AND_TAKE,
        LocksSuite.ATOMIC_LONG,
        LocksSuite.REENTRANT_LOCK,
        LocksSuite.SYNCHRONIZED
    })
    public String peer;

    /** Steps in a run. */
    @Param("100000")
    public int messages;

    @Override
    protected FixedWork open() {
        return work(peer, lengthened(messages));
    }

    static FixedWork work(String peer, int messages) {
        Step step = switch (peer) {
            case LocksSuite.SEND_AND_RECEIVE -> new Sent();
            case LocksSuite.PUT_AND_TAKE -> new Put();
            case LocksSuite.ATOMIC_LONG -> new Atomic();
            case LocksSuite.REENTRANT_LOCK -> new Locked();
            case LocksSuite.SYNCHRONIZED -> new Synchronized();
            default -> throw unknown(peer, LocksSuite.class);
        };
        return new Steps(step, RunChecks.share("messages", messages, 1));
    }

    private abstract static class Step {

        abstract void add(Long amount) throws InterruptedException;

        abstract long total();
    }

    private static final class Steps implements FixedWork {

        private final Step step;
        private final int steps;
        private final Long amount = 3L;
        private long expected;

        Steps(Step step, int steps) {
            this.step = step;
            this.steps = steps;
        }

        @Override
        public long run() throws InterruptedException {
            for (int i = 0; i < steps; i++) {
                step.add(amount);
            }
            expected += steps * amount;
            RunChecks.equal("total", expected, step.total());
            return steps;
        }
    }

    private static final class Atomic extends Step {

        private final AtomicLong total = new AtomicLong();

        @Override
        @CompilerControl(CompilerControl.Mode.DONT_INLINE)
        void add(Long amount) {
            total.getAndAdd(amount);
        }

        @Override
        long total() {
            return total.get();
        }
    }

    private static final class Locked extends Step {

        private final ReentrantLock lock = new ReentrantLock();
        private long total;

        @Override
        @CompilerControl(CompilerControl.Mode.DONT_INLINE)
        void add(Long amount) {
            lock.lock();
            try {
                total += amount;
            } finally {
                lock.unlock();
            }
        }

        @Override
        long total() {
            return total;
        }
    }

    private static final class Synchronized extends Step {

        private long total;

        @Override
        @CompilerControl(CompilerControl.Mode.DONT_INLINE)
        synchronized void add(Long amount) {
            total += amount;
        }

        @Override
        synchronized long total() {
            return total;
        }
    }

    private static final class Sent extends Step {

        private final Channel<Long> channel = Channel.bounded(LocksSuite.CAPACITY);
        private long total;

        @Override
        @CompilerControl(CompilerControl.Mode.DONT_INLINE)
        void add(Long amount) throws InterruptedException {
            channel.send(amount);
            total += channel.receive();
        }

        @Override
        long total() {
            return total;
        }
    }

    private static final class Put extends Step {

        private final BlockingQueue<Long> queue = new ArrayBlockingQueue<>(LocksSuite.CAPACITY);
        private long total;

        @Override
        @CompilerControl(CompilerControl.Mode.DONT_INLINE)
        void add(Long amount) throws InterruptedException {
            queue.put(amount);
            total += queue.take();
        }

        @Override
        long total() {
            return total;
        }
    }
}
