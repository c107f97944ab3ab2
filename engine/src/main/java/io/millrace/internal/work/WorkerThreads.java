package io.millrace.internal.work;

import io.millrace.internal.clock.Timeouts;
import io.millrace.internal.park.Insistent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Threads that work together, and their end. An exception of a body goes to the handler of deaths and nowhere else.
 * Once the last thread has ended no more are started. The factory and the callbacks run outside of the lock.
 */
public final class WorkerThreads {

    /** The name of a thread that the factory has not named. */
    private static final Pattern UNNAMED = Pattern.compile("|Thread-\\d+");

    /** A thread that has only to return is not worth a false. */
    private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final String name;
    private final ThreadFactory factory;
    private final Consumer<Throwable> whenDied;
    private final Runnable whenDone;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Under the lock.
    private final List<Member> members = new ArrayList<>();
    private int live;
    private int made;
    private boolean ended;

    /** Who runs {@link #whenDone}: the last thread, or one that found all of them dead as it waited for their end. */
    private @Nullable Thread ender;

    /**
     * Makes a crew without threads.
     *
     * @param whenDied gets the exception of a body
     * @param whenDone is run by the last thread before it ends
     */
    public WorkerThreads(String name, ThreadFactory factory, Consumer<Throwable> whenDied, Runnable whenDone) {
        this.name = name;
        this.factory = Objects.requireNonNull(factory, "threads");
        this.whenDied = whenDied;
        this.whenDone = whenDone;
    }

    // ---- starting ----

    /**
     * Starts the first threads, all or none. They begin with their bodies when all have started; if one cannot be
     * started, the others end without having begun, and {@code whenDone} does not run.
     */
    public void startAll(int count, Runnable body) {
        List<Member> started = new ArrayList<>(count);
        try {
            for (int i = 0; i < count; i++) {
                Member member = new Member(body);
                started.add(member);
                start(member);
            }
            admit(started);
        } catch (Throwable e) {
            for (int i = 0; i < started.size(); i++) { // allocates nothing, even if memory has run out
                withdraw(started.get(i));
            }
            throw e;
        }
    }

    /** Starts one more thread. Returns false if all have ended. */
    public boolean start(Runnable body) {
        if (hasEnded()) {
            return false;
        }
        Member member = new Member(body);
        try {
            List<Member> started = List.of(member);
            start(member);
            return admit(started);
        } catch (Throwable e) {
            withdraw(member);
            throw e;
        }
    }

    private boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    private void start(Member member) {
        Thread thread = factory.newThread(member);
        if (thread == null) {
            throw new NullPointerException("the thread factory of " + this + " returned null");
        }
        if (thread.getState() != Thread.State.NEW) {
            throw new IllegalStateException(
                    "the thread factory of " + this + " returned " + thread + ", which was started before");
        }
        int number;
        lock.lock();
        try {
            members.removeIf(other -> other.phase == Phase.LEFT && !other.isAlive());
            member.thread = thread;
            members.add(member);
            number = ++made;
        } finally {
            lock.unlock();
        }
        if (UNNAMED.matcher(thread.getName()).matches()) {
            thread.setName("millrace-" + name + "-" + number);
        }
        thread.start();
        if (thread.getState() == Thread.State.NEW) { // a subclass of its own, as nobody else would start it
            throw new IllegalStateException(
                    "the thread factory of " + this + " returned " + thread + ", whose start() has not started it");
        }
    }

    private void withdraw(Member member) {
        lock.lock();
        try {
            member.phase = Phase.WITHDRAWN;
            members.remove(member);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets started threads begin. Returns false if the crew has ended meanwhile; then they end without having begun.
     */
    private boolean admit(List<Member> started) {
        lock.lock();
        try {
            for (int i = 0; i < started.size(); i++) {
                Member member = started.get(i);
                member.phase = ended ? Phase.WITHDRAWN : Phase.ADMITTED;
                live += ended ? 0 : 1;
            }
            changed.signalAll();
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    // ---- running ----

    private enum Phase {
        STARTED,
        WITHDRAWN,
        ADMITTED,
        RUNNING,
        LEFT
    }

    /** The task of a thread of the factory. */
    private final class Member implements Runnable {

        private final Runnable body;

        // Under the lock.
        private @Nullable Thread thread;
        private Phase phase = Phase.STARTED;

        Member(Runnable body) {
            this.body = body;
        }

        boolean isAlive() {
            return thread != null && thread.isAlive();
        }

        @Override
        public void run() {
            if (!begin()) {
                return;
            }
            try {
                body.run();
            } catch (Throwable e) {
                died(e);
            } finally {
                leave(this);
            }
        }

        /** False for a thread that is not wanted, was not asked for, or runs this a second time. */
        private boolean begin() {
            Insistent.lock(lock);
            try {
                while (phase == Phase.STARTED && thread != null) {
                    changed.awaitUninterruptibly();
                }
                if (phase != Phase.ADMITTED) {
                    return false;
                }
                phase = Phase.RUNNING;
                return true;
            } finally {
                lock.unlock();
            }
        }
    }

    private void died(Throwable thrown) {
        try {
            Insistent.run(whenDied, thrown);
        } catch (Throwable e) {
            if (e != thrown) {
                thrown.addSuppressed(e);
            }
        }
    }

    private void leave(Member member) {
        if (!isLast(member)) {
            return;
        }
        try {
            Insistent.run(whenDone);
        } catch (Throwable e) {
            died(e);
        } finally {
            Insistent.lock(lock);
            live = 0;
            ender = null;
            changed.signalAll();
            lock.unlock();
        }
    }

    /** Takes a member off the count, unless it is the last, which stays on it while {@link #whenDone} runs. */
    private boolean isLast(Member member) {
        Insistent.lock(lock);
        try {
            if (member.phase != Phase.ADMITTED && member.phase != Phase.RUNNING) {
                return false;
            }
            member.phase = Phase.LEFT;
            if (live == 1) {
                ended = true;
                ender = Thread.currentThread();
                return true;
            }
            live--;
            return false;
        } finally {
            lock.unlock();
        }
    }

    // ---- ending ----

    public void interrupt() {
        for (Member member : snapshot()) {
            Objects.requireNonNull(member.thread).interrupt();
        }
    }

    private List<Member> snapshot() {
        lock.lock();
        try {
            return List.copyOf(members);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all threads have ended. Returns false if one has not after that time. */
    public boolean join(Duration timeout) throws InterruptedException {
        long nanos = Timeouts.nanos(timeout);
        long start = System.nanoTime();
        requireOther();
        while (true) {
            for (Member member : snapshot()) {
                Thread thread = Objects.requireNonNull(member.thread);
                long left = Timeouts.left(nanos, start, System.nanoTime());
                TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(LEAST_NANOS, left));
                if (thread.isAlive()) {
                    return false;
                }
                leave(member); // a thread of the factory that has ended without running what it was given
            }
            if (!isLive()) {
                return true;
            }
            if (!awaitEnder(Math.max(LEAST_NANOS, Timeouts.left(nanos, start, System.nanoTime())))) {
                return false;
            }
        }
    }

    private void requireOther() {
        Thread current = Thread.currentThread();
        boolean member;
        boolean ends;
        lock.lock();
        try {
            member = members.stream().anyMatch(other -> other.thread == current);
            ends = ender == current;
        } finally {
            lock.unlock();
        }
        if (member || ends) {
            throw new IllegalStateException(current + (member ? " is one of the workers of " : " ends the work of ")
                    + this + " and cannot wait for the end of itself");
        }
    }

    /**
     * Waits for another thread that does what is to be done when all threads have ended. False at the end of the time.
     */
    private boolean awaitEnder(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (long left = nanos; ender != null; left = changed.awaitNanos(left)) {
                if (left <= 0) {
                    return false;
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isLive() {
        lock.lock();
        try {
            return live > 0;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until all threads have ended; if interrupted, runs {@code hurry}, waits on, and sets the interrupt flag
     * again.
     */
    public void joinOr(Runnable hurry) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    join(Timeouts.LONGEST);
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                    hurry.run();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Its name in messages. */
    @Override
    public String toString() {
        return "'" + name + "'";
    }
}
