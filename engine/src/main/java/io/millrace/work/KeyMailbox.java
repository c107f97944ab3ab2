package io.millrace.work;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one key, oldest first. The first stays while it is being handled. Changed only by the
 * {@link KeyTable}.
 */
final class KeyMailbox<K, T> {

    final K key;

    /** The key's, asked for once. */
    final int hash;

    /** Null if there is no message. Once there is one, changes only by the worker that has the box in its hands. */
    @Nullable Item<T> first;

    private @Nullable Item<T> last;

    KeyMailbox(K key, int hash) {
        this.key = key;
        this.hash = hash;
    }

    /** Returns whether there was no message before. */
    boolean add(Item<T> item) {
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
    boolean removeFirst() {
        first = Objects.requireNonNull(first).next;
        return first != null;
    }

    static final class Item<T> {
        final T message;
        long ticket;

        @Nullable Item<T> next;

        Item(T message) {
            this.message = message;
        }
    }
}
