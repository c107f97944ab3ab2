package io.millrace;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The clauses of {@link Select#of(Select.Clause...)}, which users see as methods of {@link Select}. */
abstract sealed class SelectClauses permits Select {

    SelectClauses() {}

    /**
     * {@return a clause that receives} If the receiver is closed and drained, the select throws.
     *
     * @param receiver where to receive from
     * @param handler gets the message
     * @param <T> the type of the messages
     */
    public static <T> Select.Clause receive(Receiver<T> receiver, Select.Handler<? super T> handler) {
        return new OneShotSelect.Receive<>(receiver, handler, null);
    }

    /**
     * {@return a clause that receives and drops the message, for use where the position that the select returns is
     * enough} If the receiver is closed and drained, the select throws.
     *
     * @param receiver where to receive from
     */
    public static Select.Clause receive(Receiver<?> receiver) {
        return new OneShotSelect.Receive<>(receiver, message -> {}, null);
    }

    /**
     * {@return a clause that receives, with a handler for the end}
     *
     * @param receiver where to receive from
     * @param handler gets the message
     * @param closed gets the close cause, or null if there is none, if the receiver is closed and drained
     * @param <T> the type of the messages
     */
    public static <T> Select.Clause receive(
            Receiver<T> receiver, Select.Handler<? super T> handler, Select.Handler<@Nullable Throwable> closed) {
        return new OneShotSelect.Receive<>(receiver, handler, Objects.requireNonNull(closed, "closed"));
    }

    /**
     * {@return a clause that sends} If the sender is closed, the select throws.
     *
     * @param sender where to send to
     * @param message the message; if another clause is chosen it stays with the caller
     * @param then runs once the message was sent
     * @param <T> the type of the messages
     */
    public static <T> Select.Clause send(Sender<T> sender, T message, Select.Action then) {
        return new OneShotSelect.Send(sender, null, Objects.requireNonNull(message, "message"), then, null);
    }

    /**
     * {@return a clause that sends, and does nothing more} If the sender is closed, the select
     * throws.
     *
     * @param sender where to send to
     * @param message the message; if another clause is chosen it stays with the caller
     * @param <T> the type of the messages
     */
    public static <T> Select.Clause send(Sender<T> sender, T message) {
        return send(sender, message, () -> {});
    }

    /**
     * {@return a clause that sends, with a handler for the end}
     *
     * @param sender where to send to
     * @param message the message; if another clause is chosen it stays with the caller
     * @param then runs once the message was sent
     * @param closed gets the close cause, or null if there is none, if the sender is closed
     * @param <T> the type of the messages
     */
    public static <T> Select.Clause send(
            Sender<T> sender, T message, Select.Action then, Select.Handler<@Nullable Throwable> closed) {
        Objects.requireNonNull(closed, "closed");
        return new OneShotSelect.Send(sender, null, Objects.requireNonNull(message, "message"), then, closed);
    }

    /**
     * {@return a clause that sends the message of a supplier} If the sender is closed, the select throws.
     *
     * @param sender where to send to
     * @param message makes the message, when the call begins; see {@link Select#onSend}
     * @param <T> the type of the messages
     */
    public static <T> Select.Clause sendFrom(Sender<T> sender, Supplier<? extends T> message) {
        return sendFrom(sender, message, () -> {});
    }

    /**
     * {@return a clause that sends the message of a supplier} If the sender is closed, the select throws.
     *
     * @param sender where to send to
     * @param message makes the message, when the call begins; see {@link Select#onSend}
     * @param then runs once the message was sent
     * @param <T> the type of the messages
     */
    public static <T> Select.Clause sendFrom(Sender<T> sender, Supplier<? extends T> message, Select.Action then) {
        return new OneShotSelect.Send(sender, Objects.requireNonNull(message, "message"), null, then, null);
    }

    /**
     * {@return a clause that sends the message of a supplier, with a handler for the end}
     *
     * @param sender where to send to
     * @param message makes the message, when the call begins; see {@link Select#onSend}
     * @param then runs once the message was sent
     * @param closed gets the close cause, or null if there is none, if the sender is closed
     * @param <T> the type of the messages
     */
    public static <T> Select.Clause sendFrom(
            Sender<T> sender,
            Supplier<? extends T> message,
            Select.Action then,
            Select.Handler<@Nullable Throwable> closed) {
        Objects.requireNonNull(closed, "closed");
        return new OneShotSelect.Send(sender, Objects.requireNonNull(message, "message"), null, then, closed);
    }

    /**
     * {@return a clause that is carried out if no other could be for that long}
     *
     * @param time how long to wait; zero or negative: not at all; beyond 292 years: for ever
     * @param then runs at the end of the time
     */
    public static Select.Clause timeout(Duration time, Select.Action then) {
        return new OneShotSelect.Last(Objects.requireNonNull(time, "time"), then);
    }

    /**
     * {@return a clause that is carried out if no other could be for that long, and does nothing: the position that the
     * select returns is enough}
     *
     * @param time how long to wait; zero or negative: not at all; beyond 292 years: for ever
     */
    public static Select.Clause timeout(Duration time) {
        return timeout(time, () -> {});
    }

    /**
     * {@return a clause that is carried out if no other can be now}
     *
     * @param then runs if none can be
     */
    public static Select.Clause otherwise(Select.Action then) {
        return new OneShotSelect.Last(null, then);
    }

    /**
     * {@return a clause that is carried out if no other can be now, and does nothing}
     */
    public static Select.Clause otherwise() {
        return otherwise(() -> {});
    }
}
