package io.millrace.work;

/**
 * What became of the messages that workers took. Once the workers have ended, {@link #total()} is the number of all
 * that they took from their channel.
 *
 * @param handled messages whose handler returned
 * @param failed messages whose handler threw, the last time too
 * @param retried how many times a handler was called again for a message
 * @param cancelled messages handed to {@code onUndelivered} because the workers were cancelled
 * @param afterFailure messages handed to {@code onUndelivered} because the workers had failed
 * @param resultsUndelivered results of handled messages that could not be passed on
 * @since 0.1
 */
public record WorkCounts(
        long handled, long failed, long retried, long cancelled, long afterFailure, long resultsUndelivered) {

    /**
     * Returns how many messages were handed to {@code onUndelivered} instead of a handler.
     *
     * @return {@code cancelled + afterFailure}
     */
    public long undelivered() {
        return cancelled + afterFailure;
    }

    /**
     * Returns how many messages are accounted for.
     *
     * @return {@code handled + failed + undelivered()}
     */
    public long total() {
        return handled + failed + undelivered();
    }
}
