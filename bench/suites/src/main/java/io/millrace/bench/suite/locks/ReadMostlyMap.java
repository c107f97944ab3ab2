package io.millrace.bench.suite.locks;

import io.millrace.bench.suite.harness.CostedBenchmark;
import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.RunChecks;
import io.millrace.bench.suite.harness.Team;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Param;

/**
 * Threads look up values in a map and now and then change one. A value has two halves that belong together; each read checks that
 * it did not see half of a change, and the sum of all values must tell every change.
 *
 * <p>The keys are fixed. With a channel one more thread owns the map, and each read is a request and a reply.
 */
public class ReadMostlyMap extends CostedBenchmark {

    private static final int PER_MILLE = 1000;

    /** What guards the map. */
    @Param({
        LocksSuite.ASK_OWNER,
        LocksSuite.READ_WRITE_LOCK,
        LocksSuite.STAMPED_LOCK,
        LocksSuite.CONCURRENT_HASH_MAP,
        LocksSuite.SYNCHRONIZED
    })
    public String peer;

    /** How many threads read and write. */
    @Param("4")
    public int threads;

    /** How many of a thousand operations write. */
    @Param("10")
    public int writesPerMille;

    /** Operations in a run, of all threads together. */
    @Param("20000")
    public int messages;

    @Override
    protected FixedWork open() {
        return work(peer, threads, writesPerMille, lengthened(messages));
    }

    static FixedWork work(String peer, int threads, int writesPerMille, int messages) {
        if (writesPerMille < 0 || writesPerMille > PER_MILLE) {
            throw new IllegalArgumentException(
                    "writesPerMille is " + writesPerMille + ", allowed is 0 to " + PER_MILLE);
        }
        SharedMap map = switch (peer) {
            case LocksSuite.ASK_OWNER -> new SharedMaps.Owned();
            case LocksSuite.READ_WRITE_LOCK -> new SharedMaps.ReadWriteLocked();
            case LocksSuite.STAMPED_LOCK -> new SharedMaps.Stamped();
            case LocksSuite.CONCURRENT_HASH_MAP -> new SharedMaps.Concurrent();
            case LocksSuite.SYNCHRONIZED -> new SharedMaps.Synchronized();
            default -> throw unknown(peer, LocksSuite.class);
        };
        return new Lookups(map, threads, writesPerMille, RunChecks.share("messages", messages, threads));
    }

    private static final class Lookups implements FixedWork {

        private final SharedMap map;
        private final int threads;
        private final int writesPerMille;
        private final int each;
        private final Team team;
        private long written;

        Lookups(SharedMap map, int threads, int writesPerMille, int each) {
            this.map = map;
            this.threads = threads;
            this.writesPerMille = writesPerMille;
            this.each = each;
            List<Team.Job> jobs = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int seed = i;
                SharedMap.Client client = map.client();
                jobs.add(() -> use(client, seed));
            }
            this.team = new Team(jobs);
        }

        private void use(SharedMap.Client client, int seed) throws InterruptedException {
            long random = seed;
            for (int i = 0; i < each; i++) {
                random = random * 6364136223846793005L + 1442695040888963407L;
                int key = (int) (random >>> 54); // the ten highest bits, the best of such a generator
                if (writes(i)) {
                    client.increment(key);
                } else {
                    client.read(key);
                }
            }
        }

        /** Spreads the writes evenly. */
        private boolean writes(int operation) {
            return (long) (operation + 1) * writesPerMille / PER_MILLE > (long) operation * writesPerMille / PER_MILLE;
        }

        @Override
        public long run() throws InterruptedException {
            team.run();
            written += threads * ((long) each * writesPerMille / PER_MILLE);
            return (long) each * threads;
        }

        @Override
        public void verify() throws InterruptedException {
            RunChecks.equal("sum of all values", written, map.sum());
        }

        @Override
        public void close() {
            team.close();
            map.close();
        }
    }
}
