/**
 * What every suite measures with: {@linkplain io.millrace.bench.suite.harness.FixedWork work of a fixed size}, the
 * {@linkplain io.millrace.bench.suite.harness.FixedWorkBenchmark benchmark} that does it again and again, the
 * {@linkplain io.millrace.bench.suite.harness.Team threads} that do it, what they
 * {@linkplain io.millrace.bench.suite.harness.Costs cost}, and the {@linkplain io.millrace.bench.suite.harness.Flags options} of
 * their JVMs.
 */
package io.millrace.bench.suite.harness;
