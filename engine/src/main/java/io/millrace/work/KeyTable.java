package io.millrace.work;

import io.millrace.internal.park.Insistent;
import io.millrace.work.KeyMailbox.Item;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The boxes of the keys that have messages. {@code hashCode} and {@code equals} of the keys run on the sender's thread
 * only and under no lock: a sender looks its box up in an immutable chain, and then adds the message under a lock if
 * the chain is still the same.
 */
final class KeyTable<K, T> {

    private static final int MOST_CHAINS = 1 << 20;
    private static final int LOCKS = 64;

    /**
     * The first link of each chain.
     * <p>Written by: senders and workers, under the lock of the chain (volatile).
     * <p>Read by: senders, without it (volatile). Orders nothing that is relied on: links are immutable, and what is
     * in a box is used under the lock or by the worker that has the box.
     */
    private final AtomicReferenceArray<@Nullable Link<K, T>> chains;

    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    private record Link<K, T>(
            KeyMailbox<K, T> box, @Nullable Link<K, T> next) {

        /** The chain without a box; the links before it change their order. */
        static <K, T> @Nullable Link<K, T> without(KeyMailbox<K, T> gone, @Nullable Link<K, T> first) {
            Link<K, T> before = null;
            for (Link<K, T> link = first; link != null; link = link.next()) {
                if (link.box() == gone) {
                    Link<K, T> rest = link.next();
                    for (; before != null; before = before.next()) {
                        rest = new Link<>(before.box(), rest);
                    }
                    return rest;
                }
                before = new Link<>(link.box(), before);
            }
            return first;
        }
    }

    /** @param most how many keys have messages at once, at most */
    KeyTable(int most) {
        int size = Integer.highestOneBit(Math.min(most, MOST_CHAINS) * 2 - 1);
        this.chains = new AtomicReferenceArray<>(size);
        Arrays.setAll(locks, i -> new ReentrantLock());
    }

    /**
     * Adds a message of a key. Returns the key's box if that had no message before, else null. Throws what
     * {@code equals} or the ticket throws; then nothing was added.
     *
     * @param ticket numbers the message where the order of its key is made, under the lock that {@link #drain} takes
     */
    @Nullable KeyMailbox<K, T> add(K key, int hash, Item<T> item, ToLongFunction<Item<T>> ticket) {
        KeyMailbox<K, T> fresh = new KeyMailbox<>(key, hash);
        int chain = chain(hash);
        ReentrantLock lock = lock(chain);
        while (true) {
            Link<K, T> seen = chains.get(chain);
            KeyMailbox<K, T> present = find(seen, key, hash);
            Link<K, T> longer = present == null ? new Link<>(fresh, seen) : seen;
            lock.lock();
            try {
                if (chains.get(chain) == seen) {
                    item.ticket = ticket.applyAsLong(item);
                    KeyMailbox<K, T> box = present == null ? fresh : present;
                    boolean first = box.add(item);
                    chains.set(chain, longer);
                    return first ? box : null;
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private @Nullable KeyMailbox<K, T> find(@Nullable Link<K, T> first, K key, int hash) {
        for (Link<K, T> link = first; link != null; link = link.next()) {
            KeyMailbox<K, T> box = link.box();
            if (box.hash == hash && (box.key == key || key.equals(box.key))) {
                return box;
            }
        }
        return null;
    }

    /**
     * Takes the first message out of a box, and the box out of the table if that was the last. Returns whether there
     * is another. If there is no memory for a shorter chain, the empty box stays for the next message of its key.
     */
    boolean removeFirst(KeyMailbox<K, T> box) {
        int chain = chain(box.hash);
        ReentrantLock lock = lock(chain);
        Insistent.lock(lock);
        try {
            if (box.removeFirst()) {
                return true;
            }
            chains.set(chain, Link.without(box, chains.get(chain)));
            return false;
        } catch (OutOfMemoryError e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Takes out all messages, once no ticket is given out any more and no worker is left. */
    void drain(Consumer<T> handler) {
        for (int chain = 0; chain < chains.length(); chain++) {
            for (Link<K, T> link = takeOut(chain); link != null; link = link.next()) {
                for (Item<T> item = link.box().first; item != null; item = item.next) {
                    handler.accept(item.message);
                }
            }
        }
    }

    private @Nullable Link<K, T> takeOut(int chain) {
        ReentrantLock lock = lock(chain);
        Insistent.lock(lock);
        try {
            return chains.getAndSet(chain, null);
        } finally {
            lock.unlock();
        }
    }

    private int chain(int hash) {
        return (hash ^ hash >>> 16) & chains.length() - 1;
    }

    private ReentrantLock lock(int chain) {
        return locks[chain % LOCKS];
    }
}
