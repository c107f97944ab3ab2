/** The cells of crossbeam's benchmarks, over all peers. */
package io.millrace.bench.suite.cells;
