package io.millrace.bench.exchange.control;

/**
 * What an actor says with its last breath.
 *
 * @param actor which one
 * @param failure why it could not go on, or null if its work is done
 */
public record Ended(String actor, Throwable failure) {}
