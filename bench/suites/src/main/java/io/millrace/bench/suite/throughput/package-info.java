/** Queues as JCTools measures them: threads that only try, and bursts. */
package io.millrace.bench.suite.throughput;
