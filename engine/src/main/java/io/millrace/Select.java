package io.millrace;

import io.millrace.internal.clock.NanoClock;
import io.millrace.internal.clock.Timeouts;
import io.millrace.internal.park.Parker;
import io.millrace.internal.select.Selector;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the first of several sends and receives that can be carried out, and carries out exactly that one.
 *
 * <p>A select is made once, gets its clauses, and is used again and again; calls allocate nothing. It belongs to the
 * thread that uses it first; every method throws {@code IllegalStateException} on another one. A clause is named by the
 * index that adding it returned:
 *
 * <pre>{@code
 * int order = select.onReceive(orders);
 * int report = select.onSend(reports, () -> next);
 * int chosen = select.await();
 * if (chosen == order) {
 *     book(select.received(orders));
 * } else if (chosen == report) {
 *     sent++;
 * }
 * }</pre>
 *
 * <p>An index of no clause, and a sender or receiver that is not this library's own, is refused with {@code
 * IllegalArgumentException}. A message to be sent is made when a call begins, before anything is tried, as in Go; see
 * {@link #onSend}.
 *
 * <p>A clause over a closed channel (for a receive: closed and drained) can be carried out: it is chosen, and {@link
 * #isClosed()} is true; see {@link #dropClosed()}. The same channel may stand in several clauses. A select never meets
 * itself; two selects meet each other over a rendezvous. A clause that is ready for the whole of a call is never
 * missed. Losing clauses leave nothing behind, and pass on a wake-up that came for them.
 *
 * <p>For a choice that is made once, or reads better in one piece, there is {@link #of(Clause...)}:
 *
 * <pre>{@code
 * Select.of(
 *         receive(orders, order -> book(order)),
 *         send(reports, report, () -> sent++),
 *         timeout(Duration.ofMillis(10), () -> idle++));
 * }</pre>
 *
 * <p>Ordering, memory effects, interrupts and timeouts are those of send and receive.
 *
 * @since 0.1
 */
public final class Select extends SelectClauses {

    /** Returned by {@link #poll()} and the timed {@link #await(Duration) await}: no clause was carried out. */
    public static final int NONE = Selector.NONE;

    /**
     * Returned instead of waiting, at once, by a select that drops closed clauses: no clause was carried out and none
     * ever will be. All were dropped, or all but timers. {@link #isClosed()} is true then, and {@link #closeCause()} is
     * the first cause among them.
     *
     * @see #dropClosed()
     */
    public static final int ENDED = Selector.ENDED;

    private final boolean fair;
    private Selector selector;
    private @Nullable Thread owner;

    private Select(boolean fair, Parker parker, NanoClock clock) {
        this.fair = fair;
        this.selector = new Selector(fair, parker, clock);
    }

    /** {@return a new select without clauses that chooses at random, evenly, among those that can be carried out} */
    public static Select fair() {
        return new Select(true, Parker.system(), NanoClock.system());
    }

    /**
     * {@return a new select without clauses that chooses the one added first among those that can be carried out} It
     * does so also after it has waited: it then looks at the clauses before the one it chooses, where a fair select
     * looks first at the one that woke it.
     */
    public static Select biased() {
        return new Select(false, Parker.system(), NanoClock.system());
    }

    /** For tests: the parker, and the clock of timeouts. */
    static Select with(boolean fair, Parker parker, NanoClock clock) {
        return new Select(fair, parker, clock);
    }

    /**
     * Sets the clock that measures timeouts: the time source of the timers among the clauses. To be called before any
     * other method.
     *
     * @param source the time source; {@link TimeSource#system()} unless set
     * @return this select
     * @throws IllegalStateException if this select was used before
     */
    public Select timeSource(TimeSource source) {
        if (owner != null) {
            throw new IllegalStateException("this select has been used: its time source must be set first");
        }
        selector = new Selector(fair, source.parker(), source.clock());
        return this;
    }

    /**
     * Adds a clause that receives.
     *
     * @param receiver where to receive from
     * @param <T> the type of the messages
     * @return the clause's index, one more than the last one added
     */
    public <T> int onReceive(Receiver<T> receiver) {
        return owned().addReceive(Objects.requireNonNull(receiver, "receiver"), null);
    }

    /**
     * Adds a clause that sends.
     *
     * @param sender where to send to
     * @param message makes the message, as in Go: it runs on this thread once for each call of {@code poll} or {@code
     *     await} while the clause is enabled, before anything is tried. The message is then sent or it is not; one that
     *     is not sent is dropped, and {@code onUndelivered} is not called for it. So a supplier should leave its source
     *     unchanged, as a peek does, until the clause is chosen. It may use any channel, but not this select. If it
     *     throws or returns null, the call throws and no clause was carried out
     * @param <T> the type of the messages
     * @return the clause's index, one more than the last one added
     */
    public <T> int onSend(Sender<T> sender, Supplier<? extends T> message) {
        return owned().addSend(
                        Objects.requireNonNull(sender, "sender"),
                        Objects.requireNonNull(message, "message"),
                        null,
                        null);
    }

    /**
     * Adds a clause that sends the same message each time that it is chosen.
     *
     * @param sender where to send to
     * @param message the message
     * @param <T> the type of the messages
     * @return the clause's index, one more than the last one added
     */
    public <T> int onSendValue(Sender<T> sender, T message) {
        return owned().addSend(
                        Objects.requireNonNull(sender, "sender"),
                        null,
                        Objects.requireNonNull(message, "message"),
                        null);
    }

    /**
     * Removes a clause permanently. The others keep their indices and their order; the index is not used again. The
     * cost of a select depends on the clauses that it has now, not on those that were removed.
     *
     * @param clause its index
     */
    public void remove(int clause) {
        owned().remove(clause);
    }

    /**
     * Enables a clause again that was disabled or dropped.
     *
     * @param clause its index
     */
    public void enable(int clause) {
        owned().enable(clause, true);
    }

    /**
     * Disables a clause until it is enabled again. Its place in the order is kept.
     *
     * @param clause its index
     */
    public void disable(int clause) {
        owned().enable(clause, false);
    }

    /**
     * Lets clauses over closed channels be disabled instead of chosen. Once none but timers is left, the select has
     * {@link #ENDED}; {@link #isDropped(int)} and {@link #closeCause(int)} tell of each clause. Timers alone do not end
     * before all of them are closed. To go on with the timers of a select that has ended, {@link #remove} the clauses
     * that were dropped.
     *
     * @return this select
     */
    public Select dropClosed() {
        owned().dropClosed();
        return this;
    }

    /**
     * Carries out one clause that is ready now. Never waits.
     *
     * @return its index, {@link #NONE}, or {@link #ENDED}
     */
    public int poll() {
        return owned().poll();
    }

    /**
     * Waits until a clause can be carried out, and carries it out.
     *
     * @return its index, or {@link #ENDED}
     * @throws IllegalStateException if no clause is enabled, so that it would wait for ever
     * @throws InterruptedException if the thread is interrupted while it waits; no clause was carried out
     */
    public int await() throws InterruptedException {
        return owned().await(this, Timeouts.FOREVER);
    }

    /**
     * Waits up to {@code timeout} until a clause can be carried out, and carries it out. Zero or negative: one attempt.
     * A timeout beyond 292 years never expires. The time begins once the suppliers of the call have run. Without an
     * enabled clause, the call waits for all of its time.
     *
     * @param timeout how long to wait
     * @param unit the unit of {@code timeout}
     * @return its index, {@link #NONE} at the end of the time, or {@link #ENDED}
     * @throws IllegalStateException if no clause is enabled and the time is for ever
     * @throws InterruptedException if the thread is interrupted while it waits; no clause was carried out
     */
    public int await(long timeout, TimeUnit unit) throws InterruptedException {
        return owned().await(this, unit.toNanos(timeout));
    }

    /**
     * As {@link #await(long, TimeUnit)}.
     *
     * @param timeout how long to wait
     * @return its index, {@link #NONE} at the end of the time, or {@link #ENDED}
     * @throws InterruptedException if the thread is interrupted while it waits; no clause was carried out
     */
    public int await(Duration timeout) throws InterruptedException {
        return owned().await(this, Timeouts.nanos(timeout));
    }

    /**
     * {@return the message that the chosen clause has received} It is kept until the next call that chooses.
     *
     * @param receiver the receiver of the chosen clause
     * @param <T> the type of the messages
     * @throws ChannelClosedException if the receiver is closed and drained
     * @throws IllegalStateException if the last call chose no clause over this receiver
     */
    @SuppressWarnings("unchecked")
    public <T> T received(Receiver<T> receiver) {
        Selector selector = owned();
        if (selector.chosenEnd() != receiver || !selector.isClosed() && selector.message() == null) {
            throw new IllegalStateException("receiver is " + receiver + ", but the clause chosen last, "
                    + selector.chosen() + ", has not received from it");
        }
        if (selector.isClosed()) {
            throw new ChannelClosedException(receiver + " is closed and drained", selector.closeCause());
        }
        return (T) Objects.requireNonNull(selector.message());
    }

    /**
     * {@return whether the clause chosen last is over a closed channel, so that nothing was sent or received} It is
     * also true once the select has {@link #ENDED}.
     */
    public boolean isClosed() {
        return owned().isClosed();
    }

    /**
     * {@return why the channel of the clause chosen last is closed; null if it is not, or was closed without a cause}
     * Once the select has {@link #ENDED}: the cause of the first clause that was dropped and had one, by the order in
     * which they were added.
     */
    public @Nullable Throwable closeCause() {
        return owned().closeCause();
    }

    /**
     * {@return whether a clause was dropped, because its channel is closed, and not enabled since}
     *
     * @param clause its index
     */
    public boolean isDropped(int clause) {
        return owned().isDropped(clause);
    }

    /**
     * {@return why the channel of a clause is closed that was dropped; null if it was not, or was closed without a
     * cause}
     *
     * @param clause its index
     */
    public @Nullable Throwable closeCause(int clause) {
        return owned().dropCause(clause);
    }

    /** Returns the kind, the thread that uses it, and the channels of its clauses. */
    @Override
    public String toString() {
        return (fair ? "fair" : "biased") + " select of thread " + (owner == null ? "none" : owner.getName())
                + " over [" + selector + "]";
    }

    /** The selector, for the thread that uses this select. */
    private Selector owned() {
        Thread current = Thread.currentThread();
        if (owner == null) {
            owner = current;
        } else if (owner != current) {
            throw new IllegalStateException("this select belongs to " + owner + " and was used by " + current);
        }
        return selector;
    }

    // ---- the readable form ----

    /**
     * One clause of {@link Select#of(Clause...)}: what to send or receive, and what to do then. Made by the static
     * methods of {@link Select}. It can be used again, by any thread.
     *
     * @since 0.1
     */
    public abstract static class Clause {

        Clause() {}

        /** Adds it to a selector, with itself as the attachment. */
        abstract void addTo(Selector selector);

        /**
         * Runs the handler once a selector has carried the clause out, with the message received or the close cause.
         */
        abstract void carriedOut(@Nullable Object message, boolean isClosed, @Nullable Throwable cause)
                throws InterruptedException;
    }

    /**
     * The handler of a clause that yields a value.
     *
     * @param <T> the type of the value
     * @since 0.1
     */
    @FunctionalInterface
    public interface Handler<T extends @Nullable Object> {

        /**
         * Does it.
         *
         * @param value what the clause got
         * @throws InterruptedException if it waits and is interrupted
         */
        void handle(T value) throws InterruptedException;
    }

    /**
     * The handler of a clause that yields no value.
     *
     * @since 0.1
     */
    @FunctionalInterface
    public interface Action {

        /**
         * Does it.
         *
         * @throws InterruptedException if it waits and is interrupted
         */
        void run() throws InterruptedException;
    }

    /**
     * Waits until one of the clauses can be carried out, carries it out, and runs its handler on this thread. Among
     * several it chooses at random, evenly. With a {@link #timeout} it waits up to that long, with an {@link
     * #otherwise} it does not wait. A call allocates no more than its clauses; code that must not allocate keeps them,
     * or a {@link Select}.
     *
     * @param clauses one or more, of them at most one {@code timeout} or {@code otherwise}
     * @return the position of the clause carried out, 0 for the first
     * @throws IllegalArgumentException if {@code clauses} is empty, or has more than one {@code timeout} or {@code
     *     otherwise}, or both
     * @throws ChannelClosedException if the clause chosen is over a closed channel and has no handler for that
     * @throws InterruptedException if the thread is interrupted while it waits, and no clause was carried out; or from
     *     the handler
     */
    public static int of(Clause... clauses) throws InterruptedException {
        return of(TimeSource.system(), clauses);
    }

    /**
     * As {@link #of(Clause...)}, with the clock that measures the timeout.
     *
     * @param source the time source
     * @param clauses one or more, of them at most one {@code timeout} or {@code otherwise}
     * @return the position of the clause carried out, 0 for the first
     * @throws InterruptedException if the thread is interrupted while it waits, and no clause was carried out; or from
     *     the handler
     */
    public static int of(TimeSource source, Clause... clauses) throws InterruptedException {
        return OneShotSelect.of(source, clauses);
    }
}
