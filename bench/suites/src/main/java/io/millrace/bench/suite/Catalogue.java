package io.millrace.bench.suite;

import io.millrace.bench.suite.batch.BatchSuite;
import io.millrace.bench.suite.broadcast.BroadcastSuite;
import io.millrace.bench.suite.cells.CellsSuite;
import io.millrace.bench.suite.chain.ChainSuite;
import io.millrace.bench.suite.collectors.CollectorsSuite;
import io.millrace.bench.suite.latency.LatencySuite;
import io.millrace.bench.suite.limits.LimitsSuite;
import io.millrace.bench.suite.loaded.LoadedSuite;
import io.millrace.bench.suite.locks.LocksSuite;
import io.millrace.bench.suite.offheap.OffHeapSuite;
import io.millrace.bench.suite.processes.ProcessesSuite;
import io.millrace.bench.suite.scaling.ScalingSuite;
import io.millrace.bench.suite.select.SelectSuite;
import io.millrace.bench.suite.throughput.ThroughputSuite;
import java.util.List;

/** All suites, in the order of the report. */
public final class Catalogue {

    private static final List<Suite> SUITES = List.of(
            CellsSuite.suite(),
            ThroughputSuite.suite(),
            BatchSuite.suite(),
            ChainSuite.suite(),
            SelectSuite.suite(),
            BroadcastSuite.suite(),
            LatencySuite.suite(),
            ScalingSuite.suite(),
            LoadedSuite.suite(),
            CollectorsSuite.suite(),
            LocksSuite.suite(),
            OffHeapSuite.suite(),
            ProcessesSuite.suite(),
            LimitsSuite.suite());

    private Catalogue() {}

    /** Returns all suites. */
    public static List<Suite> suites() {
        return SUITES;
    }
}
