package io.millrace;

/**
 * Counters of one channel since it was made, each counted when the operation completes. Whenever the channel is quiet,
 * {@code accepted = received + undelivered + buffered}. A message that was dropped, evicted or replaced counts as accepted and as
 * undelivered; one that was refused, because the channel was full or closed, counts nowhere.
 *
 * @param recorded whether the channel counts; if not, the other numbers but {@code buffered} are 0
 * @param accepted messages accepted by a send
 * @param received messages returned by a receive or handed to a receive's handler
 * @param undelivered messages given to the {@code onUndelivered} callback
 * @param buffered messages in the channel when the snapshot was taken
 * @param blockedSends sends that had to wait, however they ended
 * @param blockedReceives receives that had to wait, however they ended
 */
public record ChannelStats(
        boolean recorded,
        long accepted,
        long received,
        long undelivered,
        long buffered,
        long blockedSends,
        long blockedReceives) {}
