package io.millrace.internal.work;

import io.millrace.Channel;
import io.millrace.TimeSource;
import io.millrace.internal.park.Idle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Carries one request at a time to a server and its reply back, and is used again.
 *
 * <pre>
 *           client            server            server
 *   FREE ----------> WAITING ----------> SERVING ----------> REPLIED or FAILED, then FREE again by the client
 *                       |                   |
 *                       +-------------------+--------------> ABANDONED by the client, then FREE again by the server
 *                       |                   |
 *                       +-------------------+--------------> CLOSED
 * </pre>
 *
 * Client and server race for each step by compare-and-set; the loser of the race is the last to use the cell, so it is
 * the one that gives it back. The thread that takes it out of WAITING frees its place among the waiting requests. The
 * state is stamped with the number of the use: a reply to an earlier use finds another stamp and changes nothing.
 */
public final class ReplyCell<Q, R> {

    private static final int WAITING = 0;
    private static final int REPLIED = 1;
    private static final int FAILED = 2;
    private static final int ABANDONED = 3;
    private static final int CLOSED = 4;
    private static final int SERVING = 5;

    private static final int PHASES = 8;
    private static final Object TOLD = new Object();

    /**
     * The number of the use times 8, plus the phase.
     * <p>Written by: the client that opens the cell (volatile) or gives up, the server, the closer (compare-and-set,
     * {@code SERVE}).
     * <p>Read by: all of them (volatile, {@code SERVE}). The request travels with the cell over the queue, the reply
     * with the message over {@link #told}, and the cell goes to its next client over a channel.
     */
    private final AtomicLong state = new AtomicLong(ABANDONED);

    /** Gets one message when the server or the closer has won. */
    private final Channel<Object> told;

    /** By the client before the request is sent; taken out by the server. */
    private @Nullable Q request;

    /** By the server before its step out of WAITING; taken out by the client. */
    private @Nullable R reply;

    private @Nullable Throwable failure;

    public ReplyCell(TimeSource time) {
        told = Channel.builder().capacity(1).timeSource(time).build();
    }

    // ---- the client's side ----

    /** Begins the next use. Returns its stamp. */
    public long open(Q request) {
        this.request = request;
        long stamp = (state.get() / PHASES + 1) * PHASES;
        state.set(stamp);
        return stamp;
    }

    /** Gives up waiting for a server. Returns false if one has begun, or the close has come. */
    public boolean abandonWaiting(long stamp) {
        // release SERVE -> begin, isAbandoned
        return state.compareAndSet(stamp + WAITING, stamp + ABANDONED); // acquire SERVE <- begin, close
    }

    /** Gives up waiting for the server that has begun. Returns false if a reply has come, or the close. */
    public boolean abandonServing(long stamp) {
        // release SERVE -> tell, isAbandoned
        return state.compareAndSet(stamp + SERVING, stamp + ABANDONED); // acquire SERVE <- tell
    }

    /** Waits until the server or the closer has won, at most so long. */
    public boolean awaitTold(long nanos) throws InterruptedException {
        return told.tryReceive(nanos, TimeUnit.NANOSECONDS) != null;
    }

    /** Waits until the server or the closer, which has won, publishes the outcome: a few instructions. */
    public void awaitTold() {
        while (told.tryReceive() == null) { // a wait would allocate
            Idle.snooze();
        }
    }

    public boolean isClosed(long stamp) {
        return state.get() == stamp + CLOSED; // acquire SERVE <- close, tell
    }

    public boolean isFailed(long stamp) {
        return state.get() == stamp + FAILED; // acquire SERVE <- tell
    }

    public @Nullable R takeReply() {
        R taken = reply;
        reply = null;
        return taken;
    }

    public @Nullable Throwable takeFailure() {
        Throwable taken = failure;
        failure = null;
        return taken;
    }

    // ---- the server's side ----

    /** The stamp of the use that the server holds. */
    public long stamp() {
        return state.get() / PHASES * PHASES;
    }

    /** Whether the client has given up, so that the server is the last to have the cell. */
    public boolean isAbandoned(long stamp) {
        return state.get() == stamp + ABANDONED; // acquire SERVE <- abandonWaiting, abandonServing
    }

    /** Begins to serve. Returns false if the client has given up, or the close has come. */
    public boolean begin(long stamp) {
        // release SERVE -> abandonWaiting
        return state.compareAndSet(stamp + WAITING, stamp + SERVING); // acquire SERVE <- abandonWaiting, close
    }

    /** The request. */
    public @Nullable Q takeRequest() {
        Q taken = request;
        request = null;
        return taken;
    }

    /** Returns false if the client has given up; the cell is then the server's to give back. */
    public boolean reply(long stamp, R reply) {
        this.reply = reply;
        return tell(stamp, REPLIED);
    }

    /** As {@link #reply}. */
    public boolean fail(long stamp, Throwable failure) {
        this.failure = failure;
        return tell(stamp, FAILED);
    }

    /** Ends the wait of a client, if there is one. */
    public void close() {
        long stamp = stamp();
        if (state.compareAndSet(stamp + WAITING, stamp + CLOSED)) { // release SERVE -> abandonWaiting, begin, isClosed
            told.trySend(TOLD);
        } else {
            tell(stamp, CLOSED);
        }
    }

    private boolean tell(long stamp, int phase) {
        // release SERVE -> abandonServing, isFailed, isClosed
        boolean won = state.compareAndSet(stamp + SERVING, stamp + phase); // acquire SERVE <- abandonServing
        if (won) {
            told.trySend(TOLD);
        }
        return won;
    }
}
