/** Channels against locks: the same state, guarded by a lock, or owned by one thread that others send messages to. */
package io.millrace.bench.suite.locks;
