package io.millrace;

import io.millrace.internal.clock.NanoClock;
import io.millrace.internal.end.ChannelConfig;
import io.millrace.internal.flavor.BoundedFlavor;
import io.millrace.internal.flavor.ConflatingFlavor;
import io.millrace.internal.flavor.ManyToOneFlavor;
import io.millrace.internal.flavor.OneToOneFlavor;
import io.millrace.internal.flavor.RendezvousFlavor;
import io.millrace.internal.flavor.UnboundedFlavor;
import io.millrace.internal.flavor.UnboundedSoleReceiverFlavor;
import io.millrace.internal.memory.Initialized;
import io.millrace.internal.park.Parker;
import io.millrace.internal.terms.Settings;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Builds channels. Set one capacity, then the other settings, then {@link #build()}. A builder may be used again; it is
 * not for several threads at once. Settings that exclude each other, and most that are made twice, are refused with an
 * {@link IllegalArgumentException}, at the call or by {@code build}; a later setting never replaces an earlier one
 * silently.
 *
 * <pre>{@code
 * Channel<String> orders = Channel.<String>builder()
 *         .capacity(1024)
 *         .name("orders")
 *         .singleConsumer()
 *         .onUndelivered((order, reason) -> rejected.add(order))
 *         .recordStats()
 *         .build();
 * }</pre>
 *
 * @param <T> the type of the messages
 * @since 0.1
 */
public final class ChannelBuilder<T> {

    static final int MAX_CAPACITY = 1 << 30;

    static {
        TimeSource.system(); // initialized by now, as is the choice made once
        Initialized.ensure(MethodHandles.lookup(), OneShotSelect.class);
    }

    private static final int NO_CAPACITY = -1;
    private static final int DEFAULT_SEGMENT_SIZE = 512;
    /** Written and read by: builders without a name (fetch-and-add). Orders nothing: a number each. */
    private static final AtomicLong UNNAMED = new AtomicLong();

    private int capacity = NO_CAPACITY;
    private @Nullable String name;
    private @Nullable Overflow onFull;
    private boolean latestOnly;
    private @Nullable Function<? super T, ?> keyFunction;
    private @Nullable BiConsumer<? super T, ? super UndeliveredReason> onUndelivered;
    private Waiting sendWaiting = Waiting.adaptive();
    private Waiting receiveWaiting = Waiting.adaptive();
    private boolean recordStats;
    private boolean singleProducer;
    private boolean singleConsumer;
    private @Nullable Consumer<? super @Nullable Throwable> onClose;
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
        Settings.requireWithin(0, MAX_CAPACITY, "capacity", capacity);
        requireNoCapacity("capacity(" + capacity + ")");
        this.capacity = capacity;
        return this;
    }

    /**
     * Lets the channel hold any number of messages.
     *
     * @return this builder
     * @throws IllegalArgumentException if a capacity was set, or one of the ways to conflate, which need none
     */
    public ChannelBuilder<T> unbounded() {
        requireNoCapacity("unbounded()");
        Settings.requireUnset(latestOnly, "unbounded()", "conflating()");
        Settings.requireUnset(keyFunction != null, "unbounded()", "conflatingBy(keyFunction)");
        this.capacity = ChannelEnd.UNBOUNDED;
        return this;
    }

    /**
     * Sets what a send does when the channel is full. Anything but {@link Overflow#WAIT} needs a capacity of at least
     * 1.
     *
     * @param policy what to do
     * @return this builder
     */
    public ChannelBuilder<T> onFull(Overflow policy) {
        Objects.requireNonNull(policy, "policy");
        Settings.requireUnset(onFull != null, "onFull(" + policy + ")", "onFull(" + onFull + ")");
        this.onFull = policy;
        return this;
    }

    /**
     * Lets the channel keep the latest message only: a sent message replaces the buffered one, which is
     * handed to {@link #onUndelivered} as {@link UndeliveredReason#REPLACED}. Sends never wait. The capacity is 1.
     *
     * @return this builder
     */
    public ChannelBuilder<T> conflating() {
        requireNotConflating("conflating()");
        this.latestOnly = true;
        return this;
    }

    /**
     * Lets the channel keep the latest message of each key. A message whose key is pending takes the place, also in the
     * order, of the pending message, which is handed to {@link #onUndelivered} as {@link UndeliveredReason#REPLACED};
     * other messages go to the end. So receivers get each key's latest message, in the order in which the keys came.
     *
     * <p>A {@link #capacity} of n lets at most n keys be pending. A message of another key then finds the channel full;
     * one of a pending key does not. A send that waits goes on when there is room, not when another sender makes its
     * key pending. Without a capacity the number of keys is not bounded, and memory follows the most that were ever
     * pending.
     *
     * <p>The function, and {@code hashCode} of the keys, run on the sending thread under no lock, once for each time a
     * send tries; a key must not change while it is pending, and equal messages must have equal keys. {@code equals} of
     * keys with the same hash runs under the channel's lock: it should be quick and must not use the channel. If any of
     * them throws, the message is not sent and the exception goes to the caller.
     *
     * @param keyFunction makes the key of a message, not null
     * @return this builder
     */
    public ChannelBuilder<T> conflatingBy(Function<? super T, ?> keyFunction) {
        Objects.requireNonNull(keyFunction, "keyFunction");
        requireNotConflating("conflatingBy(keyFunction)");
        this.keyFunction = keyFunction;
        return this;
    }

    /**
     * Promises that one thread at a time will send. The first thread that sends has this role until it ends or hands
     * the role over by {@link Sender#releaseProducer()}; a send of another thread throws {@link ThreadRoleException}
     * meanwhile. A receive of the producer that would have to wait without a timeout throws {@link
     * ThreadRoleException}, too: no other thread sends, so it would wait for itself. Any thread may close.
     *
     * <p>A send to an unbounded channel, or to a bounded one with a {@linkplain #singleConsumer() single consumer}, too,
     * then does without atomic read-modify-writes and fences. In return, a close by another thread than the producer waits until the producer's stores are visible: up to a millisecond if
     * that is alive and does not wait in the channel, else not at all. The time does not depend on the work of that
     * thread, and no thread is stopped. The first receive without a thread ({@link Receiver#receiveAsync()}, a
     * publisher) waits as long, and from then on each send has a fence. Operations on two such channels are ordered by release and acquire
     * only.
     *
     * @return this builder
     */
    public ChannelBuilder<T> singleProducer() {
        Settings.requireUnset(singleProducer, "singleProducer()", "itself");
        this.singleProducer = true;
        return this;
    }

    /**
     * Promises that one thread at a time will receive. The first thread that receives has this role until it ends or
     * hands the role over by {@link Receiver#releaseConsumer()}; a receive of another thread throws {@link
     * ThreadRoleException} meanwhile. A send of the consumer that would have to wait without a timeout throws {@link
     * ThreadRoleException}, too, and nothing is sent: no other thread makes room, so it would wait for itself. Any
     * thread may close and cancel.
     *
     * <p>A receive from an unbounded channel, or a bounded one that waits or fails when full, then does without atomic
     * read-modify-writes and fences. In return, a cancel by another thread than the consumer waits for the consumer's
     * stores, as a close for those of a {@linkplain #singleProducer() single producer}. So does the making of the first
     * Flow subscriber that sends to a bounded channel, and from then on each receive has a fence.
     *
     * @return this builder
     */
    public ChannelBuilder<T> singleConsumer() {
        Settings.requireUnset(singleConsumer, "singleConsumer()", "itself");
        this.singleConsumer = true;
        return this;
    }

    /**
     * Sets the callback for messages that were accepted but will not be received. The callback runs once per message,
     * on the thread that causes it (the one that cancels, or that sends the message which another one has to make room
     * for), never under a lock. Without it they are dropped and only counted.
     *
     * <p>An exception of the callback comes out of the operation that caused it, once that operation is done: a send's
     * own message has been accepted by then, and a batch has gone as far as it could without waiting. If the channel
     * turns out to be closed, {@link ChannelClosedException} comes out, with what the callback threw suppressed in it.
     *
     * @param handler takes the message and the reason
     * @return this builder
     */
    public ChannelBuilder<T> onUndelivered(BiConsumer<? super T, ? super UndeliveredReason> handler) {
        Objects.requireNonNull(handler, "handler");
        Settings.requireUnset(onUndelivered != null, "onUndelivered(handler)", "itself");
        this.onUndelivered = handler;
        return this;
    }

    /**
     * Sets an action that runs once when the channel is closed, by a {@code close}, a {@code cancel} or the end of its
     * last handle. So a thread that feeds this channel from another learns at once that no more messages are wanted,
     * even while it has none to send.
     *
     * <p>It runs on the thread that closes the channel, never under a lock, when the channel already is closed and
     * blocked senders and receivers have been woken; a cancel hands the buffered messages over afterwards. An exception
     * of the action comes out of the operation that closed the channel, once that operation is done.
     *
     * @param handler takes the close cause, or null if there is none
     * @return this builder
     */
    public ChannelBuilder<T> onClose(Consumer<? super @Nullable Throwable> handler) {
        Objects.requireNonNull(handler, "handler");
        Settings.requireUnset(onClose != null, "onClose(handler)", "itself");
        this.onClose = handler;
        return this;
    }

    /**
     * Sets how senders wait for room, or for a receiver. It has no effect where senders never wait.
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
     * Names the channel. The name stands in exceptions and in {@code toString()}, also of the object that {@link
     * java.util.concurrent.locks.LockSupport#getBlocker LockSupport.getBlocker} returns for a thread that waits here.
     *
     * @param name the name, not blank
     * @return this builder
     * @throws IllegalArgumentException if {@code name} is blank, or the channel has a name
     */
    public ChannelBuilder<T> name(String name) {
        this.name = Settings.requireName(this.name, name);
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
     * Sets the clock that measures timeouts.
     *
     * @param source the time source; {@link TimeSource#system()} unless set
     * @return this builder
     */
    public ChannelBuilder<T> timeSource(TimeSource source) {
        this.parker = source.parker();
        this.clock = source.clock();
        return this;
    }

    /**
     * Makes a channel.
     *
     * @return a new channel
     * @throws IllegalStateException if none of {@link #capacity}, {@link #unbounded}, {@link #conflating} and {@link
     *     #conflatingBy} was called
     * @throws IllegalArgumentException if the settings do not go together
     */
    public Channel<T> build() {
        int capacity = effectiveCapacity();
        Overflow onFull = this.onFull == null ? Overflow.WAIT : this.onFull;
        if (onFull != Overflow.WAIT && (latestOnly || capacity == 0 || capacity == ChannelEnd.UNBOUNDED)) {
            throw new IllegalArgumentException("onFull is " + onFull
                    + ", allowed is WAIT unless the channel is of a capacity of 1 to " + MAX_CAPACITY);
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
                segmentSize,
                onFull,
                latestOnly ? message -> Boolean.TRUE : keyFunction,
                singleProducer,
                singleConsumer,
                onClose);
        try {
            return make(config);
        } catch (OutOfMemoryError e) {
            throw Settings.noMemory(capacity, e);
        }
    }

    private static <T> Channel<T> make(ChannelConfig<T> config) {
        if (config.keyFunction() != null) {
            return new ConflatingFlavor<>(config);
        }
        return switch (config.capacity()) {
            case 0 -> new RendezvousFlavor<>(config);
            case ChannelEnd.UNBOUNDED -> makeUnbounded(config);
            default -> makeBounded(config);
        };
    }

    private static <T> Channel<T> makeUnbounded(ChannelConfig<T> config) {
        return config.hasSoleReceiver() ? new UnboundedSoleReceiverFlavor<>(config) : new UnboundedFlavor<>(config);
    }

    private static <T> Channel<T> makeBounded(ChannelConfig<T> config) {
        if (config.isOneToOne()) {
            return new OneToOneFlavor<>(config);
        }
        return config.hasSoleReceiver() ? new ManyToOneFlavor<>(config) : new BoundedFlavor<>(config);
    }

    private int effectiveCapacity() {
        boolean isSet = capacity != NO_CAPACITY;
        if (latestOnly) {
            if (isSet && capacity != 1) {
                throw new IllegalArgumentException(
                        "capacity is " + capacity + ", allowed with conflating() is 1 or none");
            }
            return 1;
        }
        if (keyFunction != null) {
            if (capacity == 0) {
                throw new IllegalArgumentException(
                        "capacity is 0, allowed with conflatingBy(keyFunction) is 1 to " + MAX_CAPACITY + " or none");
            }
            return isSet ? capacity : ChannelEnd.UNBOUNDED;
        }
        if (!isSet) {
            throw new IllegalStateException("capacity is not set: call capacity(n) or unbounded()");
        }
        return capacity;
    }

    private void requireNoCapacity(String setting) {
        Settings.requireUnset(
                capacity != NO_CAPACITY,
                setting,
                capacity == ChannelEnd.UNBOUNDED ? "unbounded()" : "capacity(" + capacity + ")");
    }

    private void requireNotConflating(String setting) {
        Settings.requireUnset(latestOnly, setting, "conflating()");
        Settings.requireUnset(keyFunction != null, setting, "conflatingBy(keyFunction)");
        Settings.requireUnset(capacity == ChannelEnd.UNBOUNDED, setting, "unbounded()");
    }

    static void requireBounded(int capacity) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("capacity is " + capacity + ", allowed is 1 to " + MAX_CAPACITY
                    + (capacity == 0 ? "; Channel.rendezvous() makes a channel that holds none" : ""));
        }
    }

    static void requireHandles(int count) {
        Settings.requireAtLeast(1, "count", count);
    }

    /** For tests: the parker. */
    ChannelBuilder<T> parker(Parker parker) {
        this.parker = parker;
        return this;
    }

    /** For tests: the clock of timeouts. */
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
