package io.millrace.bench.suite.locks;

import io.millrace.bench.suite.Figure;
import io.millrace.bench.suite.Headline;
import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Peer.Family;
import io.millrace.bench.suite.Profile;
import io.millrace.bench.suite.Row;
import io.millrace.bench.suite.Suite;
import java.util.List;

/** Channel or lock? Each panel is a task that both can do. */
public final class LocksSuite {

    static final String OWNER = "Millrace channel to an owner thread (spins then parks)";
    static final String ASK_OWNER = "Millrace requests to an owner thread (spins then parks)";
    static final String SEND_AND_RECEIVE = "Millrace send and receive (one thread)";
    static final String WORKER_POOL = "Millrace WorkerPool (spins then parks)";
    static final String RECEIVING_THREADS = "Millrace channel and threads that receive (spins then parks)";
    static final String CHANNEL_STAGES = "Millrace channels between three threads (spins then parks)";

    static final String PUT_AND_TAKE = "ArrayBlockingQueue put and take (one thread)";
    static final String THREAD_POOL_EXECUTOR = "ThreadPoolExecutor on LinkedBlockingQueue (parks)";

    static final String ATOMIC_LONG = "AtomicLong";
    static final String LONG_ADDER = "LongAdder";
    static final String REENTRANT_LOCK = "ReentrantLock (parks)";
    static final String SYNCHRONIZED = "synchronized (spins then parks)";
    static final String READ_WRITE_LOCK = "ReentrantReadWriteLock (parks)";
    static final String STAMPED_LOCK = "StampedLock (optimistic reads)";
    static final String CONCURRENT_HASH_MAP = "ConcurrentHashMap";
    static final String LOCK_AND_CONDITIONS = "ReentrantLock with two conditions (parks)";
    static final String ONE_LOCK = "one ReentrantLock around three threads (parks)";
    static final String LOCK_PER_STAGE = "a ReentrantLock for each stage (parks)";
    static final String ONE_THREAD = "one thread (no lock)";

    static final int CAPACITY = 1024;

    /** How many messages an owner takes at a time if they are there. */
    static final int OWNER_BATCH = 256;

    private LocksSuite() {}

    /** Returns the suite. */
    public static Suite suite() {
        return new Suite(
                        "locks",
                        "Channels and locks",
                        "Channel or lock?",
                        List.of(sharedCounter(), hotPath(), readMostlyMap(), largeState(), jobQueue(), stagedWork()))
                .deciding(Headline.of("job-queue", millrace(WORKER_POOL), Peer.of(THREAD_POOL_EXECUTOR, Family.JDK))
                        .at("submitters", "1")
                        .at("workers", "4")
                        .at("tokens", "100"));
    }

    private static Panel sharedCounter() {
        List<Peer> peers =
                List.of(millrace(OWNER), lock(REENTRANT_LOCK), lock(SYNCHRONIZED), lock(ATOMIC_LONG), lock(LONG_ADDER));
        return panel(
                "shared-counter",
                "Shared counter",
                "Threads add to one counter. Figures are per addition, of all threads together; with the channel one more "
                        + "thread owns the counter and takes the additions in batches.",
                SharedCounter.class,
                "threads",
                additions(Profile.SMOKE, peers.subList(0, 2), "4"),
                additions(Profile.QUICK, peers.subList(2, 5), "4"),
                additions(Profile.NIGHT, peers, "1", "2", "8"));
    }

    private static Row additions(Profile from, List<Peer> peers, String... threads) {
        return Row.of(from, peers).with("threads", threads).work("messages", "20000", "400000", "1000000");
    }

    private static Panel hotPath() {
        return panel(
                "hot-path",
                "Hot path without contention",
                "One thread alone: what the protection itself costs. The call around it, which is not inlined, is in all "
                        + "figures alike.",
                HotPath.class,
                "",
                Row.of(
                                Profile.QUICK,
                                millrace(SEND_AND_RECEIVE),
                                lock(REENTRANT_LOCK),
                                lock(SYNCHRONIZED),
                                lock(ATOMIC_LONG),
                                Peer.of(PUT_AND_TAKE, Family.JDK))
                        .work("messages", "10000", "200000", "1000000"));
    }

    private static Panel readMostlyMap() {
        List<Peer> peers = List.of(
                millrace(ASK_OWNER),
                lock(READ_WRITE_LOCK),
                lock(STAMPED_LOCK),
                lock(CONCURRENT_HASH_MAP),
                lock(SYNCHRONIZED));
        return panel(
                "read-mostly-map",
                "Read-mostly map",
                "Four threads look up 1024 keys and sometimes change a value; the keys are fixed. With requests one more "
                        + "thread owns the map, and every read waits for its reply.",
                ReadMostlyMap.class,
                "writesPerMille",
                Row.of(Profile.SMOKE, peers.subList(0, 2))
                        .with("threads", "4")
                        .with("writesPerMille", "10")
                        .work("messages", "4000", "20000", "100000"),
                Row.of(Profile.QUICK, peers.subList(2, 5))
                        .with("threads", "4")
                        .with("writesPerMille", "10")
                        .work("messages", "4000", "200000", "1000000"),
                Row.of(Profile.NIGHT, peers)
                        .with("threads", "4")
                        .with("writesPerMille", "0", "100")
                        .work("messages", "4000", "20000", "100000"));
    }

    private static Panel largeState() {
        List<Peer> peers = List.of(millrace(OWNER), lock(REENTRANT_LOCK), lock(SYNCHRONIZED));
        return panel(
                "large-state",
                "Large state changed in place",
                "Threads change sixteen places in half a megabyte. Under a lock the data move between processors, with an "
                        + "owner thread only the messages do.",
                LargeState.class,
                "threads",
                Row.of(Profile.QUICK, peers).with("threads", "4").work("messages", "20000", "200000", "1000000"),
                Row.of(Profile.NIGHT, peers).with("threads", "1", "2").work("messages", "20000", "200000", "1000000"));
    }

    private static Panel jobQueue() {
        List<Peer> peers = List.of(
                millrace(WORKER_POOL),
                millrace(RECEIVING_THREADS),
                Peer.of(THREAD_POOL_EXECUTOR, Family.JDK),
                lock(LOCK_AND_CONDITIONS));
        return panel(
                "job-queue",
                "Job queue",
                "Submitters hand jobs to four workers through a queue of 1024 places, and wait when it is full. The jobs "
                        + "are empty, or as long as their tokens say, some nanoseconds each.",
                JobQueue.class,
                "tokens",
                jobs(Profile.SMOKE, peers.subList(0, 1), "1", "100"),
                jobs(Profile.QUICK, peers.subList(1, 4), "1", "100"),
                jobs(Profile.NIGHT, peers, "1", "0", "1000"),
                jobs(Profile.NIGHT, peers, "4", "0", "100"));
    }

    private static Row jobs(Profile from, List<Peer> peers, String submitters, String... tokens) {
        return Row.of(from, peers)
                .with("submitters", submitters)
                .with("workers", "4")
                .with("tokens", tokens)
                .work("messages", "4000", "50000", "200000");
    }

    private static Panel stagedWork() {
        List<Peer> peers = List.of(millrace(CHANNEL_STAGES), lock(ONE_LOCK), lock(LOCK_PER_STAGE), lock(ONE_THREAD));
        return panel(
                "pipeline",
                "Pipeline of three stages",
                "Each stage keeps something of every message. One thread for each stage and channels between; or three "
                        + "threads that take messages through all stages under locks; or one thread. The stages are as "
                        + "long as their tokens say, some nanoseconds each.",
                StagedWork.class,
                "tokens",
                stages(Profile.SMOKE, peers.subList(0, 1), "100"),
                stages(Profile.QUICK, peers.subList(1, 4), "100"),
                stages(Profile.NIGHT, peers, "0", "1000"));
    }

    private static Row stages(Profile from, List<Peer> peers, String... tokens) {
        return Row.of(from, peers).with("tokens", tokens).work("messages", "3000", "60000", "300000");
    }

    private static Panel panel(String id, String title, String note, Class<?> benchmark, String axis, Row... rows) {
        return new Panel(
                id,
                title,
                note,
                benchmark.getName() + ".run",
                Figure.perMessage().named("time per operation"),
                Panel.Chart.BARS,
                axis,
                List.of(
                        Figure.cpu().named("CPU per operation"),
                        Figure.switches().named("switches per operation")),
                List.of(rows));
    }

    private static Peer millrace(String name) {
        return Peer.of(name, Family.MILLRACE);
    }

    private static Peer lock(String name) {
        return Peer.of(name, Family.LOCK);
    }
}
