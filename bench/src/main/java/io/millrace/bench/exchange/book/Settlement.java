package io.millrace.bench.exchange.book;

/**
 * How a run ended.
 *
 * @param tally what was counted
 * @param digest the {@link BookDigest} of all books
 */
public record Settlement(Tally tally, String digest) {}
