package io.millrace.bench.suite.peer;

import java.util.function.Consumer;
import org.jctools.queues.MessagePassingQueue;

/**
 * A queue of JCTools, which does not block.
 *
 * @param <T> what it carries
 */
final class JctoolsHandoff<T> extends PollingHandoff<T> {

    private final MessagePassingQueue<T> queue;

    JctoolsHandoff(MessagePassingQueue<T> queue) {
        this.queue = queue;
    }

    @Override
    public boolean trySend(T message) {
        return queue.offer(message);
    }

    @Override
    public T tryReceive() {
        return queue.poll();
    }

    @Override
    public int trySendAll(T[] messages, int from, int to) {
        return queue.fill(new Range<>(messages, from), to - from);
    }

    @Override
    public int drain(Consumer<? super T> handler, int limit) {
        return queue.drain(handler::accept, limit);
    }

    @Override
    public int capacity() {
        return queue.capacity();
    }

    private static final class Range<T> implements MessagePassingQueue.Supplier<T> {

        private final T[] messages;
        private int next;

        Range(T[] messages, int from) {
            this.messages = messages;
            this.next = from;
        }

        @Override
        public T get() {
            return messages[next++];
        }
    }
}
