package io.millrace.bench.suite.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Senders and receivers at work. The threads live as long as this object and wait at a barrier between runs, so that a run starts
 * no thread. Each sender sends the same number of messages, each receiver takes the same number.
 *
 * <p>All messages but fresh ones exist before the first run. Where one receiver gets everything, a sender goes round a small table
 * again and again, and the receiver can still tell every loss and disorder; its messages then stay in the cache, and the handoff
 * is what is measured. Several receivers share what a sender sends, so there only distinct numbers show the order.
 */
public final class Traffic implements FixedWork.Run {

    /** Far above any run; a run that takes longer has lost a message or a wake-up. */
    private static final long STALLED_AFTER_SECONDS = 120;

    private final int messages;
    private final int receivedByEach;
    private final int senders;
    private final Cargo cargo;
    private final Tally.Order order;
    private final long expectedSum;
    private final Tally[] tallies;
    private final CyclicBarrier start;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();
    /** Written before the threads leave the start barrier, read by them after it. */
    private CountDownLatch receiving = new CountDownLatch(0);

    /**
     * All threads over one handoff, messages made beforehand.
     *
     * @param handoff what carries the messages
     * @param senders how many threads send
     * @param receivers how many threads receive
     * @param messages how many messages a run carries; a multiple of both
     */
    public Traffic(Handoff<Message> handoff, int senders, int receivers, int messages) {
        this(ways(handoff), senders, receivers, messages, Payload.PREALLOCATED, ThreadKind.PLATFORM);
    }

    /**
     * Makes the messages and starts the threads.
     *
     * @param ways what each thread sends and receives with
     * @param senders how many threads send
     * @param receivers how many threads receive
     * @param messages how many messages a run carries; a multiple of both
     * @param payload which objects are sent; of {@link Payload#SAME} only the number is checked
     * @param kind which threads
     */
    public Traffic(Ways ways, int senders, int receivers, int messages, Payload payload, ThreadKind kind) {
        if (messages <= 0 || messages % senders != 0 || messages % receivers != 0) {
            throw new IllegalArgumentException("messages is " + messages + ", allowed are positive multiples of "
                    + senders + " (senders) and " + receivers + " (receivers)");
        }
        this.messages = messages;
        this.receivedByEach = messages / receivers;
        this.senders = senders;
        this.order = payload == Payload.SAME ? Tally.Order.NONE : ways.order(receivers);
        this.cargo = new Cargo(payload, senders, messages / senders, order == Tally.Order.RISING);
        this.expectedSum = cargo.sum();
        this.tallies = new Tally[receivers];
        this.start = new CyclicBarrier(senders + receivers + 1);
        for (int i = 0; i < receivers; i++) {
            int receiver = i;
            startThread(kind, "receiver-" + i, () -> {
                Receives<Message> from = ways.receiver(receiver);
                return () -> receive(receiver, from);
            });
        }
        for (int i = 0; i < senders; i++) {
            int sender = i;
            startThread(kind, "sender-" + i, () -> {
                Sends<Message> to = ways.sender(sender);
                return () -> cargo.send(sender, to);
            });
        }
    }

    /** Lets all threads use one handoff. */
    public static Ways ways(Handoff<Message> handoff) {
        return new Ways() {
            @Override
            public Sends<Message> sender(int index) {
                return handoff;
            }

            @Override
            public Receives<Message> receiver(int index) {
                return handoff;
            }
        };
    }

    /** What each thread sends and receives with. */
    public interface Ways {

        /** Makes what a sender sends with, on its thread. */
        Sends<Message> sender(int index);

        /** Makes what a receiver receives with, on its thread. */
        Receives<Message> receiver(int index);

        /** Tells which order is checked. */
        default Tally.Order order(int receivers) {
            return receivers == 1 ? Tally.Order.NEXT : Tally.Order.RISING;
        }
    }

    /**
     * Carries all messages once, and returns when the last is received and everything is found in order.
     *
     * @return how many messages that were
     * @throws IllegalStateException if a message was lost, doubled or out of order, or a thread failed; this object is then of no
     *     further use
     */
    @Override
    public long run() throws InterruptedException {
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

    private void receive(int receiver, Receives<Message> from) throws InterruptedException {
        Tally tally = new Tally(senders, cargo.length(), order);
        for (int i = 0; i < receivedByEach; i++) {
            tally.accept(from.receive());
        }
        tallies[receiver] = tally;
        receiving.countDown();
    }

    private void startThread(ThreadKind kind, String name, Supplier<Work> maker) {
        threads.add(kind.start(name, () -> repeat(maker)));
    }

    private void repeat(Supplier<Work> maker) {
        try {
            start.await();
            Work work = maker.get();
            while (true) {
                work.run();
                start.await();
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
