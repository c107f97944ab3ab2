package io.millrace.internal.flavor;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelFullException;
import io.millrace.ChannelStats;
import io.millrace.Overflow;
import io.millrace.Receiver;
import io.millrace.Sender;
import io.millrace.ThreadRoleException;
import io.millrace.UndeliveredReason;
import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.park.Blocker;
import io.millrace.internal.park.Parker;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What all channels share beside the receiving end: the public operations in terms of a few steps that each flavour provides. The
 * steps come in pairs, one that never waits and one that does, so that the first can be compiled into the caller.
 */
abstract class Flavor<T> extends ReceivingEnd<T> implements Channel<T>, SendTarget<T> {

    /** {@link #offer}: the message was accepted. */
    static final int ACCEPTED = 0;
    /** {@link #offer}: there was no room at some moment during the call. Negative, as no claimed sequence is. */
    static final int FULL = -1;
    /** {@link #offer}: the channel is closed. */
    static final int CLOSED = -2;

    /** For how long a cancel waits for sends that are in the middle. What is longer in coming will not come. */
    private static final long ORPHAN_NANOS = 2_000_000_000;

    /** What one look counts at most, so that only time counts in which this process was running. */
    private static final long MOST_NANOS_PER_LOOK = 10_000_000;

    private final String name;
    private final int capacity;

    /** Whether a send fails rather than waits after {@link #offer} said FULL. */
    private final boolean failsWhenFull;

    /** What sends then instead of waiting, if anything. */
    private final @Nullable Dropping<T> dropping;

    private final BatchCopies<T> copies = new BatchCopies<>();

    final Undelivered<T> undelivered;

    /** Null if the channel does not count. */
    final @Nullable Counters counters;

    /** Null if any number of threads may send. */
    final @Nullable OnlyThread producer;

    /** Null if any number of threads may receive. */
    final @Nullable OnlyThread consumer;

    final Parker parker;

    /** Null if nobody wants to know of the close. */
    private final @Nullable CloseHook closeHook;

    /**
     * How many handles of the sending end are open.
     * <p>Written and read by: who attaches or closes one (read-modify-write). Orders nothing: who brings it to 0 closes.
     */
    private final AtomicInteger attachedSenders = new AtomicInteger();

    /** As {@link #attachedSenders}, of the receiving end. Written and read by: the same. Orders nothing. */
    private final AtomicInteger attachedReceivers = new AtomicInteger();

    Flavor(ChannelConfig<T> config) {
        this(
                config,
                config.recordStats() ? new Counters(config.singleProducer(), config.singleConsumer()) : null,
                config.singleProducer() ? new OnlyThread(OnlyThread.Role.PRODUCER) : null,
                config.singleConsumer() ? new OnlyThread(OnlyThread.Role.CONSUMER) : null);
    }

    /** For a view of something that counts and has roles already. */
    Flavor(
            ChannelConfig<T> config,
            @Nullable Counters counters,
            @Nullable OnlyThread producer,
            @Nullable OnlyThread consumer) {
        this.name = config.name();
        this.capacity = config.capacity();
        this.parker = config.parker();
        this.failsWhenFull = config.onFull() == Overflow.FAIL;
        this.dropping = Dropping.by(config.onFull(), this);
        this.counters = counters;
        this.producer = producer;
        this.consumer = consumer;
        this.undelivered = new Undelivered<>(config.onUndelivered(), counters);
        this.closeHook = config.onClose() == null ? null : new CloseHook(config.onClose());
    }

    // ---- what a flavour provides ----

    /** Sends without waiting for room, and wakes a receiver. Returns ACCEPTED, FULL or CLOSED. */
    abstract int offer(T message);

    /** As {@link #offer}; if it is the callback that fails, the message is in and counted, and it comes in a {@link StoppedBatch}. */
    int offerInBatch(T message) {
        return offer(message);
    }

    /** Sends as many as fit, in order, waking once. Returns how many; 0 also if closed. */
    abstract int offerAll(T[] messages, int from, int to);

    /**
     * Sends after {@link #offer} said FULL. Returns false only if {@code timed} and the time is up, or the end that it goes through,
     * this or a handle of it, is detached; throws if closed.
     */
    abstract boolean awaitSend(T message, Blocker through, boolean timed, long timeoutNanos)
            throws InterruptedException;

    /** Takes the oldest message if the channel is full. Null: it is not, or another thread is about to change it. */
    @Nullable T evict() {
        throw new AssertionError(kind() + " has no policy");
    }

    /** Wakes the senders that wait at a handle of this, which is gone. */
    abstract void wakeSenders(Blocker detached);

    /** Wakes the receivers that wait at a handle of this, which is gone. */
    abstract void wakeReceivers(Blocker detached);

    /** A send found no room and does not wait. */
    void nudgeReceivers() {}

    /** Waits for sends under way, if any, once closed and not drained. */
    abstract void snooze();

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

    // ---- sending ----

    @Override
    public final void send(T message) throws InterruptedException {
        Objects.requireNonNull(message, "message");
        enterSend();
        int status = offer(message);
        if (status == ACCEPTED) {
            countAccepted(1);
        } else if (!sendSlow(message, status, this, false, 0)) {
            throw full();
        }
    }

    @Override
    public final boolean trySend(T message) {
        Objects.requireNonNull(message, "message");
        enterSend();
        int status = offer(message);
        if (status == ACCEPTED) {
            countAccepted(1);
            return true;
        }
        return sendAtOnce(message, status);
    }

    @Override
    public final boolean trySend(T message, long timeout, TimeUnit unit) throws InterruptedException {
        return trySendNanos(Objects.requireNonNull(message, "message"), this, unit.toNanos(timeout));
    }

    @Override
    public final boolean trySend(T message, Duration timeout) throws InterruptedException {
        return trySendNanos(Objects.requireNonNull(message, "message"), this, Timeouts.nanos(timeout));
    }

    /** Sends, waiting at most so long, through this or a handle of it. False: still full, or the handle is detached. */
    final boolean trySendNanos(T message, Blocker through, long nanos) throws InterruptedException {
        enterSend();
        int status = offer(message);
        if (status == ACCEPTED) {
            countAccepted(1);
            return true;
        }
        return sendSlow(message, status, through, nanos < Timeouts.FOREVER, nanos);
    }

    /** Sends after {@link #offer} said FULL or CLOSED, as the policy says, and counts. */
    private boolean sendSlow(T message, int status, Blocker through, boolean timed, long nanos)
            throws InterruptedException {
        if (sendAtOnce(message, status)) {
            return true;
        }
        if (failsWhenFull || timed && nanos <= 0) {
            return false;
        }
        if (consumer != null && !timed) {
            consumer.requireOther(this, "is full");
        }
        countBlockedSend();
        boolean sent = awaitSend(message, through, timed, nanos);
        if (sent) {
            countAccepted(1);
        }
        return sent;
    }

    /** As {@link #sendSlow}, but never waits. False: still full. */
    private boolean sendAtOnce(T message, int status) {
        if (status == FULL) {
            if (dropping != null) {
                status = dropping.send(message);
            } else {
                nudgeReceivers();
            }
        }
        if (status == CLOSED) {
            throw closedForSend();
        }
        return status == ACCEPTED;
    }

    @Override
    public final int trySendAll(T[] messages, int from, int to) {
        try {
            return sendSome(messages, from, to);
        } catch (StoppedBatch e) {
            throw e.failure();
        }
    }

    /** As {@link #trySendAll}, but what it fails of in its middle comes in a {@link StoppedBatch}. */
    final int sendSome(T[] messages, int from, int to) {
        Objects.checkFromToIndex(from, to, messages.length);
        int count = to - from;
        if (count == 0) {
            return 0;
        }
        enterSend();
        T[] copy = copies.copy(messages, from, to);
        int sent = offerAll(copy, 0, count);
        countAccepted(sent);
        if (sent < count && dropping != null) {
            sent = dropping.sendRest(copy, 0, sent, count);
        }
        copies.giveBack(copy, count);
        if (sent == 0 && isClosedForSend()) {
            throw closedForSend();
        }
        return sent;
    }

    @Override
    public final void sendAll(Collection<? extends T> messages) throws InterruptedException {
        Batches.sendAll(this, this::sendSome, messages);
    }

    private void enterSend() {
        StackRoom.ensure();
        if (producer != null) {
            producer.enter(this);
        }
    }

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
    public final @Nullable OnlyThread producer() {
        return producer;
    }

    @Override
    public final @Nullable OnlyThread consumer() {
        return consumer;
    }

    @Override
    public final void releaseProducer() {
        if (producer != null) {
            producer.release(this);
        }
    }

    @Override
    public final void releaseConsumer() {
        if (consumer != null) {
            consumer.release(this);
        }
    }

    // ---- receiving: see ReceivingEnd ----

    @Override
    final void enterReceive() {
        if (consumer != null) {
            consumer.enter(this);
        }
    }

    @Override
    final void requireManyConsumers() {
        if (consumer != null) {
            throw new ThreadRoleException(
                    this + " was built for a single consumer; what is received without a thread, any thread takes");
        }
    }

    @Override
    final void requireOtherProducer() {
        if (producer != null) {
            producer.requireOther(this, "is empty");
        }
    }

    @Override
    final void countReceived() {
        if (counters != null) {
            counters.received.increment();
        }
    }

    @Override
    public final void countBlockedReceive() {
        if (counters != null) {
            counters.blockedReceives.increment();
        }
    }

    // ---- ending ----

    @Override
    final void cancelWith(@Nullable Throwable cause) {
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
    final void afterClose() {
        if (closeHook != null) {
            closeHook.run(closeCause());
        }
    }

    /** Once closed: hands over what was accepted and nobody has received. */
    void discard() {
        Throwable failure = null;
        long waited = 0;
        int orphans = 0;
        while (!isClosedForReceive()) {
            T message = takeToDiscard();
            if (message != null) {
                failure = undelivered.handOver(message, UndeliveredReason.CANCELLED, failure);
            } else if (waited < ORPHAN_NANOS) {
                long before = System.nanoTime();
                snooze();
                waited += Math.min(System.nanoTime() - before, MOST_NANOS_PER_LOOK);
            } else if (passOver()) {
                orphans++;
            }
        }
        if (orphans > 0) {
            failure = Undelivered.and(
                    failure,
                    new IllegalStateException(this + " was cancelled while " + orphans
                            + " sends had claimed a place and did not go on; their messages are lost"));
        }
        Undelivered.rethrow(failure);
    }

    /**
     * Passes over a claim whose sender has not published, as {@link #takeToDiscard} takes what one has. False: there is none such now.
     */
    boolean passOver() {
        return false;
    }

    /** As {@link #take}, by any thread, once closed and to be discarded. */
    @Nullable T takeToDiscard() {
        return take();
    }

    final ChannelFullException full() {
        return new ChannelFullException(this + " is full");
    }

    final ChannelClosedException closedForSend() {
        return new ChannelClosedException(this + " is closed", closeCause());
    }

    // ---- select ----

    @Override
    public final boolean trySendNow(T message) {
        enterSend();
        int status = offer(message);
        if (status == ACCEPTED) {
            countAccepted(1);
        } else if (status == FULL && dropping != null) {
            status = dropping.send(message);
        }
        return status == ACCEPTED;
    }

    /** Null unless this has no buffer. */
    @Override
    public @Nullable Meeting meeting() {
        return null;
    }

    @Override
    public final void countTaken() {
        countAccepted(1);
    }

    @Override
    public final void countBlockedSend() {
        if (counters != null) {
            counters.blockedSends.increment();
        }
    }

    @Override
    public final void countHandedOver() {
        countReceived();
    }

    @Override
    public long nanosUntilReady() {
        return Long.MAX_VALUE;
    }

    // ---- handles and views ----

    @Override
    public final Sender<T> attachSender() {
        Sender<T> handle = new AttachedSender<>(this); // first, or a handle that could not be made would count for ever
        attachedSenders.incrementAndGet();
        return handle;
    }

    final void detachSender() {
        if (attachedSenders.decrementAndGet() == 0) {
            close();
        }
    }

    @Override
    public final Receiver<T> attachReceiver() {
        Receiver<T> handle = new AttachedReceiver<>(this);
        attachedReceivers.incrementAndGet();
        return handle;
    }

    final void detachReceiver() {
        if (attachedReceivers.decrementAndGet() == 0) {
            cancel();
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
        long buffered = buffered();
        return counters == null ? ChannelStats.notRecorded(buffered) : counters.snapshot(buffered);
    }

    /** How many messages are in it. */
    long buffered() {
        return size();
    }

    @Override
    public final String toString() {
        return "channel '" + name + "' (" + kind() + ")";
    }

    /** What error messages call it. */
    String kind() {
        return capacity == 0 ? "rendezvous" : capacity == UNBOUNDED ? "unbounded" : "bounded " + capacity;
    }

    /** Whether a full channel accepts a message all the same. */
    final boolean isDropping() {
        return dropping != null;
    }

    /** A send was accepted: there may be more messages than ever. */
    void noteLevel(Counters counters) {}

    final void countAccepted(int messages) {
        if (counters != null) {
            counters.accepted.add(messages);
            noteLevel(counters);
        }
    }
}
