/** What the garbage collector has to do with a handoff: its barriers, the age of the ring, and what is allocated. */
package io.millrace.bench.suite.collectors;
