package io.millrace.internal.broadcast;

import org.jspecify.annotations.Nullable;

/**
 * A list that threads walk without a lock while others, under the lock of its owner, add and remove. Neither allocates:
 * the node comes with what is listed, so that leaving cannot fail. A walk meets whatever was listed when it began and
 * has not been removed since.
 */
final class Members<E> {

    /** One place in the list, for one use. */
    static final class Node<E> {
        final E element;

        /** Guarded by the owner's lock. */
        private @Nullable Node<E> previous;

        /**
         * The node that was added before this one. A removed node keeps it, so that a walk that stands there goes on.
         * <p>Written by: the holder of the owner's lock (volatile, {@code JOIN}).
         * <p>Read by: walks (volatile, {@code JOIN}).
         */
        private volatile @Nullable Node<E> next;

        Node(E element) {
            this.element = element;
        }

        @Nullable Node<E> next() {
            return next;
        }
    }

    /**
     * The node that was added last.
     * <p>Written by: the holder of the owner's lock (volatile, {@code JOIN}).
     * <p>Read by: walks (volatile, {@code JOIN}).
     */
    private volatile @Nullable Node<E> first;

    @Nullable Node<E> first() {
        return first;
    }

    /** With the owner's lock. */
    void add(Node<E> node) {
        Node<E> second = first;
        node.next = second;
        if (second != null) {
            second.previous = node;
        }
        first = node;
    }

    /** With the owner's lock. */
    void remove(Node<E> node) {
        Node<E> before = node.previous;
        Node<E> after = node.next;
        if (after != null) {
            after.previous = before;
        }
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
    }
}
