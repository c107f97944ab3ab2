package io.millrace;

/**
 * Counters of one end since it was made, each counted when the operation completes; of a bounded or unbounded channel
 * what was accepted and received counts already when the operation has its place. Whenever the channel is quiet,
 * {@code accepted = received + undelivered() + missed + buffered}. A message that was dropped, evicted or replaced
 * counts as accepted and, by its reason, as undelivered; one that was refused, because the channel was full or closed,
 * counts nowhere.
 *
 * <pre>{@code
 * ChannelStats stats = channel.stats();
 * long lost = stats.dropped() + stats.evicted(); // by the policy of a full channel
 * boolean senderWaited = stats.blockedSends() > 0;
 * }</pre>
 *
 * <p>A {@link Broadcast} and its {@link Subscription}s count always: the broadcast what it accepted, each subscription
 * what was sent since the place where it started, what it received and what it missed.
 *
 * @param recorded whether the channel counts; if not, the other numbers but {@code buffered} are 0
 * @param accepted messages accepted by a send
 * @param received messages returned by a receive or handed to a receive's handler
 * @param cancelled undelivered messages with reason {@link UndeliveredReason#CANCELLED}
 * @param dropped undelivered messages with reason {@link UndeliveredReason#DROPPED}
 * @param evicted undelivered messages with reason {@link UndeliveredReason#EVICTED}
 * @param replaced undelivered messages with reason {@link UndeliveredReason#REPLACED}: normal for a conflating channel
 * @param missed messages that a subscription has skipped; 0 for a channel
 * @param buffered messages in the channel when the snapshot was taken; of a subscription, how far it is behind the
 *     senders
 * @param highWaterMark the most messages that a send has found buffered once its own was in. Of a ring of bytes and its
 *     channels, the most bytes that a send or claim has found in use, its own, headers and unused ends of the memory
 *     included, and what receivers have taken but not yet given back. 0 of rendezvous, rings between processes and
 *     broadcasts
 * @param blockedSends sends that had to wait, however they ended
 * @param blockedReceives receives that had to wait, however they ended
 * @since 0.1
 */
public record ChannelStats(
        boolean recorded,
        long accepted,
        long received,
        long cancelled,
        long dropped,
        long evicted,
        long replaced,
        long missed,
        long buffered,
        long highWaterMark,
        long blockedSends,
        long blockedReceives) {

    /**
     * Returns the counters of something that does not count.
     *
     * @param buffered how many messages are in it
     * @return counters that are 0 otherwise
     */
    public static ChannelStats notRecorded(long buffered) {
        return new ChannelStats(false, 0, 0, 0, 0, 0, 0, 0, buffered, 0, 0, 0);
    }

    /**
     * Returns how many accepted messages went to the {@code onUndelivered} callback, for whatever reason.
     *
     * @return the number of undelivered messages
     */
    public long undelivered() {
        return cancelled + dropped + evicted + replaced;
    }

    /**
     * Returns how many accepted messages went to the {@code onUndelivered} callback for one reason.
     *
     * @param reason the reason
     * @return the number of messages that were undelivered for it
     */
    public long undelivered(UndeliveredReason reason) {
        return switch (reason) {
            case CANCELLED -> cancelled;
            case DROPPED -> dropped;
            case EVICTED -> evicted;
            case REPLACED -> replaced;
        };
    }
}
