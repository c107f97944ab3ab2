package io.millrace.work;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.internal.park.Insistent;
import io.millrace.internal.select.Roles;
import io.millrace.internal.work.Every;
import io.millrace.internal.work.Uninterruptibly;
import io.millrace.internal.work.WorkerThreads;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread that receives from several and sends to one. The closer of the result cancels the sources, and so wakes
 * the thread: it finds them closed.
 */
final class Merge<T> {

    private final List<? extends Receiver<? extends T>> sources;
    private final Consumer<? super T> onUndelivered;
    private final Channel<T> out;

    Merge(int capacity, List<? extends Receiver<? extends T>> sources, Consumer<? super T> onUndelivered) {
        this.sources = List.copyOf(Objects.requireNonNull(sources, "sources"));
        this.onUndelivered = Objects.requireNonNull(onUndelivered, "onUndelivered");
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("sources is empty, allowed is 1 or more");
        }
        sources.forEach(source -> Roles.requireConsumer(source, "a merge", 1));
        clauses(Select.fair()); // fails here, not in the thread, if one cannot be received from
        this.out = Pipeline.<T>channel(name(), capacity, onUndelivered)
                .recordStats()
                .onClose(Insistent.hook(this::cancelSources))
                .build();
    }

    private String name() {
        int others = sources.size() - 1;
        return "merge of " + sources.get(0).name() + (others == 0 ? "" : " and " + others + " more");
    }

    private void clauses(Select select) {
        sources.forEach(select::onReceive);
    }

    Receiver<T> start(ThreadFactory threads) {
        new WorkerThreads("merge", threads, out::close, out::close).startAll(1, this::forward);
        return out;
    }

    private void forward() {
        Select select = Select.fair();
        clauses(select);
        int open = sources.size();
        while (open > 0) {
            int clause;
            try {
                clause = select.await();
            } catch (InterruptedException e) {
                continue; // nothing was taken
            }
            if (!select.isClosed()) {
                if (!send(select.received(sources.get(clause)))) {
                    return; // the closer of the result cancels the sources
                }
                continue;
            }
            Throwable cause = sources.get(clause).closeCause();
            if (cause != null) {
                out.close(cause);
                return;
            }
            select.remove(clause);
            open--;
        }
    }

    /** Returns false if the result is closed. */
    private boolean send(T message) {
        boolean accepted = false;
        try {
            Uninterruptibly.send(out, message);
            accepted = true;
        } catch (ChannelClosedException e) {
            // reported
        } finally {
            if (!accepted) {
                onUndelivered.accept(message);
            }
        }
        return accepted;
    }

    /** The senders first, all of them, so that they get the cause before messages are handed over. */
    private void cancelSources(@Nullable Throwable cause) {
        if (cause != null) {
            Every.run(sources, source -> source.close(cause));
        }
        Every.run(sources, Receiver::cancel);
    }
}
