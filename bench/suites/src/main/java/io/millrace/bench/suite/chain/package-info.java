/** Channels as Jox and Kotlin measure them: one, chains and pairs of them, on platform and virtual threads. */
package io.millrace.bench.suite.chain;
