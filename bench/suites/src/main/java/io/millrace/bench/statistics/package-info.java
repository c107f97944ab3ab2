/** How a comparison is decided: from ratios of rounds, by signed ranks, at looks that are set beforehand. */
package io.millrace.bench.statistics;
