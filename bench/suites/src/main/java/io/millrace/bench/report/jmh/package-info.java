/** A cell of the catalogue, one fork of JMH that measures it, and what such forks found. Knows nothing of reports. */
package io.millrace.bench.report.jmh;
