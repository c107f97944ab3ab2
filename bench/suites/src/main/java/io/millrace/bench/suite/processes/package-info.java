/** Messages of bytes to another thread or another process, over what both have mapped. */
package io.millrace.bench.suite.processes;
