package io.millrace.work;

/**
 * What became of the messages that workers took. Once the workers have ended, the first, second and fourth add up to
 * all that they took from their channel.
 *
 * @param handled messages whose handler returned
 * @param failed messages whose handler threw, the last time too
 * @param retried how many times a handler was called again for a message
 * @param undelivered messages that were handed to {@code onUndelivered} instead of a handler
 */
public record WorkCounts(long handled, long failed, long retried, long undelivered) {

    /**
     * Returns how many messages are accounted for.
     *
     * @return {@code handled + failed + undelivered}
     */
    public long total() {
        return handled + failed + undelivered;
    }
}
