package io.millrace.internal.flavor;

import io.millrace.internal.memory.StackRoom;
import java.util.AbstractQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A channel as a {@link BlockingQueue}. */
final class QueueView<T> extends AbstractQueue<T> implements BlockingQueue<T> {

    private final Flavor<T> channel;

    QueueView(Flavor<T> channel) {
        this.channel = channel;
    }

    @Override
    public boolean offer(T message) {
        return channel.trySend(message);
    }

    @Override
    public void put(T message) throws InterruptedException {
        channel.send(message);
    }

    @Override
    public boolean offer(T message, long timeout, TimeUnit unit) throws InterruptedException {
        return channel.trySend(message, timeout, unit);
    }

    @Override
    public @Nullable T poll() {
        return channel.pollNow();
    }

    @Override
    public T take() throws InterruptedException {
        return channel.receive();
    }

    @Override
    public @Nullable T poll(long timeout, TimeUnit unit) throws InterruptedException {
        return channel.pollWithin(channel, unit.toNanos(timeout));
    }

    @Override
    public @Nullable T peek() {
        StackRoom.ensure();
        return channel.peek();
    }

    @Override
    public int remainingCapacity() {
        int capacity = channel.capacity();
        return capacity == Flavor.UNBOUNDED ? Integer.MAX_VALUE : capacity - channel.size();
    }

    @Override
    public int size() {
        return channel.size();
    }

    @Override
    public int drainTo(Collection<? super T> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    @Override
    public int drainTo(Collection<? super T> target, int limit) {
        Objects.requireNonNull(target, "target");
        if (target instanceof QueueView<?> view && view.channel == channel) {
            throw new IllegalArgumentException("target is a view of the same " + channel);
        }
        return channel.drain(target::add, Math.max(0, limit));
    }

    /** Takes out the buffered messages, and leaves those of blocked senders with them: they are not in the queue. */
    @Override
    public void clear() {
        channel.drain(message -> {}, channel.size());
    }

    /** A snapshot, so that it is as weakly consistent as other concurrent queues' iterators. */
    @Override
    public Iterator<T> iterator() {
        List<T> seen = new ArrayList<>();
        StackRoom.ensure();
        channel.look(seen::add);
        return new Snapshot(seen.iterator());
    }

    /** Over what was there; takes out what it has seen under the condition of {@link QueueView#remove(Object)}. */
    private final class Snapshot implements Iterator<T> {

        private final Iterator<T> seen;

        private @Nullable T last;

        Snapshot(Iterator<T> seen) {
            this.seen = seen;
        }

        @Override
        public boolean hasNext() {
            return seen.hasNext();
        }

        @Override
        public T next() {
            last = seen.next();
            return last;
        }

        @Override
        public void remove() {
            T message = last;
            if (message == null) {
                throw new IllegalStateException("next() was not called since the last remove()");
            }
            last = null;
            StackRoom.ensure();
            if (channel.canWithdraw()) {
                channel.withdraw(message);
            }
        }
    }

    /**
     * Takes out an equal message if it is the one that would be received next: what stands behind others cannot be
     * taken out of a ring. That serves an executor that has stopped and takes back the task that it had just accepted.
     */
    @Override
    public boolean remove(Object message) {
        StackRoom.ensure();
        if (!channel.canWithdraw()) {
            return false;
        }
        while (true) {
            T next = channel.peek();
            if (next == null || !next.equals(message)) {
                return false;
            }
            if (channel.withdraw(next)) {
                return true;
            }
        }
    }

    @Override
    public boolean removeAll(Collection<?> messages) {
        throw unsupported("removeAll");
    }

    @Override
    public boolean retainAll(Collection<?> messages) {
        throw unsupported("retainAll");
    }

    @Override
    public boolean removeIf(Predicate<? super T> filter) {
        throw unsupported("removeIf");
    }

    private static UnsupportedOperationException unsupported(String method) {
        return new UnsupportedOperationException(
                method + ": a message in the middle of a channel cannot be taken back");
    }
}
