/** The threads that send and receive a number of messages, what they carry, and the check of what arrived. */
package io.millrace.bench.suite.peer.traffic;
