package io.millrace.testkit;

import io.millrace.ChannelBuilder;
import io.millrace.Select;
import io.millrace.TimeSource;
import io.millrace.Waiting;
import io.millrace.internal.clock.Timeouts;
import io.millrace.internal.park.CallbackThreads;
import io.millrace.internal.park.Parker;
import io.millrace.internal.park.SpinLock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * A clock that only {@link #advance} moves, so that a test of a timeout neither sleeps nor depends on the machine.
 *
 * <p>Give it to {@link ChannelBuilder#timeSource}, to {@link Select#timeSource}, and make timers with its methods
 * {@link #after after}, {@link #at at} and {@link #tick tick}. A test typically starts a thread, awaits that it waits,
 * moves the clock and checks the outcome:
 *
 * <pre>{@code
 * ManualClock clock = new ManualClock();
 * Channel<String> replies =
 *         Channel.<String>builder().capacity(8).timeSource(clock).build();
 * FutureTask<String> client = new FutureTask<>(() -> replies.tryReceive(Duration.ofSeconds(30)));
 * new Thread(client).start();
 * clock.awaitWaiters(1);
 * clock.advance(Duration.ofSeconds(30)); // the client gives up, without a pause
 * }</pre>
 *
 * <p>Any number of threads may use it.
 *
 * @since 0.1
 */
public final class ManualClock extends TimeSource {

    private static final Parker PARKER = Parker.system();

    /** Not a lock that parks: waiting for it would use up an unpark that was meant for the wait. */
    private final SpinLock lock = new SpinLock();

    // Guarded by the lock.
    private Instant now;
    private long nanoTime;
    private long advances;

    /** The threads that wait, and whether for a limited time. */
    private final Map<Thread, Boolean> waiters = new HashMap<>();

    /** How many advances each thread knew of when it last came to wait; absent if it was woken since. */
    private final Map<Thread, Long> known = new WeakHashMap<>();

    /** The actions to run at the next advance. */
    private List<Runnable> actions = new ArrayList<>();

    /** The threads that wait for waiters. */
    private final Set<Thread> observers = new HashSet<>();

    /** Makes a clock that shows the epoch, and 0 as its nanosecond value. */
    public ManualClock() {
        this(Instant.EPOCH, 0);
    }

    /**
     * Makes a clock.
     *
     * @param now the moment it shows
     * @param nanoTime its nanosecond value; from {@code Long.MAX_VALUE} it goes on with {@code Long.MIN_VALUE}, as the
     *     system's may
     */
    public ManualClock(Instant now, long nanoTime) {
        this.now = Objects.requireNonNull(now, "now");
        this.nanoTime = nanoTime;
    }

    @Override
    public long nanoTime() {
        lock.lock();
        try {
            return nanoTime;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Instant now() {
        lock.lock();
        try {
            return now;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Moves the clock on. Threads that wait for a limited time look at it and either end or wait again; until then
     * {@link #awaitWaiters} does not count them.
     *
     * @param time how far; zero or more, and less than 146 years, which waits take for ever
     * @throws IllegalArgumentException if {@code time} is out of that range
     */
    public void advance(Duration time) {
        Objects.requireNonNull(time, "time");
        long step = Timeouts.nanos(time);
        if (time.isNegative() || step >= Timeouts.FOREVER) {
            throw new IllegalArgumentException(
                    "time is " + time + ", allowed is zero to " + Duration.ofNanos(Timeouts.FOREVER - 1));
        }
        List<Runnable> due;
        lock.lock();
        try {
            now = now.plusNanos(step);
            nanoTime += step;
            advances++;
            wakeTimed();
            due = actions;
            actions = new ArrayList<>();
        } finally {
            lock.unlock();
        }
        due.forEach(CallbackThreads::executeOrRun); // all of them, also if no thread can be had
    }

    private void wakeTimed() {
        for (Map.Entry<Thread, Boolean> waiter : waiters.entrySet()) {
            if (waiter.getValue()) {
                PARKER.unpark(waiter.getKey());
            }
        }
        waiters.values().removeIf(timed -> timed);
    }

    /**
     * Waits until so many threads wait, whether for a limited time or not, in operations of channels, selects and
     * timers that go by this clock. A thread counts once it parks, and no more once an operation or {@link #advance}
     * has woken it. Threads that spin, as {@link Waiting#spin()} has them, do not count.
     *
     * @param count how many at least
     * @throws IllegalArgumentException if {@code count} is negative
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public void awaitWaiters(int count) throws InterruptedException {
        if (count < 0) {
            throw new IllegalArgumentException("count is " + count + ", allowed is 0 or more");
        }
        Thread current = Thread.currentThread();
        try {
            while (!observe(current, count)) {
                PARKER.park(this);
                if (Thread.interrupted()) {
                    throw new InterruptedException("while fewer than " + count + " threads waited");
                }
            }
        } finally {
            lock.lock();
            observers.remove(current);
            lock.unlock();
        }
    }

    private boolean observe(Thread current, int count) {
        lock.lock();
        try {
            observers.add(current);
            return waiters.size() >= count;
        } finally {
            lock.unlock();
        }
    }

    // ---- how threads wait ----

    @Override
    protected void park(Object blocker) {
        park(blocker, false);
    }

    @Override
    protected void parkNanos(Object blocker, long nanosLeft) {
        park(blocker, true);
    }

    /** Any advance runs it: the code that asked for it looks at this clock again. */
    @Override
    protected Runnable runAfter(long nanosLeft, Runnable action) {
        lock.lock();
        try {
            actions.add(action);
        } finally {
            lock.unlock();
        }
        return () -> forget(action);
    }

    private void forget(Runnable action) {
        lock.lock();
        try {
            actions.remove(action);
        } finally {
            lock.unlock();
        }
    }

    private void park(Object blocker, boolean timed) {
        Thread current = Thread.currentThread();
        if (begin(current, timed)) {
            PARKER.park(blocker);
            end(current);
        }
    }

    /**
     * Lists the current thread. False: it had better look again first. It was woken before it came here; or the clock
     * has moved since it was here last, so that the time left may have been worked out from an old value.
     */
    private boolean begin(Thread current, boolean timed) {
        lock.lock();
        try {
            Long knew = known.put(current, advances);
            if (knew == null || timed && knew != advances) {
                return false;
            }
            waiters.put(current, timed);
            observers.forEach(PARKER::unpark);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void end(Thread current) {
        lock.lock();
        try {
            waiters.remove(current);
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected void unpark(Thread thread) {
        lock.lock();
        try {
            waiters.remove(thread);
            known.remove(thread);
        } finally {
            lock.unlock();
        }
        PARKER.unpark(thread);
    }
}
