package io.millrace.exchange.control;

/**
 * What a task says with its last breath.
 *
 * @param task which one
 * @param failure why it could not go on, or null if its work is done
 */
public record Ended(String task, Throwable failure) {}
