package io.millrace;

/**
 * One subscriber's place in a {@link Broadcast}: a receiver with a position of its own. It sees every message from
 * where it started, as far as its {@link Lagging} allows, in the order in which the sends claimed their places.
 *
 * <pre>{@code
 * try (Subscription<Integer> slow = ticks.subscribe(Lagging.DROP)) {
 *     for (int tick = 1; tick <= 10; tick++) {
 *         ticks.send(tick);
 *     }
 *     gaps[0] = slow.receive(); // 7, the oldest that a broadcast of capacity 4 still has
 *     gaps[1] = (int) slow.missed(); // 6
 * }
 * }</pre>
 *
 * <p>Several threads may receive from one subscription; they share its messages, and each message goes to one of them.
 * Subscriptions do not touch each other. Like any receiver, a subscription can be a clause of a {@link Select}.
 *
 * <p>A subscription with {@link Lagging#HOLD} that is neither read nor closed blocks the senders for ever. Close a
 * subscription that is no longer read.
 *
 * <p>What a thread did before it sent a message happens-before the receive of that message returns. With {@link
 * Lagging#HOLD}, what a receiver did before the receive happens-before the send that reuses the place returns; the
 * other subscriptions promise nothing to the senders.
 *
 * @param <T> the type of the messages
 * @since 0.1
 */
public interface Subscription<T> extends Receiver<T> {

    /**
     * Returns how many messages this subscription has skipped. Whenever no receive is under way, the messages received,
     * those missed and those still to be received, as by {@code size()} with {@link Lagging#HOLD}, add up to those
     * published since the place where it started. A message that a later receive will find gone is counted by that
     * receive.
     *
     * <p>A place that a select had claimed when the supplier of its message threw is neither received nor counted,
     * unless it is passed over without a look: then it counts as a message.
     *
     * @return the number of missed messages; always 0 with {@link Lagging#HOLD}
     */
    long missed();

    /**
     * Returns what happens when this subscription is too slow.
     *
     * @return the policy that it was made with
     */
    Lagging lagging();

    /**
     * Returns how many messages this subscription can have before it: the broadcast's capacity; 1 with {@link
     * Lagging#CONFLATE}.
     *
     * @return the capacity, in messages
     */
    @Override
    int capacity();

    /**
     * Returns how many messages a receive could find: never below 0 and never above {@link #capacity()}. A subscription
     * that is further behind than that reports the capacity.
     *
     * @return the number of messages to be received
     */
    @Override
    int size();

    /**
     * Ends this subscription at once: nothing more can be received from it, blocked receivers see it closed, and
     * senders that it held back go on. The broadcast and its other subscriptions are not touched. A second call changes
     * nothing.
     *
     * <p>Memory effects: what a thread did before closing happens-before any other thread sees the subscription closed.
     */
    @Override
    void close();

    /**
     * As {@link #close()}. Every {@link ChannelClosedException} of this subscription has the given cause.
     *
     * @param cause why the subscription ends
     * @throws NullPointerException if {@code cause} is null; the subscription is then unchanged
     */
    @Override
    void close(Throwable cause);

    /** As {@link #close()}. */
    @Override
    void cancel();

    /** As {@link #close(Throwable)}. */
    @Override
    void cancel(Throwable cause);

    /**
     * Tells whether no later message will reach this subscription: it was ended, or the broadcast is closed.
     *
     * @return true if it receives at most the messages that are kept for it now
     */
    @Override
    boolean isClosedForSend();

    /**
     * Tells whether nothing can be received any more: this subscription was ended, or the broadcast is closed and this
     * subscription has received what was held for it.
     *
     * @return true if no receive can ever succeed again
     */
    @Override
    boolean isClosedForReceive();

    /**
     * Returns the name that this subscription was given, or else that of the broadcast.
     *
     * @return the subscription's name
     */
    @Override
    String name();

    /**
     * Returns what this subscription has counted, which it always does: as {@code accepted} the messages sent since the
     * place where it started, of which it has {@code received} some and {@code missed} others; {@code buffered} is how
     * far it is behind the senders, which may be more than {@link #capacity()}. Once it has ended, it counts no more.
     *
     * @return a snapshot
     */
    @Override
    ChannelStats stats();
}
