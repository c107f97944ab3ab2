package io.millrace.work;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.internal.flavor.Roles;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thread that receives from several and sends to one. */
final class Merge<T> {

    private final List<? extends Receiver<? extends T>> sources;
    private final Channel<T> out;

    Merge(List<? extends Receiver<? extends T>> sources, Channel<T> out) {
        this.sources = List.copyOf(sources);
        this.out = out;
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("sources is empty, allowed is 1 or more");
        }
        sources.forEach(source -> Roles.requireConsumer(source, "a merge", 1));
        clauses(Select.fair()); // fails here, not in the thread, if one cannot be received from
    }

    private void clauses(Select select) {
        sources.forEach(select::onReceive);
    }

    void run() {
        Throwable cause = null;
        try {
            forward();
        } catch (Failed e) {
            cause = e.getCause();
        }
        end(cause);
    }

    private void forward() throws Failed {
        Select select = Select.fair();
        clauses(select);
        int open = sources.size();
        while (open > 0) {
            int clause = await(select);
            T message = received(select, sources.get(clause));
            if (message == null) {
                select.remove(clause);
                open--;
            } else {
                send(message);
            }
        }
    }

    private static int await(Select select) {
        while (true) {
            try {
                return select.await();
            } catch (InterruptedException e) {
                // Nothing was taken: once more.
            }
        }
    }

    /** Null if the source has ended well. */
    private @Nullable T received(Select select, Receiver<? extends T> source) throws Failed {
        try {
            return select.received(source);
        } catch (ChannelClosedException e) {
            if (e.getCause() != null) {
                throw new Failed(e.getCause());
            }
            return null;
        }
    }

    private void send(T message) throws Failed {
        try {
            Patient.send(out, message);
        } catch (ChannelClosedException e) {
            throw new Failed(e.getCause());
        }
    }

    private void end(@Nullable Throwable cause) {
        if (cause == null) {
            out.close();
        } else {
            out.close(cause);
        }
        for (Receiver<? extends T> source : sources) {
            if (cause != null) {
                source.close(cause);
            }
        }
        cancelFrom(0);
    }

    /** Cancels the rest of the sources, also if the callback of one throws. */
    private void cancelFrom(int first) {
        if (first < sources.size()) {
            try {
                sources.get(first).cancel();
            } finally {
                cancelFrom(first + 1);
            }
        }
    }

    /** A source has failed, or the output is closed. */
    private static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;

        Failed(@Nullable Throwable cause) {
            super(null, cause, false, false);
        }
    }
}
