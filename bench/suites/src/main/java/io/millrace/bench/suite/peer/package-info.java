/**
 * The peers that carry messages, each behind the same two calls, and threads that send and receive over them and check what
 * arrives.
 */
package io.millrace.bench.suite.peer;
