package io.millrace.docs;

import io.millrace.ChannelClosedException;
import io.millrace.support.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** What the programs for Go and Rust programmers share: threads, which must have ended when a program has. */
abstract class GoAndRustSnippetsTest {

    private static final long LIMIT_SECONDS = 40;

    private final List<FutureTask<?>> started = new ArrayList<>();

    final ThreadFactory threads = body -> thread(body);

    /** What a thread does that returns nothing. */
    interface Body {
        void run() throws Exception;
    }

    final <R> Future<R> go(Callable<R> body) {
        FutureTask<R> task = new FutureTask<>(body);
        synchronized (started) {
            started.add(task);
        }
        thread(task).start();
        return task;
    }

    final Future<?> go(Body body) {
        return go((Callable<Object>) () -> {
            body.run();
            return body;
        });
    }

    private static Thread thread(Runnable body) {
        ThreadKind kind = ThreadKind.virtualThreadsExist() ? ThreadKind.VIRTUAL : ThreadKind.PLATFORM;
        return kind.unstarted("program", body);
    }

    /** A thread may end by finding its channel closed; anything else it throws fails the test. */
    @AfterEach
    final void everyThreadHasEnded() throws Exception {
        synchronized (started) {
            for (FutureTask<?> task : started) {
                try {
                    task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof ChannelClosedException)) {
                        throw e;
                    }
                }
            }
        }
    }
}
