package io.millrace.stress.gate;

import java.time.Duration;

/** Acts once if nothing is heard for too long. Started like any thread; {@link #interrupt()} ends it. */
final class Silence extends Thread {

    private final long longestNanos;
    private final Runnable tooLong;
    private volatile long heardNanos = System.nanoTime();
    private volatile boolean acted;

    Silence(Duration longest, Runnable tooLong) {
        super("silence");
        setDaemon(true);
        this.longestNanos = longest.toNanos();
        this.tooLong = tooLong;
    }

    /** Something was heard. */
    void end() {
        heardNanos = System.nanoTime();
    }

    boolean tooLong() {
        return acted;
    }

    @Override
    public void run() {
        try {
            long leftNanos = longestNanos;
            while (leftNanos > 0) {
                Thread.sleep(Duration.ofNanos(leftNanos).toMillis() + 1);
                leftNanos = longestNanos - (System.nanoTime() - heardNanos);
            }
            acted = true;
            tooLong.run();
        } catch (InterruptedException e) {
            // The run has ended.
        }
    }
}
