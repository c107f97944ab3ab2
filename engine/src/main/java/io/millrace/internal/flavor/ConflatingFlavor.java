package io.millrace.internal.flavor;

import io.millrace.UndeliveredReason;
import io.millrace.internal.memory.Cursor;
import io.millrace.internal.park.SpinLock;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A channel that keeps the latest message of each key, for many senders and many receivers: a message whose key is pending takes the
 * place of the one that is there, others go to the end.
 *
 * <p>Hand-written: a {@link KeyedQueue} under a lock. A lock-free twin would have to make replacing, taking and closing exclude each
 * other per key, and conflation is for receivers that are slower than their senders, which leaves the lock to the senders. Under the
 * lock runs no foreign code but {@code equals} of keys whose hashes are the same; the hash itself is computed before.
 *
 * <p>Sequences are counts: of the places claimed, and of those given up. A claimed place is given up when its message is taken or
 * evicted.
 */
public final class ConflatingFlavor<T> extends BufferedFlavor<T> {

    private final Function<? super T, ?> keyFunction;
    private final SpinLock lock = new SpinLock();

    /**
     * The messages.
     * <p>Written and read by: whoever holds the lock (plain, {@code LOCK}).
     */
    private final KeyedQueue<T> queue = new KeyedQueue<>();

    /**
     * How many places were claimed.
     * <p>Written by: senders that hold the lock (fetch-and-add).
     * <p>Read by: receivers before they lock; threads about to park ({@code PARK}), closers ({@code CLOSE}); all volatile.
     */
    private final Cursor nextClaim;

    /**
     * How many places were given up.
     * <p>Written by: whoever holds the lock (fetch-and-add).
     * <p>Read by: receivers before they lock, threads about to park ({@code PARK}), all volatile.
     */
    private final Cursor nextTake;

    /** Makes an empty channel. */
    public ConflatingFlavor(ChannelConfig<T> config) {
        super(config);
        keyFunction = Objects.requireNonNull(config.keyFunction());
        nextClaim = new Cursor(config.startSequence());
        nextTake = new Cursor(config.startSequence());
    }

    // ---- sending ----

    @Override
    int offer(T message) {
        Object key = keyOf(message);
        int hash = KeyedQueue.hash(key);
        T replaced;
        lock.lock();
        try {
            KeyedQueue.Entry<T> pending = queue.find(key, hash);
            if (pending == null) {
                queue.prepare();
                long claimed = claimLocked();
                if (claimed < 0) {
                    return (int) claimed;
                }
                queue.append(key, hash, message);
                replaced = null;
            } else if (closeWord.isOpen()) {
                replaced = pending.replace(message);
            } else {
                return CLOSED;
            }
        } finally {
            lock.unlock();
        }
        settle(replaced);
        return ACCEPTED;
    }

    private Object keyOf(T message) {
        return Objects.requireNonNull(keyFunction.apply(message), "key");
    }

    /** After a send: wakes a receiver for a new message, or hands the replaced one over. */
    private void settle(@Nullable T replaced) {
        if (replaced == null) {
            receivers.wakeOne();
            return;
        }
        Throwable failure = undelivered.handOver(replaced, UndeliveredReason.REPLACED, null);
        if (failure != null) {
            countAccepted(1); // the send's own message is in, whatever becomes of the caller
            Undelivered.rethrow(failure);
        }
    }

    private long claimLocked() {
        if (!hasRoom()) {
            return closeWord.isOpen() ? FULL : CLOSED;
        }
        long sequence = nextClaim.getAndAdd(1);
        return closeWord.isOpen() || sequence < closeWord.end() ? sequence : CLOSED;
    }

    @Override
    int offerAll(T[] messages, int from, int to) {
        int sent = 0;
        Throwable failure = null;
        for (int i = from; i < to; i++) {
            try {
                if (offer(messages[i]) != ACCEPTED) {
                    break;
                }
                sent++;
            } catch (Throwable e) {
                failure = Undelivered.and(failure, e);
            }
        }
        if (failure != null) {
            countAccepted(sent);
            Undelivered.rethrow(failure);
        }
        return sent;
    }

    @Override
    long nextClaim() {
        return nextClaim.valueVolatile();
    }

    // ---- receiving ----

    @Override
    @Nullable T take() {
        long taken = nextTake(); // before the claims, so that there was a moment when all were taken
        if (nextClaim() <= taken) {
            return null;
        }
        lock.lock();
        try {
            return removeFirst();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable T removeFirst() {
        T message = queue.removeFirst();
        if (message != null) {
            nextTake.getAndAdd(1);
        }
        return message;
    }

    @Override
    @Nullable T evict() {
        lock.lock();
        try {
            return hasRoom() ? null : removeFirst();
        } finally {
            lock.unlock();
        }
    }

    @Override
    void afterTake() {
        senders.wakeOne();
    }

    @Override
    long nextTake() {
        return nextTake.valueVolatile();
    }

    // ---- looking inside ----

    @Override
    @Nullable T peek() {
        lock.lock();
        try {
            return queue.peek();
        } finally {
            lock.unlock();
        }
    }

    @Override
    void look(Consumer<? super T> visitor) {
        Iterable<T> pending;
        lock.lock();
        try {
            pending = queue.copy();
        } finally {
            lock.unlock();
        }
        pending.forEach(visitor);
    }

    @Override
    String kind() {
        return "conflating" + (capacity() == UNBOUNDED ? "" : " " + capacity());
    }

    @Override
    void checkInvariants() {
        super.checkInvariants();
        lock.lock();
        try {
            queue.checkInvariants();
            if (queue.size() != size()) {
                throw new AssertionError(queue.size() + " messages are pending, the size is " + size());
            }
        } finally {
            lock.unlock();
        }
    }
}
