package io.millrace.bench.suite;

/**
 * A physical limit that stands beside a row.
 *
 * @param limit name of a peer of the suite {@code limits}, measured in the same run
 * @param times how many of it the row needs at least
 */
public record Bound(String limit, double times) {}
