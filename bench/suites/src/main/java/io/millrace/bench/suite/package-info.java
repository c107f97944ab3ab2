/**
 * What the report measures, said as data: a {@link io.millrace.bench.suite.Catalogue} of {@link io.millrace.bench.suite.Suite
 * suites}, each of {@link io.millrace.bench.suite.Panel panels}, each of {@link io.millrace.bench.suite.Row rows} that name the
 * JMH parameters and the peers. The benchmarks of a suite are in the package of its id below this one;
 * what they are made of is in {@code harness}, and whom they measure in {@code peer}.
 *
 * <p>What a benchmark hands to the report:
 *
 * <ul>
 *   <li>a {@code @Param} named {@code peer} whose value is a {@link io.millrace.bench.suite.Peer#name};
 *   <li>its time, as JMH's score or as an {@code @AuxCounters(OPERATIONS)} named {@code messages}: the time per message;
 *   <li>sums, as {@code @AuxCounters(EVENTS)}: see {@link io.millrace.bench.suite.Figure#share};
 *   <li>latencies, through {@link io.millrace.bench.suite.Histograms#write} at the end of each fork.
 * </ul>
 */
package io.millrace.bench.suite;
