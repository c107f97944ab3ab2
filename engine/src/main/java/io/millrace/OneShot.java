package io.millrace;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The readable form of select: clauses that know what to do, and one call that carries out one of them. */
final class OneShot {

    private final Select select;
    private final Select.Clause[] clauses;

    /** For each clause of the select, its position among those given. */
    private final int[] positions;

    private int added;
    private int timeout = Select.NONE;
    private int otherwise = Select.NONE;

    private OneShot(TimeSource source, Select.Clause[] clauses) {
        this.select = Select.fair().timeSource(source);
        this.clauses = clauses;
        this.positions = new int[clauses.length];
    }

    /** See {@link Select#of(TimeSource, Select.Clause...)}. */
    static int of(TimeSource source, Select.Clause[] clauses) throws InterruptedException {
        if (clauses.length == 0) {
            throw new IllegalArgumentException("clauses is empty: this select would wait for ever");
        }
        return new OneShot(source, clauses.clone()).run();
    }

    private int run() throws InterruptedException {
        for (int i = 0; i < clauses.length; i++) {
            add(i);
        }
        int chosen = choose();
        int position = chosen != Select.NONE ? positions[chosen] : otherwise != Select.NONE ? otherwise : timeout;
        clauses[position].carriedOut(select);
        return position;
    }

    private void add(int position) {
        Select.Clause clause = Objects.requireNonNull(clauses[position], () -> "clauses[" + position + "]");
        if (clause instanceof Timeout) {
            requireFirst(position, "a timeout");
            timeout = position;
        } else if (clause instanceof Otherwise) {
            requireFirst(position, "an otherwise");
            otherwise = position;
        } else {
            clause.addTo(select);
            positions[added] = position;
            added++;
        }
    }

    private void requireFirst(int position, String what) {
        int before = Math.max(timeout, otherwise);
        if (before != Select.NONE) {
            throw new IllegalArgumentException("clauses[" + position + "] is " + what + ", but clauses[" + before
                    + "] is " + (timeout != Select.NONE ? "a timeout" : "an otherwise") + ", allowed is one of both");
        }
    }

    private int choose() throws InterruptedException {
        if (otherwise != Select.NONE) {
            return select.poll();
        }
        return timeout != Select.NONE ? select.await(((Timeout) clauses[timeout]).time) : select.await();
    }

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
        void addTo(Select select) {
            select.onReceive(receiver);
        }

        @Override
        void carriedOut(Select select) throws InterruptedException {
            if (select.isClosed()) {
                closed(receiver + " is closed and drained", select.closeCause(), closed);
            } else {
                handler.handle(select.received(receiver));
            }
        }
    }

    static final class Send<T> extends Select.Clause {

        private final Sender<T> sender;
        private final T message;
        private final Select.Action then;
        private final Select.@Nullable Handler<@Nullable Throwable> closed;

        Send(Sender<T> sender, T message, Select.Action then, Select.@Nullable Handler<@Nullable Throwable> closed) {
            this.sender = Objects.requireNonNull(sender, "sender");
            this.message = Objects.requireNonNull(message, "message");
            this.then = Objects.requireNonNull(then, "then");
            this.closed = closed;
        }

        @Override
        void addTo(Select select) {
            select.onSend(sender, () -> message);
        }

        @Override
        void carriedOut(Select select) throws InterruptedException {
            if (select.isClosed()) {
                closed(sender + " is closed", select.closeCause(), closed);
            } else {
                then.run();
            }
        }
    }

    /** Carried out if no other clause was: {@link Timeout} at the end of a time, {@link Otherwise} at once. */
    private abstract static class Last extends Select.Clause {

        private final Select.Action then;

        Last(Select.Action then) {
            this.then = Objects.requireNonNull(then, "then");
        }

        @Override
        final void addTo(Select select) {
            throw new AssertionError("no clause of a channel");
        }

        @Override
        final void carriedOut(Select select) throws InterruptedException {
            then.run();
        }
    }

    static final class Timeout extends Last {

        private final Duration time;

        Timeout(Duration time, Select.Action then) {
            super(then);
            this.time = Objects.requireNonNull(time, "time");
        }
    }

    static final class Otherwise extends Last {

        Otherwise(Select.Action then) {
            super(then);
        }
    }
}
