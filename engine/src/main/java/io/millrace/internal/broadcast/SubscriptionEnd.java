package io.millrace.internal.broadcast;

import io.millrace.ChannelClosedException;
import io.millrace.ChannelStats;
import io.millrace.Lagging;
import io.millrace.SubscriberTooSlowException;
import io.millrace.Subscription;
import io.millrace.internal.end.ReceiveAttempt;
import io.millrace.internal.end.ReceivingEnd;
import io.millrace.internal.memory.Cursor;
import io.millrace.internal.park.Blocker;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.Supply;
import io.millrace.internal.park.WaitSide;
import io.millrace.internal.park.WaitSide.Attempt;
import io.millrace.internal.park.Waiter;
import io.millrace.internal.terms.Closing;
import io.millrace.internal.terms.Tally;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One subscription of a broadcast. Its threads share the work by advancing its position by compare-and-set: the thread
 * that moves it over a message has received it. The message is read before, for once the position of a subscription
 * that holds the senders is past a slot, they may use it.
 *
 * <p>A subscription that does not hold them may read a slot that is being overwritten. It looks at the claims after it
 * has read: if the slot's next lap was not claimed then, the value read was the message. One that holds them looks
 * whether it has ended instead.
 */
final class SubscriptionEnd<T> extends ReceivingEnd<T> implements Subscription<T> {

    private final BroadcastFlavor<T> broadcast;
    private final BroadcastRing<T> ring;
    private final Lagging lagging;
    final boolean holds;

    /**
     * The last sequence that was received or passed over.
     * <p>Written by: receivers (compare-and-set, {@code GATE}).
     * <p>Read by: receivers (acquire); senders if this holds them (volatile, {@code GATE}).
     */
    final Cursor position = new Cursor(0);

    /** The position among those that hold the senders. */
    final Members.Node<Cursor> gate = new Members.Node<>(position);

    /** This among the subscriptions. */
    final Members.Node<SubscriptionEnd<T>> membership = new Members.Node<>(this);

    /**
     * How many messages were passed over.
     * <p>Written by: the receiver that has moved the position over them (read-modify-write).
     * <p>Read by: anyone (volatile). Orders nothing: a count.
     */
    private final Cursor missed = new Cursor(0);

    final WaitSide receivers;

    private final Attempt<T> receiving = new ReceiveAttempt<>(this);

    /**
     * Set once.
     * <p>Written by: any thread that ends the subscription, before it looks for waiting threads (compare-and-set,
     * {@code CLOSE}).
     * <p>Read by: anyone (volatile, {@code CLOSE}); receivers before they take and, registered with {@link #receivers},
     * before they park.
     */
    private final AtomicReference<@Nullable Closing> ended = new AtomicReference<>();

    private final Tally blockedReceives = new Tally(false);
    private final @Nullable String name;

    /** The initial position. Written before any other thread has a reference to this subscription. */
    private long start;

    SubscriptionEnd(BroadcastFlavor<T> broadcast, BroadcastRing<T> ring, Lagging lagging, @Nullable String name) {
        this.broadcast = broadcast;
        this.ring = ring;
        this.lagging = lagging;
        this.holds = lagging == Lagging.HOLD;
        this.name = name;
        this.receivers = broadcast.receiveSide(
                Supply.of(ring::nextClaim, () -> position.valueVolatile() + 1, need -> isReady()));
        this.receivers.facing(broadcast.senders);
    }

    /** The position is where it starts. */
    void started() {
        start = position.valuePlain();
    }

    // ---- receiving ----

    @Override
    @Nullable public T take() {
        while (!isEnded()) {
            long last = position.valueAcquire();
            long sequence = lagging == Lagging.CONFLATE ? ring.newestAfter(last) : last + 1;
            if (!holds && sequence <= ring.beforeOldest()) {
                fallBehind(last);
            } else if (!ring.isPublished(sequence)) {
                boolean gone = !holds && sequence <= ring.beforeOldest();
                if (!gone && position.valueAcquire() == last) {
                    return null;
                }
            } else {
                T message = ring.message(sequence);
                if (isIntact(sequence) && moveOn(last, sequence)) {
                    return message;
                }
            }
            Thread.onSpinWait();
        }
        return null;
    }

    /**
     * Whether what was read from the slot of a sequence was its message. One that holds the senders held them back from
     * that slot, unless it ended before: then the slot may hold a message of a later lap, whose sender saw the end, and
     * so does the thread that reads that message.
     */
    private boolean isIntact(long sequence) {
        return holds ? !isEnded() : !ring.isOverwritten(sequence);
    }

    /** Receives the message of a sequence; those between it and the last one are missed. */
    private boolean moveOn(long last, long sequence) {
        if (!position.compareAndSet(last, sequence)) { // release GATE -> lowestGate
            return false;
        }
        if (sequence > last + 1) {
            missed.getAndAdd(sequence - last - 1);
        }
        return true;
    }

    /** The next message is no longer kept. */
    private void fallBehind(long last) {
        boolean disconnects = lagging == Lagging.DISCONNECT;
        long target = disconnects ? ring.lastClaimed() : ring.beforeOldest();
        Closing tooSlow = disconnects ? tooSlow(missed() + target - last) : null; // made before the position moves
        if (position.compareAndSet(last, target)) {
            missed.getAndAdd(target - last);
            if (tooSlow != null) {
                end(tooSlow);
            }
        }
    }

    private Closing tooSlow(long behind) {
        return Closing.of(new SubscriberTooSlowException(this + " fell more than " + capacity()
                + " messages behind and missed " + behind + ", those it had not received"));
    }

    @Override
    public void countBlockedReceive() {
        blockedReceives.increment();
    }

    @Override
    public void afterTake() {
        if (holds) {
            broadcast.wakeSender();
        }
    }

    @Override
    @Nullable public T awaitReceive(Blocker through, long nanos) throws InterruptedException {
        return receivers.await(receiving, null, through, WaitSide.ANY, nanos);
    }

    /** Whether a blocked receiver should try again: something was claimed, or it is closed. */
    private boolean isReady() {
        return isClosedForSend() || ring.nextClaim() - 1 > position.valueVolatile();
    }

    @Override
    public ChannelClosedException closedForReceive() {
        return isEnded() ? new ChannelClosedException(this + " is closed", closeCause()) : super.closedForReceive();
    }

    // ---- select ----

    @Override
    public boolean mayReceive(SelectToken token) {
        return isReady();
    }

    @Override
    public long receiveVersion() {
        return position.valueVolatile() + (isClosedForSend() ? Long.MIN_VALUE + 1 : 0);
    }

    @Override
    public Waiter registerReceive(SelectToken token, int clause) {
        return receivers.register(token, clause, WaitSide.ANY);
    }

    @Override
    public void unregisterReceive(Waiter waiter) {
        receivers.unregister(waiter);
    }

    @Override
    public void passOnReceive() {
        receivers.passOn();
    }

    @Override
    public long nanosUntilReady() {
        return Long.MAX_VALUE;
    }

    // ---- closing ----

    @Override
    public void closeWith(@Nullable Throwable cause) {
        end(Closing.of(cause));
    }

    private void end(Closing why) {
        if (ended.compareAndSet(null, why)) { // release CLOSE -> isEnded
            broadcast.leave(this);
            receivers.wakeAll();
        }
    }

    private boolean isEnded() {
        return ended.get() != null; // acquire CLOSE <- closeWith
    }

    @Override
    public @Nullable Throwable closeCause() {
        Closing why = ended.get();
        return why != null ? why.cause() : broadcast.closeCause();
    }

    @Override
    public boolean isClosedForSend() {
        return isEnded() || broadcast.isClosedForSend();
    }

    @Override
    public boolean isClosedForReceive() {
        return isEnded() || broadcast.isClosedForSend() && position.valueVolatile() >= ring.lastClaimed();
    }

    // ---- looking inside ----

    @Override
    public long missed() {
        return missed.valueVolatile();
    }

    @Override
    public Lagging lagging() {
        return lagging;
    }

    @Override
    public int capacity() {
        return lagging == Lagging.CONFLATE ? 1 : broadcast.capacity();
    }

    @Override
    public int size() {
        return isEnded() ? 0 : Math.min(ring.sizeAfter(position.valueVolatile()), capacity());
    }

    @Override
    public boolean isFull() {
        return size() == capacity();
    }

    @Override
    public ChannelStats stats() {
        long skipped = missed();
        long received = position.valueVolatile() - start - skipped;
        long behind = isEnded() ? 0 : ring.lagOf(position.valueVolatile());
        long accepted = received + skipped + behind;
        return new ChannelStats(true, accepted, received, 0, 0, 0, 0, skipped, behind, 0, 0, blockedReceives.sum());
    }

    @Override
    public String name() {
        return name != null ? name : broadcast.name();
    }

    @Override
    public String toString() {
        return "subscription " + (name != null ? "'" + name + "' " : "") + "(" + lagging + ") of " + broadcast;
    }
}
