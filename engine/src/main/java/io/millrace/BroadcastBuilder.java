package io.millrace;

import io.millrace.internal.broadcast.BroadcastFlavor;
import io.millrace.internal.clock.NanoClock;
import io.millrace.internal.end.ChannelConfig;
import io.millrace.internal.park.Parker;
import io.millrace.internal.terms.Settings;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Builds broadcasts. Set the capacity, then the other settings, then {@link #build()}. A builder may be used again; it
 * is not for several threads at once.
 *
 * <pre>{@code
 * Broadcast<String> trades = Broadcast.<String>builder()
 *         .capacity(1024)
 *         .name("trades")
 *         .receiveWaiting(Waiting.park())
 *         .build();
 * }</pre>
 *
 * @param <T> the type of the messages
 * @since 0.1
 */
public final class BroadcastBuilder<T> {

    private static final int MAX_CAPACITY = 1 << 29;
    private static final int NO_CAPACITY = -1;
    /** Written and read by: builders without a name (fetch-and-add). Orders nothing: a number each. */
    private static final AtomicLong UNNAMED = new AtomicLong();

    private int capacity = NO_CAPACITY;
    private @Nullable String name;
    private Waiting sendWaiting = Waiting.adaptive();
    private Waiting receiveWaiting = Waiting.adaptive();
    private Parker parker = Parker.system();
    private NanoClock clock = NanoClock.system();
    private long startSequence = 0;

    BroadcastBuilder() {}

    /**
     * Sets how many messages are kept, exactly, and how far senders can get ahead of a subscription that holds them.
     *
     * @param capacity 1 to 2<sup>29</sup>
     * @return this builder
     * @throws IllegalArgumentException if {@code capacity} is out of that range
     */
    public BroadcastBuilder<T> capacity(int capacity) {
        Settings.requireWithin(1, MAX_CAPACITY, "capacity", capacity);
        Settings.requireUnset(
                this.capacity != NO_CAPACITY, "capacity(" + capacity + ")", "capacity(" + this.capacity + ")");
        this.capacity = capacity;
        return this;
    }

    /**
     * Names the broadcast, for error messages.
     *
     * @param name the name
     * @return this builder
     */
    public BroadcastBuilder<T> name(String name) {
        this.name = Settings.requireName(this.name, name);
        return this;
    }

    /**
     * Sets how senders wait for subscriptions that hold them.
     *
     * @param waiting the way to wait
     * @return this builder
     */
    public BroadcastBuilder<T> sendWaiting(Waiting waiting) {
        this.sendWaiting = Objects.requireNonNull(waiting, "waiting");
        return this;
    }

    /**
     * Sets how subscribers wait for a message.
     *
     * @param waiting the way to wait
     * @return this builder
     */
    public BroadcastBuilder<T> receiveWaiting(Waiting waiting) {
        this.receiveWaiting = Objects.requireNonNull(waiting, "waiting");
        return this;
    }

    /**
     * Sets the clock that measures timeouts.
     *
     * @param source the time source; {@link TimeSource#system()} unless set
     * @return this builder
     */
    public BroadcastBuilder<T> timeSource(TimeSource source) {
        this.parker = source.parker();
        this.clock = source.clock();
        return this;
    }

    /**
     * Makes a broadcast.
     *
     * @return a new broadcast without subscriptions
     * @throws IllegalStateException if {@link #capacity} was not called
     */
    public Broadcast<T> build() {
        if (capacity == NO_CAPACITY) {
            throw new IllegalStateException("capacity is not set: call capacity(n)");
        }
        ChannelConfig<T> config = new ChannelConfig<>(
                name != null ? name : "broadcast-" + UNNAMED.incrementAndGet(),
                capacity,
                sendWaiting,
                receiveWaiting,
                null,
                false,
                parker,
                clock,
                startSequence,
                0,
                Overflow.WAIT,
                null,
                false,
                false,
                null);
        try {
            return new BroadcastFlavor<>(config);
        } catch (OutOfMemoryError e) {
            throw Settings.noMemory(capacity, e);
        }
    }

    /** For tests: the parker, and the clock of timeouts. */
    BroadcastBuilder<T> waitingBy(Parker parker, NanoClock clock) {
        this.parker = parker;
        this.clock = clock;
        return this;
    }

    /** For tests: the sequence of the first message. */
    BroadcastBuilder<T> startSequence(long startSequence) {
        this.startSequence = startSequence;
        return this;
    }
}
