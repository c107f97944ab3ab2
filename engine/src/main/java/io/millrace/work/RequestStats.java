package io.millrace.work;

/**
 * What became of requests. Each that was asked is counted once more when the call returns or throws, by how it ended.
 *
 * @param recorded whether the requests count; if not, the other numbers are 0
 * @param asked calls of {@code ask}
 * @param answered requests whose client got the reply
 * @param failed requests whose client got what the handler threw
 * @param timedOut requests whose time ran out, waiting for room, a server or the reply
 * @param interrupted requests whose client was interrupted
 * @param closed requests that were refused or ended by the close, or by an error
 * @since 0.1
 */
public record RequestStats(
        boolean recorded, long asked, long answered, long failed, long timedOut, long interrupted, long closed) {

    static final RequestStats NOT_RECORDED = new RequestStats(false, 0, 0, 0, 0, 0, 0);

    /**
     * Returns how many requests had been asked and not ended when the snapshot was taken.
     *
     * @return {@code asked} less all others; 0 or more
     */
    public long pending() {
        return asked - answered - failed - timedOut - interrupted - closed;
    }
}
