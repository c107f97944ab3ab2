package io.millrace.offheap;

import io.millrace.Overflow;
import io.millrace.TimeSource;
import io.millrace.Waiting;
import io.millrace.internal.clock.NanoClock;
import io.millrace.internal.end.ChannelConfig;
import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.offheap.ByteRing;
import io.millrace.internal.offheap.Storage;
import io.millrace.internal.park.Parker;
import io.millrace.internal.terms.Settings;
import io.millrace.internal.timer.TimeSourceAccess;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.agrona.concurrent.AtomicBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Builds rings. Set the capacity, then the other settings, then {@link #build()}. A builder may be used again; it is
 * not for several threads at once.
 *
 * <pre>{@code
 * Ring orders = Ring.builder()
 *         .capacity(1 << 20) // bytes
 *         .mapped(file) // survives the process
 *         .singleConsumer()
 *         .name("orders")
 *         .recordStats()
 *         .build();
 * }</pre>
 *
 * @since 0.1
 */
public final class RingBuilder {

    private static final int NO_CAPACITY = 0;
    private static final int MIN_CAPACITY = 64;
    private static final int MAX_CAPACITY = 1 << 30;
    private static final int NUMBER_BYTES = 16;
    /**
     * Numbers the rings that were given no name.
     * <p>Written and read by: builders (get-and-add). Orders nothing: only to be different counts.
     */
    private static final AtomicLong UNNAMED = new AtomicLong();

    private int capacity = NO_CAPACITY;
    private @Nullable IntFunction<AtomicBuffer> storage;
    private @Nullable Path file;
    private String memory = "";
    private @Nullable String name;
    private @Nullable UndeliveredHandler onUndelivered;
    private Waiting sendWaiting = Waiting.adaptive();
    private Waiting receiveWaiting = Waiting.adaptive();
    private boolean recordStats;
    private boolean singleProducer;
    private boolean singleConsumer;
    private Parker parker = Parker.system();
    private NanoClock clock = NanoClock.system();

    RingBuilder() {}

    /** For so many numbers of eight bytes, wherever in the memory they begin. */
    static RingBuilder ofNumbers(int numbers) {
        Settings.requireWithin(1, MAX_CAPACITY / NUMBER_BYTES - 1, "numbers", numbers);
        int bytes = Math.max(MIN_CAPACITY, NUMBER_BYTES * numbers);
        return new RingBuilder().capacity(Integer.highestOneBit(2 * bytes - 1));
    }

    /**
     * Sets how many bytes the ring holds. A message can take an eighth of it.
     *
     * @param bytes a power of two, 64 to 2<sup>30</sup>
     * @return this builder
     * @throws IllegalArgumentException if {@code bytes} is not such a number
     */
    public RingBuilder capacity(int bytes) {
        if (bytes < MIN_CAPACITY || bytes > MAX_CAPACITY || Integer.bitCount(bytes) != 1) {
            throw new IllegalArgumentException(
                    "bytes is " + bytes + ", allowed are powers of two from " + MIN_CAPACITY + " to " + MAX_CAPACITY);
        }
        Settings.requireUnset(capacity != NO_CAPACITY, "capacity(" + bytes + ")", "capacity(" + capacity + ")");
        this.capacity = bytes;
        return this;
    }

    /**
     * Lets the ring lie in a byte array on the heap.
     *
     * @return this builder
     */
    public RingBuilder onHeap() {
        return in("onHeap()", Storage::onHeap);
    }

    /**
     * Lets the ring lie in memory outside the heap, which is given back when the ring has become unreachable. The
     * default.
     *
     * @return this builder
     */
    public RingBuilder direct() {
        return in("direct()", Storage::direct);
    }

    /**
     * Lets the ring lie in a new file that is mapped into memory as long as the ring is reachable. {@link #build()}
     * makes the file, all of it, so that there is room for it on the disk. It is longer than the capacity by what
     * Agrona keeps behind the messages.
     *
     * <p>The ring is for the threads of this process; {@link SharedRing} is for several. But the file stays, and any
     * reader of Agrona's ring buffers can look at what was sent and not received. What survives what:
     *
     * <ul>
     *   <li>The ring that is garbage, and the process that is killed at any instruction: every message that was sent
     *   and not received. A claim that was not committed stands in front of what was sent after it. What is received or
     *   cancelled is gone. <li>Loss of power, or a crash of the operating system: nothing to rely on. <li>Another
     *   program that writes to the file or cuts it off while the ring is in use: not at all. Operations may throw
     *   {@link InternalError}, the JVM may end, and messages may be wrong.
     * </ul>
     *
     * <p>The next ring needs another file, or this one deleted.
     *
     * @param file where the ring will be; nothing may be there
     * @return this builder
     */
    public RingBuilder mapped(Path file) {
        Objects.requireNonNull(file, "file");
        in("mapped(" + file + ")", bytes -> Storage.mapped(file, bytes));
        this.file = file;
        return this;
    }

    private RingBuilder in(String memory, IntFunction<AtomicBuffer> storage) {
        Settings.requireUnset(this.storage != null, memory, this.memory);
        this.storage = storage;
        this.memory = memory;
        return this;
    }

    /**
     * Promises that one thread only will send; as {@link io.millrace.ChannelBuilder#singleProducer()}. Sends then need
     * no atomic read-modify-write to claim their place.
     *
     * @return this builder
     */
    public RingBuilder singleProducer() {
        Settings.requireUnset(singleProducer, "singleProducer()", "itself");
        this.singleProducer = true;
        return this;
    }

    /**
     * Promises that one thread only will receive; as {@link io.millrace.ChannelBuilder#singleConsumer()}. Handlers then
     * read in place.
     *
     * @return this builder
     */
    public RingBuilder singleConsumer() {
        Settings.requireUnset(singleConsumer, "singleConsumer()", "itself");
        this.singleConsumer = true;
        return this;
    }

    /**
     * Sets the callback for messages that were accepted but will not be received, once each, on the thread that
     * cancels; of a handler that reads in place then, on its thread; and of claims that are committed afterwards, on
     * the thread that commits. What the callback throws comes out there, once all are handed over.
     *
     * @param handler takes the message and the reason
     * @return this builder
     */
    public RingBuilder onUndelivered(UndeliveredHandler handler) {
        Objects.requireNonNull(handler, "handler");
        Settings.requireUnset(onUndelivered != null, "onUndelivered(handler)", "itself");
        this.onUndelivered = handler;
        return this;
    }

    /**
     * Sets how senders wait for room.
     *
     * @param waiting the way to wait
     * @return this builder
     */
    public RingBuilder sendWaiting(Waiting waiting) {
        this.sendWaiting = Objects.requireNonNull(waiting, "waiting");
        return this;
    }

    /**
     * Sets how receivers wait for a message.
     *
     * @param waiting the way to wait
     * @return this builder
     */
    public RingBuilder receiveWaiting(Waiting waiting) {
        this.receiveWaiting = Objects.requireNonNull(waiting, "waiting");
        return this;
    }

    /**
     * Names the ring, for error messages.
     *
     * @param name the name
     * @return this builder
     */
    public RingBuilder name(String name) {
        this.name = Settings.requireName(this.name, name);
        return this;
    }

    /**
     * Lets the ring count for {@link Ring#stats()}. A ring that does not count pays nothing.
     *
     * @return this builder
     */
    public RingBuilder recordStats() {
        this.recordStats = true;
        return this;
    }

    /**
     * Sets the clock that measures timeouts.
     *
     * @param source the time source; {@link TimeSource#system()} unless set
     * @return this builder
     */
    public RingBuilder timeSource(TimeSource source) {
        this.parker = TimeSourceAccess.parkerOf(source);
        this.clock = TimeSourceAccess.clockOf(source);
        return this;
    }

    /**
     * Makes a ring.
     *
     * @return a new ring
     * @throws IllegalStateException if {@link #capacity} was not called; or there is something where the file of a
     *     {@link #mapped} ring should be
     * @throws java.io.UncheckedIOException if that file cannot be made, if there is not enough room for all of it, say
     */
    public Ring build() {
        StackRoom.ensureForSeveral();
        if (capacity == NO_CAPACITY) {
            throw new IllegalStateException("capacity is not set: call capacity(bytes)");
        }
        ChannelConfig<Object> config = new ChannelConfig<>(
                name != null ? name : "ring-" + UNNAMED.incrementAndGet(),
                capacity,
                sendWaiting,
                receiveWaiting,
                null,
                recordStats,
                parker,
                clock,
                0,
                0,
                Overflow.WAIT,
                null,
                singleProducer,
                singleConsumer,
                null);
        AtomicBuffer memory =
                Objects.requireNonNullElse(storage, Storage::direct).apply(capacity);
        try {
            return new ByteRing(config, onUndelivered, memory);
        } catch (Throwable e) {
            if (file != null) {
                Storage.discard(memory, file);
            }
            throw e;
        }
    }
}
