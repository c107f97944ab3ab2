package io.millrace.work;

import io.millrace.ChannelClosedException;
import io.millrace.Sender;
import io.millrace.internal.terms.Closing;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes results on to a channel, and fails the workers if that is impossible.
 *
 * @param refused says to the workers that the channel is closed; does not throw
 */
record ResultSender(
        Sender<Object> to, Runner<?> runner, Consumer<Object> onUndelivered, Consumer<ChannelClosedException> refused) {

    boolean isClosed() {
        return to.isClosedForSend();
    }

    /** Fails the workers: results are not wanted any more. */
    void fail() {
        Throwable cause = to.closeCause();
        runner.fail(cause != null ? cause : new ChannelClosedException(to + " is closed", null));
    }

    /** Never throws. Once the workers are cancelled, a result for which there is no room now is undelivered. */
    void passOn(Object result) {
        while (true) {
            try {
                if (!runner.isCancelled()) {
                    to.send(result);
                } else if (!to.trySend(result)) {
                    undelivered(result);
                }
                return;
            } catch (InterruptedException e) {
                // Not accepted. Once more, unless cancelled.
            } catch (ChannelClosedException e) {
                undelivered(result);
                refused.accept(e);
                return;
            } catch (Throwable e) { // a channel that fails when it is full, a codec, a role, a callback of the channel
                undelivered(result);
                runner.fail(e);
                return;
            }
        }
    }

    private void undelivered(Object result) {
        runner.countUndeliveredResult();
        try {
            onUndelivered.accept(result);
        } catch (Throwable e) {
            runner.fail(e);
        }
    }

    /** When the workers have ended. */
    void close(@Nullable Throwable cause) {
        Closing.close(to, cause);
    }
}
