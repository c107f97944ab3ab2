package io.millrace.internal.offheap;

import io.millrace.internal.park.HeadStart;

/**
 * Lets the senders get ahead of a receiver that follows them message by message, and so pays for a line with each; see
 * {@link HeadStart}. For one receiving thread at a time.
 */
public final class SmallBatches {

    private static final int SMALL = 8;
    private static final int MOST = 4;

    /** How many batches in a row were small, with no wait between. */
    private int count;

    /** The receiver found nothing: what it waits for next need not come in a stream. */
    public void foundNothing() {
        count = 0;
    }

    /** The receiver took a batch of so many messages, of at most {@code limit}. Pauses after some small ones in a row. */
    public void took(int taken, int limit) {
        count = taken < Math.min(SMALL, limit) ? count + 1 : 0;
        if (count == MOST) {
            count = 0;
            HeadStart.pause();
        }
    }
}
