package io.millrace.work;

import io.millrace.Channel;
import io.millrace.ChannelBuilder;
import io.millrace.ChannelClosedException;
import io.millrace.internal.memory.Initialized;
import io.millrace.internal.park.Idle;
import io.millrace.internal.park.Insistent;
import io.millrace.internal.terms.Closing;
import io.millrace.internal.work.ReplyCell;
import io.millrace.internal.work.Uninterruptibly;
import java.lang.invoke.MethodHandles;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for a server. One whose client gives up frees its place at once; its cell stays in the queue
 * until a server, or a client that finds the queue full, takes it out.
 */
final class RequestQueue<Q, R> {

    /** How many cells are kept for further requests. With more clients than that at once, some cells are made anew. */
    private static final int FREE_CELLS = 1024;

    private static final Object PLACE = new Object();

    /**
     * One message per cell in the queue whose client waits. Null if requests wait at the rendezvous that
     * {@link #queue} then is.
     */
    private final @Nullable Channel<Object> places;

    private final Channel<ReplyCell<Q, R>> queue;
    private final Channel<ReplyCell<Q, R>> free = Channel.bounded(FREE_CELLS);

    /** All cells that may be in use, so that the close reaches those in servers' hands. */
    private final Set<ReplyCell<Q, R>> cells = ConcurrentHashMap.newKeySet();

    private final RequestsBuilder<Q, R> builder;
    private final Consumer<@Nullable Throwable> closing = this::tryClose;

    RequestQueue(RequestsBuilder<Q, R> builder) {
        Initialized.ensure(MethodHandles.lookup(), ReplyCell.class);
        this.builder = builder;
        this.queue = this.<ReplyCell<Q, R>>channel()
                .receiveWaiting(builder.serverWaiting)
                .build();
        this.places = builder.capacity == 0 ? null : channel().build();
    }

    private <T> ChannelBuilder<T> channel() {
        return Channel.<T>builder()
                .capacity(builder.capacity)
                .timeSource(builder.time)
                .name(builder.name);
    }

    // ---- the clients' side ----

    /** Takes a place. False at the end of the time. */
    boolean awaitPlace(long nanos) throws InterruptedException {
        return places == null || places.trySend(PLACE, nanos, TimeUnit.NANOSECONDS);
    }

    /** Frees the place of a request that has just left {@code WAITING}. */
    void freePlace() {
        if (places != null) {
            Uninterruptibly.takeIfAny(places);
        }
    }

    /** A cell for a request that has a place. If there is no memory for another, the place is free again. */
    ReplyCell<Q, R> cell() {
        ReplyCell<Q, R> cell = free.tryReceive();
        if (cell != null) {
            return cell;
        }
        try {
            cell = new ReplyCell<>(builder.time);
            cells.add(cell);
            return cell;
        } catch (Throwable e) {
            freePlace();
            throw e;
        }
    }

    /**
     * Puts a cell into the queue. If it does not get there, its place is free and the cell is given back, unless the
     * close has both.
     */
    boolean send(ReplyCell<Q, R> cell, long stamp, long nanos) throws InterruptedException {
        boolean sent = false;
        try {
            if (places == null) {
                sent = queue.trySend(cell, nanos, TimeUnit.NANOSECONDS);
            } else {
                sent = queue.trySend(cell);
                if (!sent) {
                    sendAndSweep(cell);
                    sent = true;
                }
            }
        } finally {
            if (!sent && abandon(cell, stamp)) {
                giveBack(cell);
            }
        }
        return sent;
    }

    /**
     * The queue is full, although this cell has a place: so there are cells in it without a client. Those with one go
     * once round.
     */
    private void sendAndSweep(ReplyCell<Q, R> cell) {
        Deque<ReplyCell<Q, R>> held = new ArrayDeque<>();
        held.add(cell);
        try {
            while (!held.isEmpty()) {
                if (queue.trySend(held.peek())) {
                    held.remove();
                    continue;
                }
                ReplyCell<Q, R> oldest = queue.tryReceive();
                if (oldest == null) {
                    Idle.snooze(); // the oldest is still on its way in
                } else if (!giveBackIfAbandoned(oldest, oldest.stamp())) {
                    held.add(oldest);
                }
            }
        } catch (ChannelClosedException e) {
            if (held.contains(cell)) { // the closer ends the waits of the clients, all of them
                throw e;
            }
        } catch (Throwable e) { // no memory
            held.stream().filter(other -> other != cell).forEach(other -> fail(other, e));
            if (held.contains(cell)) {
                throw e;
            }
        }
    }

    private void fail(ReplyCell<Q, R> cell, Throwable cause) {
        long stamp = cell.stamp();
        if (cell.begin(stamp)) {
            freePlace();
            cell.fail(stamp, cause);
        }
    }

    /** Gives a request up and frees its place. Returns false if a server has begun with it, or the close has come. */
    boolean abandon(ReplyCell<Q, R> cell, long stamp) {
        boolean won = cell.abandonWaiting(stamp);
        if (won) {
            freePlace();
        }
        return won;
    }

    /** Makes a cell available again that is nowhere else in use. */
    void giveBack(ReplyCell<Q, R> cell) {
        cell.takeRequest();
        if (!free.trySend(cell)) {
            cells.remove(cell);
        }
    }

    // ---- the servers' side ----

    ReplyCell<Q, R> take() throws InterruptedException {
        return queue.receive();
    }

    @Nullable ReplyCell<Q, R> tryTake() {
        return queue.tryReceive();
    }

    /**
     * Gives a cell back that was taken and whose client has given up. Of a closed cell the client may still have to
     * read that; given to another client, it would read that one's state.
     */
    boolean giveBackIfAbandoned(ReplyCell<Q, R> cell, long stamp) {
        boolean abandoned = cell.isAbandoned(stamp);
        if (abandoned) {
            giveBack(cell);
        }
        return abandoned;
    }

    // ---- ending ----

    boolean isClosed() {
        return queue.isClosedForReceive();
    }

    @Nullable Throwable closeCause() {
        return queue.closeCause();
    }

    /**
     * A request that was accepted was opened before, so its cell is found here after the channels are closed; a later
     * one is refused.
     */
    void close(@Nullable Throwable cause) {
        Insistent.run(closing, cause);
    }

    private void tryClose(@Nullable Throwable cause) {
        Closing.close(queue, cause);
        if (places != null) {
            Closing.close(places, cause);
        }
        cells.forEach(ReplyCell::close);
        queue.cancel();
    }

    /** How many cells wait to be used again. */
    int freeCells() {
        return free.size();
    }

    /** How many requests wait. */
    @Override
    public String toString() {
        return places == null ? "rendezvous" : places.size() + " of " + places.capacity() + " waiting";
    }
}
