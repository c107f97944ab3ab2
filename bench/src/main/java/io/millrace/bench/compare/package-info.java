/**
 * Millrace's channels against other queues, as JMH benchmarks of fixed work, and the table made from their results.
 *
 * <p>{@link io.millrace.bench.compare.Spsc}, {@link io.millrace.bench.compare.Mpsc} and
 * {@link io.millrace.bench.compare.Mpmc} are the benchmarks; {@link io.millrace.bench.compare.Comparison} says what is
 * measured.
 */
package io.millrace.bench.compare;
