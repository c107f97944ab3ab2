package io.millrace.work;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes threads of which all after the first few cannot be started, as when the system has no more. */
record FailingThreads(Threads threads, int good, AtomicInteger made) implements ThreadFactory {

    FailingThreads(Threads threads, int good) {
        this(threads, good, new AtomicInteger());
    }

    @Override
    public Thread newThread(Runnable body) {
        return made.getAndIncrement() < good ? threads.newThread(body) : new Unstartable(body);
    }

    private static final class Unstartable extends Thread {

        Unstartable(Runnable body) {
            super(body);
        }

        @Override
        public void start() {
            throw new OutOfMemoryError("unable to create native thread");
        }
    }
}
