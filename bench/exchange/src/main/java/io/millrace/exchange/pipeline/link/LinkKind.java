package io.millrace.exchange.pipeline.link;

import io.millrace.Waiting;

/** The implementations of {@link StageLink}. */
public enum LinkKind {
    /** A bounded channel of this library. */
    MILLRACE("millrace"),
    /** An {@code ArrayBlockingQueue}. */
    ABQ("abq"),
    /** A bare ring of the Disruptor for one producer and one consumer. */
    DISRUPTOR("disruptor");

    private final String label;

    LinkKind(String label) {
        this.label = label;
    }

    /** Makes a link that holds {@link #capacity(int) at least} {@code capacity} messages. */
    public <T> StageLink<T> open(String name, int capacity, Waiting waiting) {
        return switch (this) {
            case MILLRACE -> new ChannelLink<>(name, capacity, waiting);
            case ABQ -> new QueueLink<>(name, capacity);
            case DISRUPTOR -> new RingLink<>(name, capacity(capacity), waiting);
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
            case DISRUPTOR -> RingLink.strategyName(waiting);
        };
    }

    @Override
    public String toString() {
        return label;
    }
}
