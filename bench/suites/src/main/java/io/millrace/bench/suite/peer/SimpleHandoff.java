package io.millrace.bench.suite.peer;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock and two conditions: {@code SimpleChannel} of the page "From a lock to a ring", without the close, and with tries.
 *
 * @param <T> what it carries
 */
public final class SimpleHandoff<T> extends Handoff<T> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition notFull = lock.newCondition();
    private final Queue<T> messages = new ArrayDeque<>();
    private final int capacity;

    /** Makes an empty channel for {@code capacity} messages. */
    public SimpleHandoff(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public void send(T message) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (messages.size() == capacity) {
                notFull.await();
            }
            messages.add(message);
            notEmpty.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public T receive() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (messages.isEmpty()) {
                notEmpty.await();
            }
            notFull.signal();
            return messages.poll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean trySend(T message) {
        lock.lock();
        try {
            if (messages.size() == capacity) {
                return false;
            }
            messages.add(message);
            notEmpty.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public T tryReceive() {
        lock.lock();
        try {
            T message = messages.poll();
            if (message != null) {
                notFull.signal();
            }
            return message;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int capacity() {
        return capacity;
    }
}
