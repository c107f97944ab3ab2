package io.millrace.faults;

import io.millrace.Channel;
import io.millrace.interop.Flows;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sends to a receiver without a thread while the heap is really full, then frees it: the receiver has to go on, or to
 * end with the error.
 */
final class AsynchronousHeapMain {

    /** The argument: what takes the messages. */
    static final String LOOP = "loop";

    static final String PUBLISHER = "publisher";

    private static final int CAPACITY = 64;

    /** How many messages it has taken before memory ends: by then the JVM has linked what takes them. */
    private static final int WARM_UP = 300;

    private static final Integer MESSAGE = 1;

    /** Each allocation that fails collects the whole heap first. */
    private static final long LONGEST_NANOS = 1_000_000_000;

    private final byte[][] ballast = new byte[400_000][];
    private int used;

    private final Channel<Integer> channel = Channel.bounded(CAPACITY);
    private final AtomicInteger received = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);

    public static void main(String[] arguments) throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            if (!(failure instanceof OutOfMemoryError)) { // a thread of a pool that found no memory to wait for a task
                failure.printStackTrace();
            }
        });
        new PrintStream(OutputStream.nullOutputStream()).println(); // initializes what the last line needs
        AsynchronousHeapMain program = new AsynchronousHeapMain();
        switch (arguments[0]) {
            case LOOP -> program.startLoop();
            case PUBLISHER -> program.startPublisher();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        program.run();
        System.out.println("held ");
        System.exit(0);
    }

    private void startLoop() {
        channel.forEachAsync(message -> received.incrementAndGet(), new FrugalExecutor())
                .whenComplete((nothing, failure) -> ended.countDown());
    }

    private void startPublisher() {
        Flows.publisher(channel).subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Integer message) {
                received.incrementAndGet();
            }

            @Override
            public void onError(Throwable failure) {
                ended.countDown();
            }

            @Override
            public void onComplete() {
                ended.countDown();
            }
        });
    }

    private void run() throws Exception {
        int sent = 0;
        for (; sent < WARM_UP; sent++) {
            channel.send(MESSAGE);
        }
        while (received.get() < WARM_UP) {
            Thread.onSpinWait();
        }
        sent += sendWithoutMemory();
        channel.close();
        ended.await(); // the test sees whether it comes
        int left = channel.drain(message -> {}, Integer.MAX_VALUE);
        if (received.get() + left != sent) {
            throw new AssertionError("sent " + sent + ", received " + received + ", left " + left);
        }
    }

    private int sendWithoutMemory() {
        int sent = 0;
        fill();
        long start = System.nanoTime();
        for (int i = 0; i < 4 * CAPACITY && System.nanoTime() - start < LONGEST_NANOS; i++) {
            try {
                if (channel.trySend(MESSAGE)) {
                    sent++;
                }
            } catch (OutOfMemoryError e) {
                continue; // not sent
            }
            letOthersFail();
        }
        for (int i = 0; i < used; i++) {
            ballast[i] = null;
        }
        return sent;
    }

    /** For a while, since nothing tells when another thread has found no memory. */
    private void letOthersFail() {
        long start = System.nanoTime();
        while (System.nanoTime() - start < 200_000) {
            Thread.onSpinWait();
        }
    }

    private void fill() {
        int size = 1 << 18;
        while (size >= 16) {
            try {
                ballast[used] = new byte[size];
                used++;
            } catch (OutOfMemoryError e) {
                size /= 2;
            }
        }
    }

    /** Needs no memory, unlike a pool, whose threads die of waiting without. */
    private static final class FrugalExecutor implements Executor {

        private final AtomicReference<Runnable> submitted = new AtomicReference<>();

        FrugalExecutor() {
            Thread thread = new Thread(this::work, "executor");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void execute(Runnable task) {
            while (!submitted.compareAndSet(null, task)) {
                Thread.onSpinWait();
            }
        }

        private void work() {
            while (true) {
                Runnable task = submitted.getAndSet(null);
                if (task != null) {
                    task.run();
                }
                Thread.yield();
            }
        }
    }
}
