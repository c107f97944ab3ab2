package io.millrace.internal.work;

import io.millrace.internal.park.Insistent;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The boxes of the keys that have messages. {@code hashCode} and {@code equals} of the keys run on the sender's thread
 * only and under no lock: a sender looks its box up in an immutable chain, and then adds the message under a lock if
 * the chain is still the same.
 */
public final class KeyTable<K, T> {

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

    /** The messages of one key, oldest first. The first stays while it is being handled. */
    public static final class Mailbox<K, T> {

        private final K key;

        /** The key's, asked for once. */
        private final int hash;

        /** Null if there is no message. Once there is one, changes only by the worker that has the box in its hands. */
        private @Nullable Item<T> first;

        private @Nullable Item<T> last;

        private Mailbox(K key, int hash) {
            this.key = key;
            this.hash = hash;
        }

        /** For the worker that has the box in its hands. */
        public Item<T> first() {
            return Objects.requireNonNull(first);
        }

        /** Returns whether there was no message before. */
        private boolean add(Item<T> item) {
            boolean wasEmpty = first == null;
            if (wasEmpty) {
                first = item;
            } else {
                Objects.requireNonNull(last).next = item;
            }
            last = item;
            return wasEmpty;
        }

        /** Returns whether there is another. */
        private boolean removeFirst() {
            first = first().next;
            return first != null;
        }
    }

    /** A message and its number. */
    public static final class Item<T> {

        private final T message;
        private long ticket;
        private @Nullable Item<T> next;

        private Item(T message) {
            this.message = message;
        }

        public T message() {
            return message;
        }

        public long ticket() {
            return ticket;
        }
    }

    private record Link<K, T>(Mailbox<K, T> box, @Nullable Link<K, T> next) {

        /** The chain without a box; the links before it change their order. */
        static <K, T> @Nullable Link<K, T> without(Mailbox<K, T> gone, @Nullable Link<K, T> first) {
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
    public KeyTable(int most) {
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
    public @Nullable Mailbox<K, T> add(K key, int hash, T message, LongSupplier ticket) {
        Item<T> item = new Item<>(message);
        Mailbox<K, T> fresh = new Mailbox<>(key, hash);
        int chain = chain(hash);
        ReentrantLock lock = lock(chain);
        while (true) {
            Link<K, T> seen = chains.get(chain);
            Mailbox<K, T> present = find(seen, key, hash);
            Link<K, T> longer = present == null ? new Link<>(fresh, seen) : seen;
            lock.lock();
            try {
                if (chains.get(chain) == seen) {
                    item.ticket = ticket.getAsLong();
                    Mailbox<K, T> box = present == null ? fresh : present;
                    boolean first = box.add(item);
                    chains.set(chain, longer);
                    return first ? box : null;
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private @Nullable Mailbox<K, T> find(@Nullable Link<K, T> first, K key, int hash) {
        for (Link<K, T> link = first; link != null; link = link.next()) {
            Mailbox<K, T> box = link.box();
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
    public boolean removeFirst(Mailbox<K, T> box) {
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
    public void drain(Consumer<T> handler) {
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
