package io.millrace.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * Senders and receivers at work on one handoff. The threads live as long as this object and wait at a barrier between runs, so
 * that a run starts no thread. Each sender sends the same number of messages, each receiver takes the same number.
 *
 * <p>All messages exist before the first run. Where one receiver gets everything, a sender goes round a small table again and
 * again, and the receiver can still tell every loss and disorder; its messages then stay in the cache, and the handoff is what
 * is measured. Several receivers share what a sender sends, so there only distinct numbers show the order.
 */
final class Traffic implements AutoCloseable {

    /** Messages of all tables together where senders go round. */
    private static final int SMALL_TABLES = 1 << 16;

    /** Far above any run; a run that takes longer has lost a message or a wake-up. */
    private static final long STALLED_AFTER_SECONDS = 120;

    private final Handoff handoff;
    private final int messages;
    private final int sentByEach;
    private final int receivedByEach;
    private final Message[][] tables;
    private final long expectedSum;
    private final Tally[] tallies;
    private final CyclicBarrier start;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();
    /** Written before the threads leave the start barrier, read by them after it. */
    private CountDownLatch receiving = new CountDownLatch(0);

    /**
     * Makes the messages and starts the threads.
     *
     * @param handoff what carries the messages
     * @param senders how many threads send
     * @param receivers how many threads receive
     * @param messages how many messages a run carries; a multiple of both
     */
    Traffic(Handoff handoff, int senders, int receivers, int messages) {
        if (messages <= 0 || messages % senders != 0 || messages % receivers != 0) {
            throw new IllegalArgumentException("messages is " + messages + ", allowed are positive multiples of "
                    + senders + " (senders) and " + receivers + " (receivers)");
        }
        this.handoff = handoff;
        this.messages = messages;
        this.sentByEach = messages / senders;
        this.receivedByEach = messages / receivers;
        int table = receivers == 1 ? Math.min(sentByEach, SMALL_TABLES / senders) : sentByEach;
        this.tables = IntStream.range(0, senders)
                .mapToObj(sender -> table(sender, table))
                .toArray(Message[][]::new);
        this.expectedSum = sumOf(tables, sentByEach);
        this.tallies = new Tally[receivers];
        this.start = new CyclicBarrier(senders + receivers + 1);
        for (int i = 0; i < receivers; i++) {
            int receiver = i;
            startThread("receiver-" + i, () -> receive(receiver));
        }
        for (int i = 0; i < senders; i++) {
            Message[] sent = tables[i];
            startThread("sender-" + i, () -> send(sent));
        }
    }

    /**
     * Carries all messages once, and returns when the last is received and everything is found in order.
     *
     * @return how many messages that were
     * @throws IllegalStateException if a message was lost, doubled or out of order, or a thread failed; this object is then of no
     *     further use
     */
    int run() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(tallies.length);
        receiving = done;
        boolean finished = false;
        try {
            throwFailure();
            start.await(STALLED_AFTER_SECONDS, TimeUnit.SECONDS);
            finished = done.await(STALLED_AFTER_SECONDS, TimeUnit.SECONDS);
        } catch (BrokenBarrierException | TimeoutException e) {
            fail(e);
        }
        throwFailure();
        if (!finished) {
            throw new IllegalStateException("after " + STALLED_AFTER_SECONDS + " s " + done.getCount() + " of "
                    + tallies.length + " receivers still wait for messages");
        }
        check();
        return messages;
    }

    private void check() {
        long count = 0;
        long sum = 0;
        for (Tally tally : tallies) {
            count += tally.count();
            sum += tally.sum();
        }
        if (count != messages || sum != expectedSum) {
            throw new IllegalStateException("received " + count + " messages with sum of ids " + sum + ", sent were "
                    + messages + " with " + expectedSum);
        }
    }

    private void send(Message[] table) throws InterruptedException {
        Handoff to = handoff;
        int next = 0;
        for (int i = 0; i < sentByEach; i++) {
            to.send(table[next]);
            if (++next == table.length) {
                next = 0;
            }
        }
    }

    private void receive(int receiver) throws InterruptedException {
        Handoff from = handoff;
        Tally tally = new Tally(tables.length, tables[0].length, tallies.length == 1);
        for (int i = 0; i < receivedByEach; i++) {
            tally.accept(from.receive());
        }
        tallies[receiver] = tally;
        receiving.countDown();
    }

    private void startThread(String name, Work work) {
        Thread thread = new Thread(() -> repeat(work), name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void repeat(Work work) {
        try {
            while (true) {
                start.await();
                work.run();
            }
        } catch (InterruptedException | BrokenBarrierException | RuntimeException | Error e) {
            fail(e);
        }
    }

    /** Keeps the first failure and ends the run for everybody. The threads list is complete once a run has begun. */
    private void fail(Throwable cause) {
        if (failure.compareAndSet(null, cause)) {
            threads.forEach(Thread::interrupt);
        }
        while (receiving.getCount() > 0) {
            receiving.countDown();
        }
    }

    private void throwFailure() {
        Throwable cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("the run failed: " + cause, cause);
        }
    }

    private static Message[] table(int sender, int length) {
        return IntStream.range(0, length)
                .mapToObj(number -> new Message(sender, number))
                .toArray(Message[]::new);
    }

    private static long sumOf(Message[][] tables, int sentByEach) {
        long sum = 0;
        for (Message[] table : tables) {
            for (int i = 0; i < sentByEach; i++) {
                sum += table[i % table.length].id();
            }
        }
        return sum;
    }

    /** Ends the threads, also those that wait in the handoff. An interrupt ends the wait for their end. */
    @Override
    public void close() {
        failure.compareAndSet(null, new IllegalStateException("closed"));
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(STALLED_AFTER_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Work {

        void run() throws InterruptedException;
    }
}
