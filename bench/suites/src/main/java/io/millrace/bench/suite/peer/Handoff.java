package io.millrace.bench.suite.peer;

import java.util.function.Consumer;

/**
 * One implementation under comparison. A forked JVM loads one subclass and gives it one implementation, so every call in it has
 * one target and is compiled as in a program that uses nothing else.
 *
 * @param <T> what it carries, not null
 */
public abstract class Handoff<T> implements Sends<T>, Receives<T> {

    /** Value of {@link #capacity()} of an implementation that does not tell. */
    public static final int UNTOLD = -1;

    /** For subclasses. */
    protected Handoff() {}

    /** Sends, waiting for room as the implementation waits. */
    @Override
    public abstract void send(T message) throws InterruptedException;

    /** Receives, waiting for a message as the implementation waits. */
    @Override
    public abstract T receive() throws InterruptedException;

    /**
     * Sends if there is room now.
     *
     * @throws UnsupportedOperationException if the implementation cannot try
     */
    public abstract boolean trySend(T message);

    /**
     * Receives if there is a message now, else returns null.
     *
     * @throws UnsupportedOperationException if the implementation cannot try
     */
    public abstract T tryReceive();

    /**
     * Sends the messages of a range in order until there is no room, in one operation where the implementation has one.
     *
     * @return how many were sent
     */
    public int trySendAll(T[] messages, int from, int to) {
        int next = from;
        while (next < to && trySend(messages[next])) {
            next++;
        }
        return next - from;
    }

    /**
     * Receives what is there, up to {@code limit} messages, in one operation where the implementation has one.
     *
     * @return how many were received
     */
    public int drain(Consumer<? super T> handler, int limit) {
        int count = 0;
        T message;
        while (count < limit && (message = tryReceive()) != null) {
            handler.accept(message);
            count++;
        }
        return count;
    }

    /** Returns how many messages the empty implementation holds by its own account, or {@link #UNTOLD}. */
    public int capacity() {
        return UNTOLD;
    }
}
