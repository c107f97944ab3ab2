package io.millrace.internal.broadcast;

import io.millrace.Broadcast;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelStats;
import io.millrace.Lagging;
import io.millrace.Subscription;
import io.millrace.internal.clock.Timeouts;
import io.millrace.internal.end.BatchCopies;
import io.millrace.internal.end.Batches;
import io.millrace.internal.end.ChannelConfig;
import io.millrace.internal.end.EndForms;
import io.millrace.internal.end.Status;
import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.park.Blocker;
import io.millrace.internal.park.Opposite;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.SpinLock;
import io.millrace.internal.park.Supply;
import io.millrace.internal.park.WaitSide;
import io.millrace.internal.park.WaitSide.Attempt;
import io.millrace.internal.park.Waiter;
import io.millrace.internal.select.SendTarget;
import io.millrace.internal.terms.Settings;
import io.millrace.internal.terms.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A broadcast: the senders of a {@link BroadcastRing}, and its subscriptions. Senders wait together; each subscription
 * has its own waiting threads, and a sender looks at every subscription after it has published.
 */
public final class BroadcastFlavor<T> implements Broadcast<T>, SendTarget<T>, EndForms, Blocker {

    private final ChannelConfig<T> config;
    private final BroadcastRing<T> ring;
    /** What a waiting send tries. */
    private final Attempt<T> sending = message -> trySend(message) ? message : null;

    private final BatchCopies<T> copies = new BatchCopies<>();
    final WaitSide senders;
    private final Tally blockedSends = new Tally(false);
    private final SpinLock lock = new SpinLock();

    /**
     * The subscriptions that have not ended.
     * <p>Written by: the holder of the lock (its nodes volatile, {@code JOIN}).
     * <p>Read by: senders after their claim and publish, closers after the close (volatile, {@code JOIN}).
     */
    private final Members<SubscriptionEnd<T>> subscriptions = new Members<>();

    /** Makes a broadcast without subscriptions. */
    public BroadcastFlavor(ChannelConfig<T> config) {
        this.config = config;
        this.ring = new BroadcastRing<>(config.capacity(), config.startSequence());
        this.senders = config.sendingSide(Supply.of(ring::offered, ring::nextClaim, need -> isReadyToSend()));
        senders.facing(new AllReceivers());
    }

    /** The receivers of all subscriptions, as seen by a sender that finds no room. */
    private final class AllReceivers implements Opposite {

        @Override
        public boolean isStalled() {
            for (Members.Node<SubscriptionEnd<T>> node = subscriptions.first(); node != null; node = node.next()) {
                if (node.element.receivers.isStalled()) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void overtake() {
            for (Members.Node<SubscriptionEnd<T>> node = subscriptions.first(); node != null; node = node.next()) {
                node.element.receivers.overtake();
            }
        }

        @Override
        public void nudge() {
            for (Members.Node<SubscriptionEnd<T>> node = subscriptions.first(); node != null; node = node.next()) {
                node.element.receivers.nudge();
            }
        }
    }

    /** How the receivers of one subscription wait. */
    WaitSide receiveSide(Supply supply) {
        return config.receivingSide(supply);
    }

    // ---- sending ----

    private int offer(T message) {
        long sequence = ring.claim();
        if (sequence < 0) {
            return (int) sequence;
        }
        ring.publish(sequence, message);
        wakeReceivers();
        return Status.ACCEPTED;
    }

    private void wakeReceivers() {
        Members.Node<SubscriptionEnd<T>> node = subscriptions.first(); // acquire JOIN <- join
        while (node != null) {
            node.element.receivers.wake();
            node = node.next(); // acquire JOIN <- join
        }
    }

    /** A subscription that holds the senders has moved on. */
    void wakeSender() {
        senders.wakeIfReady();
    }

    @Override
    public void send(T message) throws InterruptedException {
        sendWithin(message, Timeouts.FOREVER);
    }

    @Override
    public boolean trySend(T message) {
        StackRoom.ensure();
        int status = offer(Objects.requireNonNull(message, "message"));
        if (status == Status.CLOSED) {
            throw closedForSend();
        }
        return status == Status.ACCEPTED;
    }

    @Override
    public boolean trySend(T message, long timeout, TimeUnit unit) throws InterruptedException {
        return sendWithin(message, unit.toNanos(timeout));
    }

    @Override
    public boolean trySend(T message, Duration timeout) throws InterruptedException {
        return sendWithin(message, Timeouts.nanos(timeout));
    }

    private boolean sendWithin(T message, long nanos) throws InterruptedException {
        if (trySend(message)) {
            return true;
        }
        if (nanos <= 0) {
            return false;
        }
        countBlockedSend();
        return senders.await(sending, message, this, WaitSide.ANY, nanos) != null;
    }

    @Override
    public int trySendAll(T[] messages, int from, int to) {
        Objects.checkFromToIndex(from, to, messages.length);
        StackRoom.ensure();
        int count = to - from;
        T[] copy = copies.copy(messages, from, to);
        int sent = 0;
        int now = -1;
        while (sent < count && now != 0) {
            now = ring.sendSome(copy, sent, count);
            sent += now;
            if (now > 0) {
                wakeReceivers();
            }
        }
        copies.giveBack(copy, count);
        if (sent == 0 && count > 0 && isClosedForSend()) {
            throw closedForSend();
        }
        return sent;
    }

    @Override
    public void sendAll(Collection<? extends T> messages) throws InterruptedException {
        Batches.sendAll(this, this::trySendAll, messages);
    }

    private ChannelClosedException closedForSend() {
        return new ChannelClosedException(this + " is closed", closeCause());
    }

    // ---- subscriptions ----

    @Override
    public Subscription<T> subscribe(Lagging lagging) {
        return subscribeFromLast(0, lagging);
    }

    @Override
    public Subscription<T> subscribe(String name, Lagging lagging) {
        return subscribe(Settings.requireName(null, name), 0, lagging);
    }

    @Override
    public Subscription<T> subscribeFromOldest(Lagging lagging) {
        return subscribeFromLast(capacity(), lagging);
    }

    @Override
    public Subscription<T> subscribeFromLast(int messages, Lagging lagging) {
        Settings.requireAtLeast(0, "messages", messages);
        return subscribe(null, messages, lagging);
    }

    private Subscription<T> subscribe(@Nullable String name, int messages, Lagging lagging) {
        StackRoom.ensure();
        SubscriptionEnd<T> subscription =
                new SubscriptionEnd<>(this, ring, Objects.requireNonNull(lagging, "lagging"), name);
        ring.enter(subscription.gate, messages, subscription.holds);
        subscription.started();
        join(subscription);
        return subscription;
    }

    @Override
    public List<Subscription<T>> subscriptions() {
        List<Subscription<T>> inOrder = new ArrayList<>();
        Members.Node<SubscriptionEnd<T>> node = subscriptions.first(); // acquire JOIN <- join
        while (node != null) {
            inOrder.add(node.element);
            node = node.next();
        }
        Collections.reverse(inOrder); // the list begins with the latest
        return List.copyOf(inOrder);
    }

    private void join(SubscriptionEnd<T> subscription) {
        lock.lock();
        try {
            subscriptions.add(subscription.membership); // release JOIN -> wakeReceivers
        } finally {
            lock.unlock();
        }
    }

    /** A subscription has ended. Called once for each. */
    void leave(SubscriptionEnd<T> subscription) {
        lock.lock();
        try {
            subscriptions.remove(subscription.membership);
        } finally {
            lock.unlock();
        }
        if (subscription.holds) {
            ring.leave(subscription.gate);
            wakeSender();
        }
    }

    // ---- select ----

    @Override
    public boolean trySendNow(T message) {
        return offer(message) == Status.ACCEPTED;
    }

    @Override
    public void countBlockedSend() {
        blockedSends.increment();
    }

    private boolean isReadyToSend() {
        return isClosedForSend() || ring.hasRoom();
    }

    @Override
    public boolean maySend(SelectToken token, T message) {
        return isReadyToSend();
    }

    @Override
    public long sendVersion() {
        return ring.nextClaim() + (isClosedForSend() ? Long.MIN_VALUE + 1 : 0);
    }

    @Override
    public Waiter registerSend(SelectToken token, int clause, T message) {
        return senders.register(token, clause, WaitSide.ANY);
    }

    @Override
    public void unregisterSend(Waiter waiter) {
        senders.unregister(waiter);
    }

    @Override
    public void passOnSend() {
        senders.passOn();
    }

    // ---- closing ----

    @Override
    public void closeWith(@Nullable Throwable cause) {
        StackRoom.ensure();
        try {
            ring.closeWord.close(cause);
        } finally {
            senders.wakeAll();
            Members.Node<SubscriptionEnd<T>> node = subscriptions.first(); // acquire JOIN <- join
            while (node != null) {
                node.element.receivers.wakeAll();
                node = node.next(); // acquire JOIN <- join
            }
        }
    }

    @Override
    public @Nullable Throwable closeCause() {
        return ring.closeWord.cause();
    }

    @Override
    public boolean isClosedForSend() {
        return !ring.closeWord.isOpen();
    }

    @Override
    public boolean isClosedForReceive() {
        boolean closed = isClosedForSend();
        Members.Node<SubscriptionEnd<T>> node = subscriptions.first();
        while (closed && node != null) {
            closed = node.element.isClosedForReceive();
            node = node.next();
        }
        return closed;
    }

    // ---- looking inside ----

    @Override
    public int capacity() {
        return config.capacity();
    }

    @Override
    public int size() {
        return ring.lag();
    }

    @Override
    public boolean isFull() {
        return size() == capacity();
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public ChannelStats stats() {
        return new ChannelStats(true, ring.accepted(), 0, 0, 0, 0, 0, 0, size(), 0, blockedSends.sum(), 0);
    }

    @Override
    public String toString() {
        return "broadcast '" + name() + "' (" + capacity() + ")";
    }

    /** For tests, while nobody uses the broadcast. */
    public void checkInvariants() {
        ring.checkInvariants();
        senders.checkInvariants();
        for (Members.Node<SubscriptionEnd<T>> node = subscriptions.first(); node != null; node = node.next()) {
            node.element.receivers.checkInvariants();
        }
    }
}
