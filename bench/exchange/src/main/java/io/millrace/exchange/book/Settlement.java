package io.millrace.exchange.book;

/**
 * How a run ended.
 *
 * @param tally what was counted
 * @param digest the {@link BookDigest} of all books
 */
public record Settlement(OrderTally tally, String digest) {}
