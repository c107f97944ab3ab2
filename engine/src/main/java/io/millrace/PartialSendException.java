package io.millrace;

import java.io.Serial;

/**
 * How far a batch had got when {@link Sender#sendAll} failed. It is never thrown by itself: it is suppressed
 * in the exception that is thrown, so that the sender can go on behind the last message that was accepted.
 *
 * <pre>{@code
 * try {
 *     sender.sendAll(orders);
 * } catch (ChannelClosedException e) {
 *     int accepted = PartialSendException.acceptedBefore(e);
 *     kept.addAll(orders.subList(accepted, orders.size()));
 * }
 * }</pre>
 *
 * @since 0.1
 */
public final class PartialSendException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** How many messages were accepted. */
    private final int accepted;
    /** How many messages were to be sent. */
    private final int total;

    /**
     * Makes an exception without a stack trace: that of the failure tells where.
     *
     * @param accepted how many messages of the batch were accepted
     * @param total how many messages the batch has
     */
    public PartialSendException(int accepted, int total) {
        super("accepted were " + accepted + " of " + total + " messages", null, false, false);
        this.accepted = accepted;
        this.total = total;
    }

    /**
     * Finds how far a failed batch got.
     *
     * @param failure what came out of {@link Sender#sendAll}
     * @return how many messages of the batch were accepted: its first ones, unless a key function has thrown, after
     *     which a batch goes on; 0 if the failure tells nothing, as where the arguments were refused
     */
    public static int acceptedBefore(Throwable failure) {
        int accepted = 0;
        for (Throwable suppressed : failure.getSuppressed()) {
            if (suppressed instanceof PartialSendException partial) {
                accepted = partial.accepted; // the last one counts: an exception that is thrown again may have others
            }
        }
        return accepted;
    }

    /**
     * Returns how many messages were accepted.
     *
     * @return how many messages are in the channel, or were dropped by its policy
     */
    public int accepted() {
        return accepted;
    }

    /**
     * Returns how many messages the batch has.
     *
     * @return the size of the batch
     */
    public int total() {
        return total;
    }
}
