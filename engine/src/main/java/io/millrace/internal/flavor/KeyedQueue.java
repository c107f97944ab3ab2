package io.millrace.internal.flavor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The latest message of each key, in the order in which the keys came. A hash table whose entries also form a list. Entries are
 * used again, so that it allocates only when it holds more than ever before. Guarded by the lock of its owner.
 */
final class KeyedQueue<T> {

    private static final int FIRST_SIZE = 8;
    private static final int SPREAD = 0x9E3779B9; // 2^32 divided by the golden ratio: neighbours land far apart

    static final class Entry<T> {
        private @Nullable Object key;
        private int hash;
        private @Nullable T message;
        private @Nullable Entry<T> nextInBucket;

        /** In the list; of a spare entry, the next spare. */
        private @Nullable Entry<T> next;

        /** Puts a message in the place of the one that is there, and returns that. */
        @Nullable T replace(T newer) {
            T older = message;
            message = newer;
            return older;
        }
    }

    private @Nullable Entry<T>[] buckets = newBuckets(FIRST_SIZE);
    private int size;
    private @Nullable Entry<T> first;
    private @Nullable Entry<T> last;
    private @Nullable Entry<T> spare;

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> @Nullable Entry<T>[] newBuckets(int size) {
        return new Entry[size];
    }

    /** The hash to look keys up by. Runs the key's own code, so it is called outside the lock. */
    static int hash(Object key) {
        return key.hashCode() * SPREAD;
    }

    private int bucket(int hash) {
        return hash >>> Integer.numberOfLeadingZeros(buckets.length - 1);
    }

    @Nullable Entry<T> find(Object key, int hash) {
        for (Entry<T> e = buckets[bucket(hash)]; e != null; e = e.nextInBucket) {
            if (e.hash == hash && (e.key == key || key.equals(e.key))) {
                return e;
            }
        }
        return null;
    }

    /** Allocates what the next {@link #append} needs, so that append cannot fail. */
    void prepare() {
        if (spare == null) {
            spare = new Entry<>();
        }
        if (size == buckets.length) {
            Entry<T>[] smaller = buckets;
            buckets = newBuckets(2 * smaller.length);
            for (Entry<T> e = first; e != null; e = e.next) {
                intoBucket(e);
            }
        }
    }

    /** Adds a key that is not there. Called after {@link #prepare}. */
    void append(Object key, int hash, T message) {
        Entry<T> entry = spare;
        spare = entry.next;
        entry.next = null;
        entry.key = key;
        entry.hash = hash;
        entry.message = message;
        intoBucket(entry);
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
        outOfBucket(entry);
        size--;
        T message = entry.message;
        entry.key = null;
        entry.message = null;
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
            if (e.message == null || find(e.key, e.hash) != e) {
                throw new AssertionError("key " + e.key + " is listed but not found");
            }
        }
        int inBuckets = 0;
        for (Entry<T> bucket : buckets) {
            for (Entry<T> e = bucket; e != null; e = e.nextInBucket) {
                inBuckets++;
            }
        }
        if (listed != size || inBuckets != size) {
            throw new AssertionError("size is " + size + ", listed are " + listed + ", in buckets " + inBuckets);
        }
        for (Entry<T> e = spare; e != null; e = e.next) {
            if (e.key != null || e.message != null || e.nextInBucket != null) {
                throw new AssertionError("a spare entry holds something");
            }
        }
    }
}
