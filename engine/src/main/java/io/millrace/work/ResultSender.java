package io.millrace.work;

import io.millrace.ChannelClosedException;
import io.millrace.Sender;

/** Passes results on to a channel of the user, and fails the workers if that cannot be done. */
final class ResultSender {

    private final Sender<Object> to;
    private final Runner<?> runner;

    ResultSender(Sender<Object> to, Runner<?> runner) {
        this.to = to;
        this.runner = runner;
    }

    /** Never throws. Once the workers are cancelled, a result for which there is no room now is dropped. */
    void passOn(Object result) {
        while (true) {
            try {
                if (runner.isCancelled()) {
                    to.trySend(result);
                } else {
                    to.send(result);
                }
                return;
            } catch (ChannelClosedException e) {
                runner.fail(e.getCause() == null ? e : e.getCause());
                return;
            } catch (RuntimeException e) { // a channel that fails when it is full, a callback of the channel
                runner.fail(e);
                return;
            } catch (InterruptedException e) {
                // Not accepted. Once more, unless cancelled.
            }
        }
    }

    /** When the workers have ended. */
    void close() {
        Throwable failure = runner.failure();
        if (failure == null) {
            to.close();
        } else {
            to.close(failure);
        }
    }
}
