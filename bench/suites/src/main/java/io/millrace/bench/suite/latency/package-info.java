/**
 * How long a message takes. The open loop counts from the time at which a message was to be sent, so that a stall makes all the
 * messages late that it held up; the round trip and the wake-up wait for an answer before they go on and count what they see.
 */
package io.millrace.bench.suite.latency;
