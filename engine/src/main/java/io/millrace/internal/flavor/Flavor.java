package io.millrace.internal.flavor;

import io.millrace.Channel;
import io.millrace.ChannelStats;
import io.millrace.Receiver;
import io.millrace.Sender;
import io.millrace.ThreadRoleException;
import io.millrace.UndeliveredReason;
import io.millrace.internal.end.ChannelConfig;
import io.millrace.internal.end.Orphans;
import io.millrace.internal.end.SendingEnd;
import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.park.Blocker;
import io.millrace.internal.park.Idle;
import io.millrace.internal.park.Parker;
import io.millrace.internal.terms.Counters;
import io.millrace.internal.terms.SoleThread;
import io.millrace.internal.terms.Tally;
import io.millrace.internal.terms.Undelivered;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The part that all channels share beside their two ends: roles, ending, handles and views. The steps that each flavor
 * provides come in pairs, one that never waits and one that does, so that the first can be compiled into the caller.
 */
abstract class Flavor<T> extends SendingEnd<T> implements Channel<T> {

    private final String name;
    private final int capacity;

    /** Null if any number of threads may receive. */
    final @Nullable SoleThread consumer;

    final Parker parker;

    /** Null if the channel does not count, or its positions do. */
    private final @Nullable Tally received;

    /**
     * The callback for the close, until it has run; the whole is null if none was set.
     * <p>Written and read by: closers (read-modify-write), of whom the first runs it. Orders nothing: the close word
     * does.
     */
    private final @Nullable AtomicReference<@Nullable Consumer<? super @Nullable Throwable>> onClose;

    /**
     * How many handles of the sending end are open.
     * <p>Written and read by: any thread that attaches or closes one (read-modify-write). Orders nothing: the thread
     * that brings it to 0 closes.
     */
    private final AtomicInteger attachedSenders = new AtomicInteger();

    /** As {@link #attachedSenders}, of the receiving end. Written and read by: the same. Orders nothing. */
    private final AtomicInteger attachedReceivers = new AtomicInteger();

    Flavor(ChannelConfig<T> config) {
        this(
                config,
                config.recordStats()
                        ? new Counters(config.singleProducer(), config.singleConsumer(), config.isCountedByPosition())
                        : null,
                config.singleProducer() ? new SoleThread(SoleThread.Role.PRODUCER) : null,
                config.singleConsumer() ? new SoleThread(SoleThread.Role.CONSUMER) : null);
    }

    /** For a view of a structure that counts and has roles already. */
    Flavor(
            ChannelConfig<T> config,
            @Nullable Counters counters,
            @Nullable SoleThread producer,
            @Nullable SoleThread consumer) {
        super(config, counters, producer);
        this.name = config.name();
        this.capacity = config.capacity();
        this.parker = config.parker();
        this.consumer = consumer;
        this.received = counters == null ? null : counters.received.orNull();
        this.onClose = config.onClose() == null ? null : new AtomicReference<>(config.onClose());
    }

    // ---- what a flavor provides ----

    /** Wakes the senders that wait at a handle of this that was closed. */
    abstract void wakeSenders(Blocker detached);

    /** Wakes the receivers that wait at a handle of this that was closed. */
    abstract void wakeReceivers(Blocker detached);

    /** Waits for sends under way, if any, once closed and not drained. */
    final void snooze() {
        Idle.snooze();
    }

    /** The message that would be taken next, or null. */
    abstract @Nullable T peek();

    /** Whether there is {@link #takeIfNext}. */
    boolean canTakeIfNext() {
        return false;
    }

    /** Takes this message if it is the one that would be taken next. */
    boolean takeIfNext(T message) {
        throw new AssertionError(kind() + " takes no message by name");
    }

    /** Hands over what is buffered, oldest first, without taking it; a message may be gone by then. */
    abstract void look(Consumer<? super T> visitor);

    /** Throws if the structure is broken. For tests, while nobody else uses the channel. */
    abstract void checkInvariants();

    /** Whether any thread may {@link #withdraw} messages. */
    final boolean canWithdraw() {
        return consumer == null && canTakeIfNext();
    }

    /** Receives this message if it is the next one. False: it no longer is. */
    final boolean withdraw(T message) {
        boolean taken = takeIfNext(message);
        if (taken) {
            afterTake();
            countReceived();
        }
        return taken;
    }

    // ---- roles ----

    @Override
    public final @Nullable SoleThread consumer() {
        return consumer;
    }

    @Override
    public final void releaseConsumer() {
        if (consumer != null) {
            consumer.release(this);
        }
    }

    // ---- what the two ends ask for ----

    @Override
    public final void enterReceive() {
        if (consumer != null) {
            consumer.enter(this);
        }
    }

    @Override
    public final void requireManyConsumers() {
        if (consumer != null) {
            throw new ThreadRoleException(
                    this + " was built for a single consumer; what is received without a thread, any thread takes");
        }
    }

    @Override
    public final void requireOtherProducer() {
        if (producer != null) {
            producer.requireOther(this, "is empty");
        }
    }

    @Override
    public final void requireOtherConsumer() {
        if (consumer != null) {
            consumer.requireOther(this, "is full");
        }
    }

    @Override
    public final void countReceived() {
        if (received != null) {
            received.increment();
        }
    }

    @Override
    public final void countBlockedReceive() {
        if (counters != null) {
            counters.blockedReceives.increment();
        }
    }

    @Override
    public final void countHandedOver() {
        countReceived();
    }

    // ---- ending ----

    @Override
    public final void cancelWith(@Nullable Throwable cause) {
        StackRoom.ensure();
        Throwable failure = null;
        try {
            closeWith(cause);
            afterClose();
        } catch (Throwable e) {
            failure = e;
        }
        try {
            if (isClosedForSend()) {
                discard();
            }
        } catch (Throwable e) {
            failure = Undelivered.and(failure, e);
        }
        Undelivered.rethrow(failure);
    }

    @Override
    public final void afterClose() {
        Consumer<? super @Nullable Throwable> callback = onClose == null ? null : onClose.getAndSet(null);
        if (callback != null) {
            callback.accept(closeCause());
        }
    }

    /** Once closed: hands over the messages that were accepted and not received. */
    void discard() {
        Throwable failure = null;
        long waited = 0;
        int orphans = 0;
        while (!isClosedForReceive()) {
            T message = takeToDiscard();
            if (message != null) {
                failure = undelivered.handOver(message, UndeliveredReason.CANCELLED, failure);
            } else if (waited < Orphans.WAIT_NANOS) {
                long before = System.nanoTime();
                snooze();
                waited += Orphans.waitedSince(before);
            } else if (passOver()) {
                orphans++;
                if (counters != null) {
                    counters.passedOver.increment();
                }
            }
        }
        if (orphans > 0) {
            failure = Undelivered.and(failure, Orphans.lost(this, orphans));
        }
        Undelivered.rethrow(failure);
    }

    /**
     * Passes over a claim whose sender has not published, as {@link #takeToDiscard} takes what one has. False: there is
     * none such now.
     */
    boolean passOver() {
        return false;
    }

    /** As {@link #take}, by any thread, once closed and to be discarded. */
    @Nullable T takeToDiscard() {
        return take();
    }

    // ---- handles and views ----

    @Override
    public final Sender<T> attachSender() {
        Sender<T> handle = new AttachedSender<>(this); // first, or a handle that could not be made would count for ever
        attachedSenders.incrementAndGet();
        return handle;
    }

    /** A handle was closed, or continues a close that broke off. Wakes those that wait at it. */
    final void detachSender(Blocker handle, boolean first) {
        try {
            wakeSenders(handle);
        } finally {
            int left = first ? attachedSenders.decrementAndGet() : attachedSenders.get();
            if (left == 0 && (first || !isClosedForSend())) {
                close();
            }
        }
    }

    @Override
    public final Receiver<T> attachReceiver() {
        Receiver<T> handle = new AttachedReceiver<>(this);
        attachedReceivers.incrementAndGet();
        return handle;
    }

    /** As {@link #detachSender}. */
    final void detachReceiver(Blocker handle, boolean first) {
        try {
            wakeReceivers(handle);
        } finally {
            int left = first ? attachedReceivers.decrementAndGet() : attachedReceivers.get();
            if (left == 0 && (first || !isClosedForReceive())) {
                cancel();
            }
        }
    }

    @Override
    public final BlockingQueue<T> asBlockingQueue() {
        return new QueueView<>(this);
    }

    // ---- looking at it ----

    @Override
    public final int capacity() {
        return capacity;
    }

    @Override
    public boolean isFull() {
        return size() == capacity && capacity != UNBOUNDED;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final ChannelStats stats() {
        return counters == null ? ChannelStats.notRecorded(buffered()) : snapshot(counters);
    }

    /** What the counters tell now. */
    ChannelStats snapshot(Counters counts) {
        return counts.snapshot(buffered());
    }

    /** How many messages are in it. */
    long buffered() {
        return size();
    }

    @Override
    public final String toString() {
        return "channel '" + name + "' (" + kind() + ")";
    }

    @Override
    public String kind() {
        return capacity == 0 ? "rendezvous" : capacity == UNBOUNDED ? "unbounded" : "bounded " + capacity;
    }
}
