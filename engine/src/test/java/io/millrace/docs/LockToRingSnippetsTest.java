package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The classes of the page from a lock to a ring, which work. {@link SnippetsTest} holds their text against the page. */
class LockToRingSnippetsTest {

    private static final int MESSAGES = 20_000;
    private static final List<Integer> SENT =
            IntStream.range(0, MESSAGES).boxed().toList();

    private final Actors actors = new Actors();

    @AfterEach
    void joinAll() {
        actors.close();
    }

    // snippet: simpleChannel
    static final class SimpleChannel<T> {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition notEmpty = lock.newCondition();
        private final Condition notFull = lock.newCondition();
        private final Queue<T> messages = new ArrayDeque<>();
        private final int capacity;
        private boolean closed;

        SimpleChannel(int capacity) {
            this.capacity = capacity;
        }

        void send(T message) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (messages.size() == capacity && !closed) {
                    notFull.await();
                }
                if (closed) {
                    throw new IllegalStateException("closed");
                }
                messages.add(message);
                notEmpty.signal();
            } finally {
                lock.unlock();
            }
        }

        /** Returns null once the channel is closed and empty. */
        T receive() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (messages.isEmpty() && !closed) {
                    notEmpty.await();
                }
                notFull.signal();
                return messages.poll();
            } finally {
                lock.unlock();
            }
        }

        void close() {
            lock.lock();
            try {
                closed = true;
                notEmpty.signalAll();
                notFull.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
    // end

    @Test
    void theChannelWithALockCarriesAllMessagesInOrder() throws Exception {
        SimpleChannel<Integer> channel = new SimpleChannel<>(16);
        Actor<List<Integer>> receiver = actors.start("receiver", () -> {
            List<Integer> received = new ArrayList<>();
            for (Integer message; (message = channel.receive()) != null; ) {
                received.add(message);
            }
            return received;
        });
        for (int message : SENT) {
            channel.send(message);
        }
        channel.close();

        assertThat(receiver.join()).isEqualTo(SENT);
    }

    // snippet: oneToOneRing
    /** For one sender and one receiver. */
    static final class OneToOneRing<T> {
        private final AtomicReferenceArray<T> slots;
        private final int mask;
        private long nextSend; // the sender's own
        private long nextReceive; // the receiver's own

        OneToOneRing(int powerOfTwo) {
            slots = new AtomicReferenceArray<>(powerOfTwo);
            mask = powerOfTwo - 1;
        }

        boolean trySend(T message) {
            int slot = (int) nextSend & mask;
            if (slots.getAcquire(slot) != null) {
                return false; // the receiver has not emptied this slot yet: the ring is full
            }
            slots.setRelease(slot, message); // publishes the message and everything written before
            nextSend++;
            return true;
        }

        T tryReceive() {
            int slot = (int) nextReceive & mask;
            T message = slots.getAcquire(slot);
            if (message != null) {
                slots.setRelease(slot, null); // gives the slot back
                nextReceive++;
            }
            return message;
        }
    }
    // end

    @Test
    void theRingForOneAndOneCarriesAllMessagesInOrder() {
        OneToOneRing<Integer> ring = new OneToOneRing<>(16);
        Actor<List<Integer>> receiver = actors.start("receiver", () -> {
            List<Integer> received = new ArrayList<>();
            while (received.size() < MESSAGES) {
                Integer message = ring.tryReceive();
                if (message != null) {
                    received.add(message);
                } else {
                    Thread.yield();
                }
            }
            return received;
        });
        for (int message : SENT) {
            while (!ring.trySend(message)) {
                Thread.yield();
            }
        }

        assertThat(receiver.join()).isEqualTo(SENT);
    }

    // snippet: manyToManyRing
    /** For any number of senders and receivers. */
    static final class ManyToManyRing<T> {
        private final Object[] slots;
        private final AtomicLongArray turns; // which sequence may use the slot next
        private final AtomicLong nextSend = new AtomicLong();
        private final AtomicLong nextReceive = new AtomicLong();
        private final int mask;

        ManyToManyRing(int powerOfTwo) {
            slots = new Object[powerOfTwo];
            turns = new AtomicLongArray(powerOfTwo);
            mask = powerOfTwo - 1;
            for (int slot = 0; slot < powerOfTwo; slot++) {
                turns.set(slot, slot);
            }
        }

        boolean trySend(T message) {
            while (true) {
                long sequence = nextSend.get();
                int slot = (int) sequence & mask;
                long turn = turns.getAcquire(slot);
                if (turn < sequence) {
                    return false; // the message of the lap before is still there
                }
                if (turn == sequence && nextSend.compareAndSet(sequence, sequence + 1)) {
                    slots[slot] = message; // claimed: no other sender touches this slot
                    turns.setRelease(slot, sequence + 1); // published
                    return true;
                }
            }
        }

        @SuppressWarnings("unchecked")
        T tryReceive() {
            while (true) {
                long sequence = nextReceive.get();
                int slot = (int) sequence & mask;
                long turn = turns.getAcquire(slot);
                if (turn <= sequence) {
                    return null; // not published yet
                }
                if (turn == sequence + 1 && nextReceive.compareAndSet(sequence, sequence + 1)) {
                    T message = (T) slots[slot];
                    slots[slot] = null;
                    turns.setRelease(slot, sequence + slots.length); // free for the next lap
                    return message;
                }
            }
        }
    }
    // end

    @Test
    void theRingForManyCarriesEachMessageOnce() {
        ManyToManyRing<Integer> ring = new ManyToManyRing<>(16);
        List<Actor<Long>> receivers = actors.startEach(2, "receiver", number -> {
            long sum = 0;
            for (int received = 0; received < MESSAGES; ) {
                Integer message = ring.tryReceive();
                if (message != null) {
                    sum += message;
                    received++;
                } else {
                    Thread.yield();
                }
            }
            return sum;
        });
        List<Actor<Object>> senders = actors.startEach(2, "sender", number -> {
            for (int message : SENT) {
                while (!ring.trySend(message)) {
                    Thread.yield();
                }
            }
            return number;
        });

        Actors.joinAll(senders);
        long expected = 2L * MESSAGES * (MESSAGES - 1) / 2;
        assertThat(Actors.joinAll(receivers).stream().mapToLong(Long::longValue).sum())
                .isEqualTo(expected);
    }

    // snippet: waitingRing
    /** For any number of senders and one receiver, which parks. */
    static final class WaitingRing<T> {
        private final ManyToManyRing<T> ring;
        private volatile Thread waiter;

        WaitingRing(int powerOfTwo) {
            ring = new ManyToManyRing<>(powerOfTwo);
        }

        boolean trySend(T message) {
            if (!ring.trySend(message)) {
                return false;
            }
            VarHandle.fullFence(); // publish first, then look for the waiter
            Thread thread = waiter;
            if (thread != null) {
                LockSupport.unpark(thread);
            }
            return true;
        }

        T receive() throws InterruptedException {
            T message = ring.tryReceive();
            if (message != null) {
                return message;
            }
            waiter = Thread.currentThread(); // register first ...
            VarHandle.fullFence();
            try {
                while ((message = ring.tryReceive()) == null) { // ... then look again, then park
                    LockSupport.park(this);
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                }
                return message;
            } finally {
                waiter = null;
            }
        }
    }
    // end

    @Test
    void theRingThatWaitsLosesNoWakeUp() {
        WaitingRing<Integer> ring = new WaitingRing<>(16);
        Actor<List<Integer>> receiver = actors.start("receiver", () -> {
            List<Integer> received = new ArrayList<>();
            while (received.size() < MESSAGES) {
                received.add(ring.receive());
            }
            return received;
        });
        for (int message : SENT) {
            while (!ring.trySend(message)) {
                Thread.yield();
            }
        }

        assertThat(receiver.join()).isEqualTo(SENT);
    }
}
