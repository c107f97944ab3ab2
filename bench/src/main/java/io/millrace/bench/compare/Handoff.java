package io.millrace.bench.compare;

/**
 * One implementation under comparison. A forked JVM loads one subclass and gives it one implementation, so every call in it has
 * one target and is compiled as in a program that uses nothing else.
 */
abstract class Handoff {

    /** Sends, waiting for room as the implementation waits. */
    abstract void send(Message message) throws InterruptedException;

    /** Receives, waiting for a message as the implementation waits. */
    abstract Message receive() throws InterruptedException;
}
