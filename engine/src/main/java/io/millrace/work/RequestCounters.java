package io.millrace.work;

import java.util.concurrent.atomic.LongAdder;

/** Counts the outcomes of requests. */
final class RequestCounters {

    final LongAdder asked = new LongAdder();
    final LongAdder answered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder timedOut = new LongAdder();
    private final LongAdder interrupted = new LongAdder();
    private final LongAdder closed = new LongAdder();

    /** Counts a request that ended with an exception. */
    void count(Throwable end) {
        if (end instanceof RequestFailedException) {
            failed.increment();
        } else if (end instanceof RequestTimeoutException) {
            timedOut.increment();
        } else if (end instanceof InterruptedException) {
            interrupted.increment();
        } else {
            closed.increment();
        }
    }

    /** The ends before the beginnings, so that none of the requests counted as ended is missing among those asked. */
    RequestStats snapshot() {
        long answered = this.answered.sum();
        long failed = this.failed.sum();
        long timedOut = this.timedOut.sum();
        long interrupted = this.interrupted.sum();
        long closed = this.closed.sum();
        return new RequestStats(true, asked.sum(), answered, failed, timedOut, interrupted, closed);
    }
}
