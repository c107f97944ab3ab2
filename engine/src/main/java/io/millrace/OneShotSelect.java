package io.millrace;

import io.millrace.internal.clock.NanoClock;
import io.millrace.internal.clock.Timeouts;
import io.millrace.internal.park.Parker;
import io.millrace.internal.select.Selector;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The readable form of select: clauses that know what to do, and one call that carries out one of them. */
final class OneShotSelect {

    private static final int NOWHERE = -1;

    /** A power of two, enough for the threads that are likely to choose at the same time. */
    private static final int KEPT =
            Math.min(64, 2 * Integer.highestOneBit(Runtime.getRuntime().availableProcessors() * 2));

    /**
     * Selectors not in use, for the time source of the system: a call takes one and gives it back before any handler
     * runs.
     * <p>Written by: callers (get-and-set, compare-and-set, {@code SPARE}).
     * <p>Read by: callers (the same).
     */
    private static final AtomicReferenceArray<@Nullable Selector> SPARE = new AtomicReferenceArray<>(KEPT);

    private OneShotSelect() {}

    /** See {@link Select#of(TimeSource, Select.Clause...)}. */
    static int of(TimeSource source, Select.Clause[] clauses) throws InterruptedException {
        if (clauses.length == 0) {
            throw new IllegalArgumentException("clauses is empty: this select would wait for ever");
        }
        boolean system = source == TimeSource.system();
        Selector selector = system ? take() : new Selector(true, source.parker(), source.clock());
        Last last = null;
        int lastAt = NOWHERE;
        for (int i = 0; i < clauses.length; i++) {
            Select.Clause added = clauses[i];
            if (added == null) {
                throw new NullPointerException("clauses[" + i + "]");
            }
            if (added instanceof Last other) {
                requireFirst(i, other, last, lastAt);
                last = other;
                lastAt = i;
                selector.skipIndex();
            } else {
                added.addTo(selector);
            }
        }
        int chosen = choose(selector, last);
        Select.Clause clause = chosen == Select.NONE ? last : (Select.Clause) selector.attachment(chosen);
        Object message = selector.message();
        boolean closed = selector.isClosed();
        Throwable cause = selector.closeCause();
        selector.clear();
        if (system) {
            giveBack(selector); // not one in which something failed
        }
        Objects.requireNonNull(clause).carriedOut(message, closed, cause);
        return chosen == Select.NONE ? lastAt : chosen;
    }

    private static void requireFirst(int position, Last added, @Nullable Last before, int beforeAt) {
        if (before != null) {
            throw new IllegalArgumentException("clauses[" + position + "] is " + added + ", but clauses[" + beforeAt
                    + "] is " + before + ", allowed is one of both");
        }
    }

    private static int choose(Selector selector, @Nullable Last last) throws InterruptedException {
        if (last == null) {
            return selector.await(selector, Timeouts.FOREVER);
        }
        return last.time == null ? selector.poll() : selector.await(selector, Timeouts.nanos(last.time));
    }

    // ---- selectors used again ----

    private static Selector take() {
        Selector spare = SPARE.getAndSet(place(), null); // acquire SPARE <- giveBack
        return spare != null ? spare : new Selector(true, Parker.system(), NanoClock.system());
    }

    private static void giveBack(Selector selector) {
        SPARE.compareAndSet(place(), null, selector); // release SPARE -> take
    }

    @SuppressWarnings("deprecation") // getId is final only as threadId, from 19 on; a hint here
    private static int place() {
        long id = Thread.currentThread().getId();
        return (int) (id ^ id >>> 6) & KEPT - 1;
    }

    // ---- clauses ----

    private static void closed(
            String what, @Nullable Throwable cause, Select.@Nullable Handler<@Nullable Throwable> handler)
            throws InterruptedException {
        if (handler == null) {
            throw new ChannelClosedException(what, cause);
        }
        handler.handle(cause);
    }

    static final class Receive<T> extends Select.Clause {

        private final Receiver<T> receiver;
        private final Select.Handler<? super T> handler;
        private final Select.@Nullable Handler<@Nullable Throwable> closed;

        Receive(
                Receiver<T> receiver,
                Select.Handler<? super T> handler,
                Select.@Nullable Handler<@Nullable Throwable> closed) {
            this.receiver = Objects.requireNonNull(receiver, "receiver");
            this.handler = Objects.requireNonNull(handler, "handler");
            this.closed = closed;
        }

        @Override
        void addTo(Selector selector) {
            selector.addReceive(receiver, this);
        }

        @Override
        @SuppressWarnings("unchecked")
        void carriedOut(@Nullable Object message, boolean isClosed, @Nullable Throwable cause)
                throws InterruptedException {
            if (isClosed) {
                closed(receiver + " is closed and drained", cause, closed);
            } else {
                handler.handle((T) Objects.requireNonNull(message));
            }
        }
    }

    static final class Send extends Select.Clause {

        private final Sender<?> sender;

        /** One of these two is null. */
        private final @Nullable Supplier<?> supplier;

        private final @Nullable Object message;

        private final Select.Action then;
        private final Select.@Nullable Handler<@Nullable Throwable> closed;

        Send(
                Sender<?> sender,
                @Nullable Supplier<?> supplier,
                @Nullable Object message,
                Select.Action then,
                Select.@Nullable Handler<@Nullable Throwable> closed) {
            this.sender = Objects.requireNonNull(sender, "sender");
            this.supplier = supplier;
            this.message = message;
            this.then = Objects.requireNonNull(then, "then");
            this.closed = closed;
        }

        @Override
        void addTo(Selector selector) {
            selector.addSend(sender, supplier, message, this);
        }

        @Override
        void carriedOut(@Nullable Object received, boolean isClosed, @Nullable Throwable cause)
                throws InterruptedException {
            if (isClosed) {
                closed(sender + " is closed", cause, closed);
            } else {
                then.run();
            }
        }
    }

    /** Carried out if no other clause was: at the end of a time or, without one, at once. */
    static final class Last extends Select.Clause {

        private final @Nullable Duration time;
        private final Select.Action then;

        Last(@Nullable Duration time, Select.Action then) {
            this.time = time;
            this.then = Objects.requireNonNull(then, "then");
        }

        @Override
        void addTo(Selector selector) {
            throw new AssertionError("no clause of a channel");
        }

        @Override
        void carriedOut(@Nullable Object message, boolean isClosed, @Nullable Throwable cause)
                throws InterruptedException {
            then.run();
        }

        @Override
        public String toString() {
            return time == null ? "an otherwise" : "a timeout";
        }
    }
}
