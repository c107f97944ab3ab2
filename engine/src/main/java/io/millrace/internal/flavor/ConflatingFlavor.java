package io.millrace.internal.flavor;

import io.millrace.UndeliveredReason;
import io.millrace.internal.end.ChannelConfig;
import io.millrace.internal.end.Status;
import io.millrace.internal.flavor.KeyedQueue.Entry;
import io.millrace.internal.memory.Cursor;
import io.millrace.internal.park.SpinLock;
import io.millrace.internal.terms.StoppedBatch;
import io.millrace.internal.terms.Undelivered;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A channel that keeps the latest message of each key, for many senders and many receivers: a message whose key is
 * pending takes the place of the one that is there, others go to the end.
 *
 * <p>Hand-written: a {@link KeyedQueue} under a lock. A lock-free twin would have to make replacing, taking and closing
 * exclude each other per key, and conflation is for receivers that are slower than their senders, which leaves the lock
 * to the senders.
 *
 * <p>No code of the keys runs under the lock. It finds entries by the hash, which is computed before. A sender that
 * finds another object as key there lets go of the lock, compares, locks again and looks whether that key still stands
 * there. Keys of strings, longs and integers are compared at once.
 *
 * <p>Sequences are counts: of the places claimed, and of those given up. A claimed place is given up when its message
 * is taken or evicted.
 */
public final class ConflatingFlavor<T> extends BufferedFlavor<T> {

    /** The entry of the hash has to be compared, or memory has to be allocated, outside of the lock. */
    private static final int UNDECIDED = -3;

    private final Function<? super T, ?> keyFunction;
    private final SpinLock lock = new SpinLock();

    /**
     * The messages.
     * <p>Written and read by: the holder of the lock (plain, {@code LOCK}).
     */
    private final KeyedQueue<T> queue = new KeyedQueue<>();

    /**
     * How many places were claimed.
     * <p>Written by: senders that hold the lock (fetch-and-add).
     * <p>Read by: receivers before they lock; threads about to park ({@code PARK}), closers ({@code CLOSE}); all
     * volatile.
     */
    private final Cursor nextClaim;

    /**
     * How many places were given up.
     * <p>Written by: the holder of the lock (fetch-and-add).
     * <p>Read by: receivers before they lock, threads about to park ({@code PARK}), all volatile.
     */
    private final Cursor nextTake;

    /** Makes an empty channel. */
    public ConflatingFlavor(ChannelConfig<T> config) {
        super(config, 0);
        keyFunction = Objects.requireNonNull(config.keyFunction());
        nextClaim = new Cursor(config.startSequence());
        nextTake = new Cursor(config.startSequence());
    }

    // ---- sending ----

    @Override
    public int offer(T message) {
        try {
            return offerInBatch(message);
        } catch (StoppedBatch e) {
            throw e.failure();
        }
    }

    @Override
    public int offerInBatch(T message) {
        Object key = Objects.requireNonNull(keyFunction.apply(message), "key");
        int hash = queue.hash(key);
        int status = UNDECIDED;
        T replaced = null;
        lock.lock();
        try {
            Entry<T> found = queue.find(hash);
            if (found == null && queue.isPrepared()) {
                status = appendLocked(key, hash, message);
            } else if (found != null && found.isOf(key)) {
                replaced = replaceLocked(found, message);
                status = replaced == null ? Status.CLOSED : Status.ACCEPTED;
            }
        } finally {
            lock.unlock();
        }
        return status == UNDECIDED ? offerSlow(key, hash, message) : settle(status, replaced);
    }

    /**
     * Looks up the entry of the hash, does outside of the lock what that entry needs, and begins anew if it has changed
     * meanwhile.
     */
    private int offerSlow(Object key, int hash, T message) {
        while (true) {
            Entry<T> found;
            Object other = null;
            KeyGroup<T> group = null;
            int tableSize;
            lock.lock();
            try {
                found = queue.find(hash);
                tableSize = queue.neededTableSize();
                if (found != null) {
                    other = found.key;
                    group = found.group;
                }
            } finally {
                lock.unlock();
            }
            int status;
            if (found == null) {
                status = offerFirst(key, hash, message, KeyedQueue.prepare(tableSize));
            } else if (group != null) {
                status = offerToGroup(group, group.entryOf(key), message);
            } else if (key == other || key.equals(other)) {
                status = offerAgain(found, other, message);
            } else {
                split(found, other, KeyGroup.of(other, hash, found));
                status = UNDECIDED;
            }
            if (status != UNDECIDED) {
                return status;
            }
        }
    }

    private int offerFirst(Object key, int hash, T message, KeyedQueue.Preparation<T> preparation) {
        int status = UNDECIDED;
        lock.lock();
        try {
            queue.supply(preparation);
            if (queue.find(hash) == null && queue.isPrepared()) {
                status = appendLocked(key, hash, message);
            }
        } finally {
            lock.unlock();
        }
        return settle(status, null);
    }

    /** The key equals this one, if that is still the entry's. */
    private int offerAgain(Entry<T> entry, Object key, T message) {
        int status = UNDECIDED;
        T replaced = null;
        lock.lock();
        try {
            if (entry.key == key && entry.group == null) {
                replaced = replaceLocked(entry, message);
                status = replaced == null ? Status.CLOSED : Status.ACCEPTED;
            }
        } finally {
            lock.unlock();
        }
        return settle(status, replaced);
    }

    private int offerToGroup(KeyGroup<T> group, Entry<T> entry, T message) {
        int status = UNDECIDED;
        T replaced = null;
        boolean cleans;
        lock.lock();
        try {
            if (!entry.isGone() && queue.contains(group)) {
                if (entry.isPending()) {
                    replaced = replaceLocked(entry, message);
                    status = replaced == null ? Status.CLOSED : Status.ACCEPTED;
                } else {
                    status = (int) Math.min(claimLocked(), Status.ACCEPTED);
                    if (status == Status.ACCEPTED) {
                        queue.append(entry, message);
                    } else {
                        queue.abandon(entry);
                    }
                }
            }
            cleans = group.hasManyGone();
        } finally {
            lock.unlock();
        }
        settle(status, replaced);
        if (cleans) {
            group.removeGone();
        }
        return status;
    }

    private void split(Entry<T> entry, Object key, KeyGroup<T> group) {
        lock.lock();
        try {
            if (entry.key == key && entry.group == null) {
                queue.split(entry, group);
            }
        } finally {
            lock.unlock();
        }
    }

    private int appendLocked(Object key, int hash, T message) {
        long claimed = claimLocked();
        if (claimed < 0) {
            return (int) claimed;
        }
        queue.append(key, hash, message);
        return Status.ACCEPTED;
    }

    /** Null: closed. */
    private @Nullable T replaceLocked(Entry<T> entry, T message) {
        return closeWord.isOpen() ? entry.replace(message) : null;
    }

    /** After a send: wakes a receiver for a new message, or hands the replaced one over. Returns the status. */
    private int settle(int status, @Nullable T replaced) {
        if (replaced == null) {
            if (status == Status.ACCEPTED) {
                receivers.wake();
            }
            return status;
        }
        Throwable failure = undelivered.handOver(replaced, UndeliveredReason.REPLACED, null);
        if (failure != null) {
            countAccepted(1); // the send's own message is in, whatever happens to the caller
            throw new StoppedBatch(1, failure);
        }
        return status;
    }

    private long claimLocked() {
        if (!hasRoom()) {
            return closeWord.isOpen() ? Status.FULL : Status.CLOSED;
        }
        long sequence = nextClaim.getAndAdd(1);
        return closeWord.isOpen() || sequence < closeWord.end() ? sequence : Status.CLOSED;
    }

    @Override
    public int offerAll(T[] messages, int from, int to) {
        int sent = 0;
        int uncounted = 0;
        Throwable failure = null;
        for (int i = from; i < to; i++) {
            try {
                if (offerInBatch(messages[i]) != Status.ACCEPTED) {
                    break;
                }
                uncounted++;
                sent++;
            } catch (StoppedBatch e) { // of the callback: the message is in
                failure = Undelivered.and(failure, e.getCause());
                sent++;
            } catch (Throwable e) { // of the key
                failure = Undelivered.and(failure, e);
            }
        }
        if (failure != null) {
            countAccepted(uncounted);
            throw new StoppedBatch(sent, failure);
        }
        return sent;
    }

    @Override
    long nextClaim() {
        return nextClaim.valueVolatile();
    }

    // ---- receiving ----

    @Override
    @Nullable public T take() {
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
    boolean canTakeIfNext() {
        return true;
    }

    @Override
    boolean takeIfNext(T message) {
        lock.lock();
        try {
            return queue.peek() == message && removeFirst() != null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    @Nullable public T evict() {
        lock.lock();
        try {
            return hasRoom() ? null : removeFirst();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void afterTake() {
        senders.wake();
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
    public String kind() {
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
