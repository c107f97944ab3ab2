package io.millrace.exchange;

/**
 * Something that must be true of a run.
 *
 * @param name what
 * @param held whether it is
 * @param detail the numbers behind it
 */
record Proof(String name, boolean held, String detail) {}
