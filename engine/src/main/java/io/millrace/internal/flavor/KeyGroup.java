package io.millrace.internal.flavor;

import io.millrace.internal.flavor.KeyedQueue.Entry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Several keys with one hash. Senders of these keys look for their entries outside of the lock, so that the keys' own
 * code delays no other thread. Entries count only while the anchor is in the table.
 */
abstract class KeyGroup<T> {

    private static final int MOST_GONE = 32;

    // Guarded by the lock.
    final Entry<T> anchor;
    int pending = 1;
    int gone;

    private KeyGroup(int hash) {
        anchor = new Entry<>(null, hash, this);
    }

    /** Of a key that is pending so far by itself. */
    static <T> KeyGroup<T> of(Object key, int hash, Entry<T> entry) {
        return key instanceof Comparable ? new Tree<>(key, hash, entry) : new Chain<>(key, hash, entry);
    }

    /** Without the lock: the entry of a key, made now if there is none. */
    abstract Entry<T> entryOf(Object key);

    /** Without the lock. */
    abstract void removeGone();

    /** Whether to {@link #removeGone}; says so once. */
    boolean hasManyGone() {
        boolean many = gone > MOST_GONE + 2 * pending;
        gone = many ? 0 : gone;
        return many;
    }

    /** For keys that have an order: the map makes a tree of them. */
    private static final class Tree<T> extends KeyGroup<T> {

        private final Map<Object, Entry<T>> entries = new ConcurrentHashMap<>();

        Tree(Object key, int hash, Entry<T> entry) {
            super(hash);
            entries.put(key, entry);
        }

        @Override
        Entry<T> entryOf(Object key) {
            Entry<T> present = entries.get(key);
            if (present != null && present.isGone()) {
                entries.remove(key, present);
                present = null;
            }
            if (present == null) {
                Entry<T> made = new Entry<>(key, anchor.hash, this);
                present = entries.putIfAbsent(key, made);
                present = present == null ? made : present;
            }
            return present;
        }

        @Override
        void removeGone() {
            entries.values().removeIf(Entry::isGone);
        }
    }

    /**
     * For keys without an order: each is compared with every other, once per send, where a map would do so several
     * times.
     */
    private static final class Chain<T> extends KeyGroup<T> {

        /**
         * The last link; links do not change.
         * <p>Written by: senders of these keys (compare-and-set).
         * <p>Read by: the same (volatile). Orders nothing: a link's final fields publish its entry, and the lock orders
         * what is in that.
         */
        private final AtomicReference<@Nullable Link<T>> last;

        private record Link<T>(
                Object key, Entry<T> entry, @Nullable Link<T> before) {}

        Chain(Object key, int hash, Entry<T> entry) {
            super(hash);
            last = new AtomicReference<>(new Link<>(key, entry, null));
        }

        @Override
        Entry<T> entryOf(Object key) {
            while (true) {
                Link<T> end = last.get();
                for (Link<T> link = end; link != null; link = link.before) {
                    if (!link.entry.isGone() && (key == link.key || key.equals(link.key))) {
                        return link.entry;
                    }
                }
                Entry<T> made = new Entry<>(key, anchor.hash, this);
                if (last.compareAndSet(end, new Link<>(key, made, end))) {
                    return made;
                }
            }
        }

        @Override
        void removeGone() {
            last.updateAndGet(end -> {
                Link<T> kept = null;
                for (Link<T> link = end; link != null; link = link.before) {
                    kept = link.entry.isGone() ? kept : new Link<>(link.key, link.entry, kept);
                }
                return kept;
            });
        }
    }
}
