package io.millrace;

import java.util.List;

/**
 * A sender whose every message goes to every subscriber. Any number of threads send; each {@link Subscription} receives
 * at its own pace. Its {@link Lagging} says what happens when the senders are faster: it holds them back, skips
 * messages and counts them, gets the latest message only, or is disconnected.
 *
 * <pre>{@code
 * Broadcast<String> trades = Broadcast.of(1024);
 * Subscription<String> journal = trades.subscribe("journal", Lagging.HOLD); // the senders wait for it
 * Subscription<String> screen = trades.subscribe("screen", Lagging.CONFLATE); // gets the latest only
 * trades.send("10 at 99.5");
 * trades.send("20 at 99.6");
 * trades.close();
 * journal.forEach(trade -> book(trade)); // both
 * String latest = screen.receive(); // 20 at 99.6
 * }</pre>
 *
 * <p>The last {@link #capacity()} messages are kept, for subscriptions that come late and for those that fall behind.
 * Sends wait only for subscriptions with {@link Lagging#HOLD}; without one they never wait. Subscriptions may be made
 * and ended at any time, also while messages are sent. A subscription made after the close receives the kept messages
 * and then is closed.
 *
 * <p>Messages are shared by all subscribers and never handed back, so there is no callback for undelivered ones; each
 * subscription counts what it {@linkplain Subscription#missed() missed}. A message is referred to until a later one
 * takes its place: the broadcast keeps the latest messages, as many as the smallest power of two that is at least twice
 * the capacity, whether or not anyone can still receive them, also when it is closed. They are freed with the
 * broadcast; a reference to a subscription keeps the broadcast alive, too.
 *
 * <p>Sending and receiving allocate nothing. Progress: a send that need not wait is lock-free, except that it waits for
 * a sender that was preempted with its place claimed one round of the ring ago and that once per {@code capacity}
 * messages it takes a lock of a few dozen instructions. A send looks at each subscription to see whether to wake a
 * receiver. A receive is lock-free, but {@code receive} of a message whose sender is in the middle of its send waits
 * for that sender.
 *
 * @param <T> the type of the messages
 * @since 0.1
 */
public interface Broadcast<T> extends Sender<T> {

    /**
     * Makes a broadcast.
     *
     * @param capacity how many messages are kept, exactly, and how far senders can get ahead of a subscription that
     *     holds them; 1 to 2<sup>29</sup>
     * @param <T> the type of the messages
     * @return a new broadcast without subscriptions
     * @throws IllegalArgumentException if {@code capacity} is out of that range
     */
    static <T> Broadcast<T> of(int capacity) {
        return Broadcast.<T>builder().capacity(capacity).build();
    }

    /**
     * Returns a builder, for all other settings.
     *
     * @param <T> the type of the messages
     * @return a new builder
     */
    static <T> BroadcastBuilder<T> builder() {
        return new BroadcastBuilder<>();
    }

    /**
     * Makes a subscription that starts now: it sees every message whose send begins after this call, and perhaps those
     * of sends under way.
     *
     * @param lagging what happens when it is too slow
     * @return a new subscription
     */
    Subscription<T> subscribe(Lagging lagging);

    /**
     * As {@link #subscribe(Lagging)}, with a name of its own for error messages, {@code toString()} and {@link
     * #subscriptions()}.
     *
     * @param name the name of the subscription, not blank
     * @param lagging what happens when it is too slow
     * @return a new subscription
     * @throws IllegalArgumentException if {@code name} is blank
     */
    Subscription<T> subscribe(String name, Lagging lagging);

    /**
     * Makes a subscription that starts with the last messages sent, as far as they are kept. If it holds the senders,
     * they may at first be as many messages more than the capacity ahead of it as it starts behind them, until it has
     * caught up; it misses none.
     *
     * @param messages how many, 0 or more; more than the capacity means all that are kept
     * @param lagging what happens when it is too slow
     * @return a new subscription
     * @throws IllegalArgumentException if {@code messages} is negative
     */
    Subscription<T> subscribeFromLast(int messages, Lagging lagging);

    /**
     * Makes a subscription that starts with the oldest message that is kept.
     *
     * @param lagging what happens when it is too slow
     * @return a new subscription
     */
    Subscription<T> subscribeFromOldest(Lagging lagging);

    /**
     * Returns how many messages are kept, and how far senders can get ahead of a subscription that holds them.
     *
     * @return the capacity, in messages
     */
    @Override
    int capacity();

    /**
     * Returns how far the senders are ahead of the slowest subscription that holds them; 0 if there is none. Never
     * above {@link #capacity()}.
     *
     * @return the number of messages that this subscription has yet to receive
     */
    @Override
    int size();

    /**
     * Tells whether a send now would wait for a subscription that holds the senders.
     *
     * @return true if {@link #size()} equals {@link #capacity()}
     */
    @Override
    boolean isFull();

    /**
     * Tells whether the broadcast is closed and every subscription has ended or has received everything.
     *
     * @return true if no present subscription can receive anything
     */
    @Override
    boolean isClosedForReceive();

    /**
     * Returns the subscriptions that have not ended, in the order in which they were made, each with its name and
     * counters.
     *
     * @return an unmodifiable list, as of now
     */
    List<Subscription<T>> subscriptions();

    /**
     * Returns what the broadcast has counted, which it always does: messages accepted, and sends that had to wait.
     * {@code buffered} is {@link #size()}. Received and missed messages are counted by the {@link #subscriptions()}.
     *
     * @return a snapshot
     */
    @Override
    ChannelStats stats();
}
