package io.millrace.bench.suite.locks;

import io.millrace.bench.suite.harness.CostedBenchmark;
import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.RunChecks;
import io.millrace.bench.suite.harness.Team;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.infra.Blackhole;

/** Threads submit jobs that workers do. All queues have room for the same number of jobs and hold submitters back when full. */
public class JobQueue extends CostedBenchmark {

    /** What the jobs go through. */
    @Param({
        LocksSuite.WORKER_POOL,
        LocksSuite.RECEIVING_THREADS,
        LocksSuite.THREAD_POOL_EXECUTOR,
        LocksSuite.LOCK_AND_CONDITIONS
    })
    public String peer;

    /** How many threads submit. */
    @Param("1")
    public int submitters;

    /** How many threads work. */
    @Param("4")
    public int workers;

    /** How long a job is, in the units of {@link Blackhole#consumeCPU}: some nanoseconds each. */
    @Param("100")
    public int tokens;

    /** Jobs in a run. */
    @Param("50000")
    public int messages;

    @Override
    protected FixedWork open() {
        return work(peer, submitters, workers, tokens, lengthened(messages));
    }

    static FixedWork work(String peer, int submitters, int workers, int tokens, int messages) {
        List<Worker> threads = Collections.synchronizedList(new ArrayList<>());
        JobPools.WorkerFactory factory = task -> {
            Worker worker = new Worker(task, Team.THREAD_NAME_PREFIX + "w" + threads.size());
            worker.setDaemon(true);
            threads.add(worker);
            return worker;
        };
        JobPool pool = switch (peer) {
            case LocksSuite.WORKER_POOL -> new JobPools.Pool(workers, factory);
            case LocksSuite.RECEIVING_THREADS -> new JobPools.Receiving(workers, factory);
            case LocksSuite.THREAD_POOL_EXECUTOR -> new JobPools.Executor(workers, factory);
            case LocksSuite.LOCK_AND_CONDITIONS -> new JobPools.Conditions(workers, factory);
            default -> throw unknown(peer, LocksSuite.class);
        };
        return new Jobs(pool, threads, submitters, workers, tokens, RunChecks.share("messages", messages, submitters));
    }

    /** A thread of a pool, which keeps what it did to itself until the run is over. */
    static final class Worker extends Thread {

        private long jobs;
        private long sum;

        Worker(Runnable task, String name) {
            super(task, name);
        }

        void done(long id) {
            jobs++;
            sum += id;
        }
    }

    private record Job(long id, int tokens) implements Runnable {

        @Override
        public void run() {
            if (tokens > 0) {
                Blackhole.consumeCPU(tokens);
            }
            ((Worker) Thread.currentThread()).done(id);
        }
    }

    private static final class Jobs implements FixedWork {

        private static final int TABLE = 1 << 10;
        private static final long STALLED_AFTER_SECONDS = 120;

        private final JobPool pool;
        private final List<Worker> threads;
        private final int submitters;
        private final int workers;
        private final int each;
        private final Job[] table;
        private final CyclicBarrier quiet;
        private final Team team;
        private long jobs;
        private long sum;

        Jobs(JobPool pool, List<Worker> threads, int submitters, int workers, int tokens, int each) {
            this.pool = pool;
            this.threads = threads;
            this.submitters = submitters;
            this.workers = workers;
            this.each = each;
            this.table = IntStream.range(0, TABLE)
                    .mapToObj(id -> new Job(id, tokens))
                    .toArray(Job[]::new);
            this.quiet = new CyclicBarrier(workers + 1);
            this.team = new Team(Collections.nCopies(submitters, this::submit));
        }

        private void submit() throws InterruptedException {
            for (int i = 0; i < each; i++) {
                pool.submit(table[i % TABLE]);
            }
        }

        @Override
        public long run() throws InterruptedException {
            team.run();
            awaitWorkers();
            for (int i = 0; i < each; i++) {
                sum += submitters * table[i % TABLE].id();
            }
            jobs += (long) submitters * each;
            RunChecks.equal(
                    "jobs done",
                    jobs,
                    threads.stream().mapToLong(thread -> thread.jobs).sum());
            RunChecks.equal(
                    "sum of their ids",
                    sum,
                    threads.stream().mapToLong(thread -> thread.sum).sum());
            return (long) submitters * each;
        }

        /** Gives each worker a job that holds it until all have one: then none has another in its hands. */
        private void awaitWorkers() throws InterruptedException {
            for (int i = 0; i < workers; i++) {
                pool.submit(this::meet);
            }
            meet();
        }

        private void meet() {
            try {
                quiet.await(STALLED_AFTER_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new IllegalStateException("the workers did not come to rest: " + e, e);
            }
        }

        @Override
        public void close() {
            team.close();
            pool.close();
            try {
                for (Worker thread : List.copyOf(threads)) {
                    thread.join(TimeUnit.SECONDS.toMillis(STALLED_AFTER_SECONDS));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
