package io.millrace.internal.flavor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The latest message of each key, in the order in which the keys came. A hash table whose entries also form a list.
 * Entries are used again, so that it allocates only when it holds more than ever before. Guarded by the lock of its
 * owner.
 *
 * <p>Nothing of the keys runs under that lock. The table finds entries by hash alone, and each hash stands in it once:
 * as the entry of its only key, whom the caller compares outside of the lock, or as the anchor of a {@link KeyGroup} if
 * several keys of it are pending.
 */
final class KeyedQueue<T> {

    private static final int FIRST_SIZE = 8;

    static final class Entry<T> {
        /** Null: an anchor. */
        @Nullable Object key;

        int hash;
        private @Nullable T message;
        private @Nullable Entry<T> nextInBucket;

        /** The keys of the same hash, of an anchor and of the entries of these keys. */
        @Nullable KeyGroup<T> group;

        /**
         * Of an entry in a group: its message is out, and it will not be used again. Set under the lock, then for good.
         */
        private boolean gone;

        /** In the list; of a spare entry, the next spare. */
        private @Nullable Entry<T> next;

        Entry() {}

        /** Of a key in a group, which may be an anchor's. */
        Entry(@Nullable Object key, int hash, KeyGroup<T> group) {
            this.key = key;
            this.hash = hash;
            this.group = group;
        }

        /** Whether this is the entry of the key, as far as can be told without code of the key's own. */
        boolean isOf(Object other) {
            return key == other
                    || other instanceof String && other.equals(key)
                    || other instanceof Long && other.equals(key)
                    || other instanceof Integer && other.equals(key);
        }

        boolean isGone() {
            return gone;
        }

        boolean isPending() {
            return message != null;
        }

        /** Puts a message in the place of the one that is there, and returns that. */
        @Nullable T replace(T newer) {
            T older = message;
            message = newer;
            return older;
        }
    }

    /** Odd and random for each queue, so that an attacker cannot tell which hashes share a bucket. */
    private final int spread = ThreadLocalRandom.current().nextInt() | 1;

    private @Nullable Entry<T>[] buckets = newBuckets(FIRST_SIZE);
    private int size;
    private int inTable;
    private @Nullable Entry<T> first;
    private @Nullable Entry<T> last;
    private @Nullable Entry<T> spare;

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> @Nullable Entry<T>[] newBuckets(int size) {
        return new Entry[size];
    }

    /** The hash to look keys up by. Runs the key's own code, so it is called outside the lock. */
    int hash(Object key) {
        return key.hashCode() * spread;
    }

    private int bucket(int hash) {
        return hash >>> Integer.numberOfLeadingZeros(buckets.length - 1);
    }

    /** The table's entry of a hash: that of its only key, or an anchor. */
    @Nullable Entry<T> find(int hash) {
        Entry<T> e = buckets[bucket(hash)];
        while (e != null && e.hash != hash) {
            e = e.nextInBucket;
        }
        return e;
    }

    /** Whether {@link #append} has what it needs. */
    boolean isPrepared() {
        return spare != null && inTable < buckets.length;
    }

    /** The size of the table that {@link #append} needs; 0 if the present one will do. */
    int neededTableSize() {
        return inTable < buckets.length ? 0 : 2 * buckets.length;
    }

    /** Without the lock: makes what {@link #append} may need. */
    static <T> Preparation<T> prepare(int neededTableSize) {
        return new Preparation<>(new Entry<>(), newBuckets(neededTableSize));
    }

    /** What was made outside of the lock. */
    record Preparation<T>(Entry<T> entry, @Nullable Entry<T>[] buckets) {}

    /** Takes over what is needed of it. */
    void supply(Preparation<T> made) {
        if (spare == null) {
            spare = made.entry;
        }
        if (inTable >= buckets.length && made.buckets.length > buckets.length) {
            Entry<T>[] smaller = buckets;
            buckets = made.buckets;
            for (Entry<T> bucket : smaller) {
                Entry<T> e = bucket;
                while (e != null) {
                    Entry<T> after = e.nextInBucket;
                    intoBucket(e);
                    e = after;
                }
            }
        }
    }

    /** Adds a key whose hash is not there. Called if {@link #isPrepared}. */
    void append(Object key, int hash, T message) {
        Entry<T> entry = spare;
        spare = entry.next;
        entry.next = null;
        entry.key = key;
        entry.hash = hash;
        entry.message = message;
        intoBucket(entry);
        inTable++;
        intoList(entry);
    }

    /** Adds the message of a key that is not pending, in a group whose anchor is in the table. */
    void append(Entry<T> entry, T message) {
        entry.message = message;
        entry.group.pending++;
        intoList(entry);
    }

    /** Puts the anchor of a group that holds only this entry in the place of the entry. */
    void split(Entry<T> entry, KeyGroup<T> group) {
        outOfBucket(entry);
        entry.group = group;
        intoBucket(group.anchor);
    }

    boolean contains(KeyGroup<T> group) {
        return find(group.anchor.hash) == group.anchor;
    }

    /** An entry of a group will not be used. */
    void abandon(Entry<T> entry) {
        entry.gone = true;
        entry.group.gone++;
    }

    private void intoList(Entry<T> entry) {
        if (last == null) {
            first = entry;
        } else {
            last.next = entry;
        }
        last = entry;
        size++;
    }

    private void intoBucket(Entry<T> entry) {
        int bucket = bucket(entry.hash);
        entry.nextInBucket = buckets[bucket];
        buckets[bucket] = entry;
    }

    /** Removes the key that came first and returns its message; null if there is none. */
    @Nullable T removeFirst() {
        Entry<T> entry = first;
        if (entry == null) {
            return null;
        }
        first = entry.next;
        if (first == null) {
            last = null;
        }
        size--;
        T message = entry.message;
        entry.message = null;
        KeyGroup<T> group = entry.group;
        if (group != null) {
            entry.next = null;
            abandon(entry);
            if (--group.pending == 0) {
                outOfBucket(group.anchor);
                inTable--;
            }
            return message;
        }
        outOfBucket(entry);
        inTable--;
        entry.key = null;
        entry.next = spare;
        spare = entry;
        return message;
    }

    private void outOfBucket(Entry<T> entry) {
        int bucket = bucket(entry.hash);
        Entry<T> e = buckets[bucket];
        if (e == entry) {
            buckets[bucket] = entry.nextInBucket;
        } else {
            while (e.nextInBucket != entry) {
                e = e.nextInBucket;
            }
            e.nextInBucket = entry.nextInBucket;
        }
        entry.nextInBucket = null;
    }

    int size() {
        return size;
    }

    @Nullable T peek() {
        return first == null ? null : first.message;
    }

    List<T> copy() {
        List<T> messages = new ArrayList<>(size);
        for (Entry<T> e = first; e != null; e = e.next) {
            messages.add(e.message);
        }
        return messages;
    }

    void checkInvariants() {
        int listed = 0;
        for (Entry<T> e = first; e != null; e = e.next) {
            listed++;
            Entry<T> found = find(e.hash);
            if (e.message == null || e.gone || found != e && (found == null || found.group != e.group)) {
                throw new AssertionError("key " + e.key + " is listed but not found");
            }
        }
        int inBuckets = 0;
        for (Entry<T> bucket : buckets) {
            for (Entry<T> e = bucket; e != null; e = e.nextInBucket) {
                inBuckets++;
            }
        }
        if (listed != size || inBuckets != inTable || inTable > size) {
            throw new AssertionError(
                    "size is " + size + ", listed are " + listed + ", in buckets " + inBuckets + " and " + inTable);
        }
        for (Entry<T> e = spare; e != null; e = e.next) {
            if (e.key != null || e.message != null || e.nextInBucket != null) {
                throw new AssertionError("a spare entry holds something");
            }
        }
    }
}
