package io.millrace.bench.exchange.pipeline;

import io.millrace.Waiting;

/** The implementations of {@link Handoff}. */
public enum HandoffKind {
    /** A bounded channel of this library. */
    MILLRACE("millrace"),
    /** An {@code ArrayBlockingQueue}. */
    ABQ("abq"),
    /** A bare ring of the Disruptor for one producer and one consumer. */
    DISRUPTOR("disruptor");

    private final String label;

    HandoffKind(String label) {
        this.label = label;
    }

    /** Makes a handoff that holds {@link #capacity(int) at least} {@code capacity} messages. */
    public <T> Handoff<T> open(String name, int capacity, Waiting waiting) {
        return switch (this) {
            case MILLRACE -> new ChannelHandoff<>(name, capacity, waiting);
            case ABQ -> new QueueHandoff<>(name, capacity);
            case DISRUPTOR -> new RingHandoff<>(name, capacity(capacity), waiting);
        };
    }

    /** How many messages it holds if that many are asked for: the Disruptor's rings have a power of two. */
    public int capacity(int asked) {
        return this == DISRUPTOR && asked > 1 ? Integer.highestOneBit(asked - 1) << 1 : asked;
    }

    /** How it waits if told to wait that way. */
    public String waiting(Waiting waiting) {
        return switch (this) {
            case MILLRACE -> waiting.toString();
            case ABQ -> "park (a lock and two conditions, whatever is asked for)";
            case DISRUPTOR -> RingHandoff.strategyName(waiting);
        };
    }

    @Override
    public String toString() {
        return label;
    }
}
