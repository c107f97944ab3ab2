package io.millrace;

import io.millrace.internal.flavor.BoundedFlavor;
import io.millrace.internal.flavor.ChannelConfig;
import io.millrace.internal.flavor.RendezvousFlavor;
import io.millrace.internal.flavor.UnboundedFlavor;
import io.millrace.internal.park.NanoClock;
import io.millrace.internal.park.Parker;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds channels. Set one capacity, then what else is needed, then {@link #build()}. A builder may be used again; it is not for
 * several threads at once.
 *
 * @param <T> the type of the messages
 */
public final class ChannelBuilder<T> {

    static final int MAX_CAPACITY = 1 << 30;

    private static final int NO_CAPACITY = -1;
    private static final int DEFAULT_SEGMENT_SIZE = 512;
    private static final AtomicLong UNNAMED = new AtomicLong();

    private int capacity = NO_CAPACITY;
    private @Nullable String name;
    private @Nullable BiConsumer<? super T, ? super UndeliveredReason> onUndelivered;
    private Waiting sendWaiting = Waiting.adaptive();
    private Waiting receiveWaiting = Waiting.adaptive();
    private boolean recordStats;
    private Parker parker = Parker.system();
    private NanoClock clock = NanoClock.system();
    private long startSequence = 0;
    private int segmentSize = DEFAULT_SEGMENT_SIZE;

    ChannelBuilder() {}

    /**
     * Sets how many messages the channel holds, exactly; 0 makes a rendezvous.
     *
     * @param capacity 0 to 2<sup>30</sup>
     * @return this builder
     * @throws IllegalArgumentException if {@code capacity} is out of that range
     */
    public ChannelBuilder<T> capacity(int capacity) {
        if (capacity < 0 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("capacity is " + capacity + ", allowed is 0 to " + MAX_CAPACITY);
        }
        this.capacity = capacity;
        return this;
    }

    /**
     * Lets the channel hold any number of messages.
     *
     * @return this builder
     */
    public ChannelBuilder<T> unbounded() {
        this.capacity = ChannelEnd.UNBOUNDED;
        return this;
    }

    /**
     * Sets who gets the messages that were accepted but will not be received. The callback runs once per message, on the thread
     * that causes it (for {@link Receiver#cancel()}, the one that cancels), never under a lock. Without it they are dropped and
     * only counted.
     *
     * @param handler takes the message and the reason
     * @return this builder
     */
    public ChannelBuilder<T> onUndelivered(BiConsumer<? super T, ? super UndeliveredReason> handler) {
        this.onUndelivered = Objects.requireNonNull(handler, "handler");
        return this;
    }

    /**
     * Sets how senders wait for room, or for a receiver.
     *
     * @param waiting the way to wait
     * @return this builder
     */
    public ChannelBuilder<T> sendWaiting(Waiting waiting) {
        this.sendWaiting = Objects.requireNonNull(waiting, "waiting");
        return this;
    }

    /**
     * Sets how receivers wait for a message.
     *
     * @param waiting the way to wait
     * @return this builder
     */
    public ChannelBuilder<T> receiveWaiting(Waiting waiting) {
        this.receiveWaiting = Objects.requireNonNull(waiting, "waiting");
        return this;
    }

    /**
     * Names the channel, for error messages.
     *
     * @param name the name
     * @return this builder
     */
    public ChannelBuilder<T> name(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Lets the channel count for {@link ChannelEnd#stats()}. A channel that does not count pays nothing.
     *
     * @return this builder
     */
    public ChannelBuilder<T> recordStats() {
        this.recordStats = true;
        return this;
    }

    /**
     * Makes a channel.
     *
     * @return a new channel
     * @throws IllegalStateException if neither {@link #capacity} nor {@link #unbounded} was called
     */
    public Channel<T> build() {
        if (capacity == NO_CAPACITY) {
            throw new IllegalStateException("capacity is not set: call capacity(n) or unbounded()");
        }
        ChannelConfig<T> config = new ChannelConfig<>(
                name != null ? name : "channel-" + UNNAMED.incrementAndGet(),
                capacity,
                sendWaiting,
                receiveWaiting,
                onUndelivered,
                recordStats,
                parker,
                clock,
                startSequence,
                segmentSize);
        return switch (capacity) {
            case 0 -> new RendezvousFlavor<>(config);
            case ChannelEnd.UNBOUNDED -> new UnboundedFlavor<>(config);
            default -> new BoundedFlavor<>(config);
        };
    }

    static void requireBounded(int capacity) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("capacity is " + capacity + ", allowed is 1 to " + MAX_CAPACITY);
        }
    }

    /** For tests: who parks and unparks. */
    ChannelBuilder<T> parker(Parker parker) {
        this.parker = parker;
        return this;
    }

    /** For tests: what measures timeouts. */
    ChannelBuilder<T> clock(NanoClock clock) {
        this.clock = clock;
        return this;
    }

    /** For tests: the sequence of the first message. */
    ChannelBuilder<T> startSequence(long startSequence) {
        this.startSequence = startSequence;
        return this;
    }

    /** For tests: how many messages a segment of an unbounded channel holds; a power of two. */
    ChannelBuilder<T> segmentSize(int segmentSize) {
        this.segmentSize = segmentSize;
        return this;
    }
}
