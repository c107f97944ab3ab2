package io.millrace.internal.flavor;

import io.millrace.ChannelEnd;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.Waiter;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One clause of a {@link Selector}: a source to receive from, or a target to send to. Owner thread only. */
abstract class Clause {

    final ChannelEnd end;

    /** Whether selects look at it. */
    boolean enabled = true;

    /** Where it is listed while its select waits. */
    @Nullable Waiter waiter;

    /** The counted handle that {@link #end} is, if it is one. */
    private final @Nullable AttachedEnd<?> handle;

    /** Where it is listed for the sake of that handle. */
    private @Nullable Waiter watch;

    Clause(ChannelEnd end) {
        this.end = end;
        this.handle = end instanceof AttachedEnd<?> attached ? attached : null;
    }

    /** A call begins: fixes what it would send. */
    void begin() {}

    /** The call is over. */
    void end() {}

    /** Carries the clause out if that can be done without waiting; a closed one counts as carried out. */
    abstract boolean tryNow(SelectToken token, Selector outcome);

    final void enlist(SelectToken token, int index) {
        if (handle != null) {
            watch = handle.watch(token, index);
        }
        waiter = list(token, index);
    }

    /** Lists the clause where it is served; null if nobody will ever signal it. */
    abstract @Nullable Waiter list(SelectToken token, int index);

    abstract void armed(SelectToken token);

    abstract boolean isReady(SelectToken token);

    /** Ends the listing, and owes a {@link #passOn}. */
    final void delist() {
        Waiter listed = waiter;
        if (listed != null) {
            waiter = null;
            unlist(listed);
        }
        Waiter watching = watch;
        if (handle != null && watching != null) {
            watch = null;
            handle.unwatch(watching);
        }
    }

    abstract void unlist(Waiter listed);

    abstract void passOn();

    abstract long nanosUntilReady();

    abstract boolean isDirect();

    abstract long version();

    static final class Receive<T> extends Clause {

        private final ReceiveSource<T> source;

        Receive(ChannelEnd end, ReceiveSource<T> source) {
            super(end);
            this.source = source;
        }

        @Override
        boolean tryNow(SelectToken token, Selector outcome) {
            T message = source.pollNow();
            if (message != null) {
                outcome.received(message);
                return true;
            }
            if (source.isClosedForReceive()) {
                outcome.closed(source.closeCause());
                return true;
            }
            return false;
        }

        void handedOver() {
            source.countHandedOver();
        }

        @Override
        @Nullable Waiter list(SelectToken token, int index) {
            return source.enlistReceive(token, index);
        }

        @Override
        void armed(SelectToken token) {
            source.armedReceive(token);
        }

        @Override
        boolean isReady(SelectToken token) {
            return source.mayReceive(token);
        }

        @Override
        void unlist(Waiter listed) {
            source.delistReceive(listed);
        }

        @Override
        void passOn() {
            source.passOnReceive();
        }

        @Override
        long nanosUntilReady() {
            return source.nanosUntilReady();
        }

        @Override
        boolean isDirect() {
            return source.isDirect();
        }

        @Override
        long version() {
            return source.receiveVersion();
        }
    }

    static final class Send<T> extends Clause {

        private final SendTarget<T> target;
        private final Supplier<? extends T> supplier;

        /** What this call sends if the clause is chosen; null between calls. */
        private @Nullable T message;

        Send(ChannelEnd end, SendTarget<T> target, Supplier<? extends T> supplier) {
            super(end);
            this.target = target;
            this.supplier = supplier;
        }

        @Override
        void begin() {
            message = Objects.requireNonNull(supplier.get(), "message of the supplier");
        }

        @Override
        void end() {
            message = null;
        }

        private T message() {
            return Objects.requireNonNull(message);
        }

        @Override
        boolean tryNow(SelectToken token, Selector outcome) {
            if (target.trySendNow(message())) {
                outcome.sent();
                return true;
            }
            if (target.isClosedForSend()) {
                outcome.closed(target.closeCause());
                return true;
            }
            return false;
        }

        @Override
        @Nullable Waiter list(SelectToken token, int index) {
            return target.enlistSend(token, index, message());
        }

        @Override
        void armed(SelectToken token) {
            // Nobody serves the clause in its absence.
        }

        @Override
        boolean isReady(SelectToken token) {
            return target.maySend(token, message());
        }

        @Override
        void unlist(Waiter listed) {
            target.delistSend(listed);
        }

        @Override
        void passOn() {
            target.passOnSend();
        }

        @Override
        long nanosUntilReady() {
            return target.nanosUntilReady();
        }

        @Override
        boolean isDirect() {
            return target.isDirect();
        }

        @Override
        long version() {
            return target.sendVersion();
        }
    }
}
