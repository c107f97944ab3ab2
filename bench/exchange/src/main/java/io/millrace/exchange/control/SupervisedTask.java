package io.millrace.exchange.control;

import io.millrace.ChannelClosedException;
import io.millrace.Sender;

/** What one thread of the exchange does. It works and then says, to whoever supervises it, how it ended. */
public abstract class SupervisedTask implements Runnable {

    private final String label;
    private final Sender<Ended> end;

    /**
     * Makes a task.
     *
     * @param label names its thread
     * @param end takes the one message with which it ends; never full
     */
    protected SupervisedTask(String label, Sender<Ended> end) {
        this.label = label;
        this.end = end;
    }

    /** What it is called. */
    public final String label() {
        return label;
    }

    /** Does its work, and closes what it sends to. */
    protected abstract void work() throws Exception;

    /** Fails everything it touches with the cause, so that its neighbours end with the same cause. */
    protected abstract void fail(Throwable cause);

    @Override
    public final void run() {
        Throwable failure = null;
        try {
            work();
        } catch (Throwable thrown) {
            failure = causeOf(thrown);
            fail(failure);
        } finally {
            end.trySend(new Ended(label, failure));
        }
    }

    /** A neighbour that failed has closed its channels with its cause: that is what went wrong. */
    private static Throwable causeOf(Throwable thrown) {
        return thrown instanceof ChannelClosedException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }
}
