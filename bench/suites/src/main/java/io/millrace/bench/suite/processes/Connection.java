package io.millrace.bench.suite.processes;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.MessageHandler;

/** A local endpoint, the remote side at work in its place, and what both share. For one thread at a time. */
final class Connection implements AutoCloseable {

    private static final long READY_WITHIN_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long STALLED_AFTER_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int SPINS = 100;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Watch watch = new Watch();
    private final Receipts receipts;
    private final Endpoint end;

    /**
     * Opens the local endpoint, starts the remote side, and returns when that is ready.
     *
     * @param task what for
     * @param place where the remote side is
     * @param handler gets what comes back
     * @throws IllegalStateException if the remote side fails; the message says how, and what its process printed
     */
    Connection(Task task, Place place, MessageHandler handler) {
        try {
            ScratchFolder scratch = opened(new ScratchFolder());
            receipts = opened(Receipts.open(Side.LOCAL, scratch.folder()));
            end = opened(Endpoints.open(task, Side.LOCAL, scratch.folder(), handler));
            opened(place.start(task, scratch.folder(), watch));
            awaitReady();
        } catch (RuntimeException e) {
            closeAfter(e);
            throw e;
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + READY_WITHIN_NANOS;
        while (!receipts.isReady()) {
            watch.check();
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the remote side is not ready within a minute");
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the remote side starts", e);
        }
    }

    /** Returns the local endpoint. */
    Endpoint end() {
        return end;
    }

    /** What the local side does in a run. */
    @FunctionalInterface
    interface Work {

        /** Does it. */
        void run() throws InterruptedException;
    }

    /**
     * Does work that ends if the remote side fails.
     *
     * @throws IllegalStateException if it has failed; this object is then of no further use
     */
    void run(Work work) throws InterruptedException {
        watch.begin();
        try {
            work.run();
        } catch (InterruptedException | RuntimeException e) {
            watch.check();
            throw e;
        } finally {
            watch.end();
        }
        watch.check();
    }

    /**
     * Waits until the remote side has received so many messages since it began. It does not nap, so that the end of a run is seen at once.
     *
     * @throws IllegalStateException if it receives nothing for a minute
     */
    void awaitReceived(long count) throws InterruptedException {
        long before = -1;
        long deadline = 0;
        for (long tries = 0, now = receipts.received(); now != count; tries++, now = receipts.received()) {
            if (tries < SPINS) {
                Thread.onSpinWait();
                continue;
            }
            Thread.yield();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (now != before) {
                before = now;
                deadline = System.nanoTime() + STALLED_AFTER_NANOS;
            } else if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the remote side has received " + now + " of " + count + " messages");
            }
        }
    }

    private void closeAfter(RuntimeException cause) {
        try {
            close();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /** Ends the remote side and then gives everything back. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
