package io.millrace.work;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one key, oldest first. The first stays while it is being handled. Changed only in an atomic step of
 * the map that holds it.
 */
final class KeyBox<K, T> {

    final K key;

    /** Null only before the first message. Changes later only by the worker that has the box in its hands. */
    @Nullable Item<T> first;

    private @Nullable Item<T> last;

    KeyBox(K key) {
        this.key = key;
    }

    KeyBox<K, T> add(Item<T> item) {
        if (last == null) {
            first = item;
        } else {
            last.next = item;
        }
        last = item;
        return this;
    }

    /** Returns null when that was the last. */
    @Nullable KeyBox<K, T> removeFirst() {
        first = Objects.requireNonNull(first).next;
        return first == null ? null : this;
    }

    static final class Item<T> {
        final T message;
        long ticket;
        private @Nullable Item<T> next;

        Item(T message) {
            this.message = message;
        }
    }
}
