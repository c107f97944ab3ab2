package io.millrace.bench.suite.locks;

import io.millrace.Channel;
import io.millrace.bench.suite.harness.CostedBenchmark;
import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.RunChecks;
import io.millrace.bench.suite.harness.Team;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Each message goes through three stages, and each stage keeps something of every message. Three threads do it: one for each stage
 * with channels between, or all alike under locks; one thread alone shows what there is to share.
 */
public class StagedWork extends CostedBenchmark {

    private static final int STAGES = 3;

    /** Who does what. */
    @Param({LocksSuite.CHANNEL_STAGES, LocksSuite.ONE_LOCK, LocksSuite.LOCK_PER_STAGE, LocksSuite.ONE_THREAD})
    public String peer;

    /** How long the work of a stage is, in the units of {@link Blackhole#consumeCPU}: some nanoseconds each. */
    @Param("100")
    public int tokens;

    /** Messages in a run; a multiple of 3. */
    @Param("60000")
    public int messages;

    @Override
    protected FixedWork open() {
        return work(peer, tokens, lengthened(messages));
    }

    static FixedWork work(String peer, int tokens, int messages) {
        Message[] table = IntStream.range(0, 1 << 10).mapToObj(Message::new).toArray(Message[]::new);
        List<StageState> stages =
                Stream.generate(() -> new StageState(tokens)).limit(STAGES).toList();
        int each = RunChecks.share("messages", messages, STAGES);
        List<Team.Job> jobs = switch (peer) {
            case LocksSuite.CHANNEL_STAGES -> channelStages(stages, table, messages);
            case LocksSuite.ONE_LOCK -> locked(stages, Collections.nCopies(STAGES, new ReentrantLock()), table, each);
            case LocksSuite.LOCK_PER_STAGE ->
                locked(stages, Stream.generate(ReentrantLock::new).limit(STAGES).toList(), table, each);
            case LocksSuite.ONE_THREAD ->
                List.of(() -> {
                    for (int i = 0; i < messages; i++) {
                        for (StageState stage : stages) {
                            stage.work(table[i % table.length]);
                        }
                    }
                });
            default -> throw unknown(peer, LocksSuite.class);
        };
        long sumOfRun = peer.equals(LocksSuite.CHANNEL_STAGES) || peer.equals(LocksSuite.ONE_THREAD)
                ? sum(table, messages)
                : STAGES * sum(table, each);
        return new Stages(stages, new Team(jobs), messages, sumOfRun);
    }

    private static long sum(Message[] table, int messages) {
        return IntStream.range(0, messages)
                .mapToLong(i -> table[i % table.length].id())
                .sum();
    }

    /** The first stage makes the messages, the others receive them. */
    private static List<Team.Job> channelStages(List<StageState> stages, Message[] table, int messages) {
        Channel<Message> second = Channel.bounded(LocksSuite.CAPACITY);
        Channel<Message> third = Channel.bounded(LocksSuite.CAPACITY);
        Team.Job first = () -> {
            for (int i = 0; i < messages; i++) {
                Message message = table[i % table.length];
                stages.get(0).work(message);
                second.send(message);
            }
        };
        Team.Job middle = () -> {
            for (int i = 0; i < messages; i++) {
                Message message = second.receive();
                stages.get(1).work(message);
                third.send(message);
            }
        };
        Team.Job last = () -> {
            for (int i = 0; i < messages; i++) {
                stages.get(2).work(third.receive());
            }
        };
        return List.of(first, middle, last);
    }

    /** Each thread takes its messages through all stages. A lock that the next stage has too is kept. */
    private static List<Team.Job> locked(
            List<StageState> stages, List<ReentrantLock> locks, Message[] table, int each) {
        boolean one = locks.get(0) == locks.get(1);
        Team.Job job = () -> {
            for (int i = 0; i < each; i++) {
                Message message = table[i % table.length];
                if (one) {
                    allStages(stages, locks.get(0), message);
                } else {
                    stageByStage(stages, locks, message);
                }
            }
        };
        return new ArrayList<>(Collections.nCopies(STAGES, job));
    }

    private static void allStages(List<StageState> stages, ReentrantLock lock, Message message) {
        lock.lock();
        try {
            for (int stage = 0; stage < STAGES; stage++) {
                stages.get(stage).work(message);
            }
        } finally {
            lock.unlock();
        }
    }

    private static void stageByStage(List<StageState> stages, List<ReentrantLock> locks, Message message) {
        for (int stage = 0; stage < STAGES; stage++) {
            locks.get(stage).lock();
            try {
                stages.get(stage).work(message);
            } finally {
                locks.get(stage).unlock();
            }
        }
    }

    private record Message(long id) {}

    /** What a stage keeps, in cache lines of its own: stages have threads of their own. */
    private static final class StageState {

        /** Far enough from both ends of the array for lines of 128 bytes, and for a processor that fetches them in pairs. */
        private static final int MESSAGES = 32;

        private static final int SUM = MESSAGES + 1;

        private final int tokens;
        private final long[] kept = new long[2 * MESSAGES];

        StageState(int tokens) {
            this.tokens = tokens;
        }

        void work(Message message) {
            if (tokens > 0) {
                Blackhole.consumeCPU(tokens);
            }
            kept[MESSAGES]++;
            kept[SUM] += message.id();
        }

        long messages() {
            return kept[MESSAGES];
        }

        long sum() {
            return kept[SUM];
        }
    }

    private static final class Stages implements FixedWork {

        private final List<StageState> stages;
        private final Team team;
        private final int messages;
        private final long sumOfRun;
        private long runs;

        Stages(List<StageState> stages, Team team, int messages, long sumOfRun) {
            this.stages = stages;
            this.team = team;
            this.messages = messages;
            this.sumOfRun = sumOfRun;
        }

        @Override
        public long run() throws InterruptedException {
            team.run();
            runs++;
            for (StageState stage : stages) {
                RunChecks.equal("messages of a stage", runs * messages, stage.messages());
                RunChecks.equal("sum of their ids", runs * sumOfRun, stage.sum());
            }
            return messages;
        }

        @Override
        public void close() {
            team.close();
        }
    }
}
