package io.millrace;

import io.millrace.internal.clock.NanoClock;
import io.millrace.internal.clock.Timeouts;
import io.millrace.internal.park.Parker;
import io.millrace.internal.timer.AfterTimer;
import io.millrace.internal.timer.NeverTimer;
import io.millrace.internal.timer.TickTimer;
import io.millrace.internal.timer.TimeSourceAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The source of time: the clock that measures timeouts and timers, and the way threads wait by it. Programs use {@link
 * #system()}; their tests put a {@link io.millrace.testkit.ManualClock ManualClock} in its place.
 *
 * <p>Channels, selects and timers that work together need the same time source: a select waits by its own and does not
 * notice that another one moves on.
 *
 * <p>A time source has two clocks. All waiting is measured by {@link #nanoTime()}. {@link #now()} only names moments: a
 * timer reads both once, when it is made, and its messages are that moment plus the time that has passed by {@code
 * nanoTime()}. So setting the wall clock never makes a timer fire early, late or twice.
 *
 * <p>This class is extended by this library only; methods may be added to it in any release.
 *
 * @since 0.1
 */
public abstract class TimeSource {

    static {
        TimeSourceAccess.register(new TimeSourceAccess(TimeSource::parker, TimeSource::clock));
    }

    /** For the two time sources of this library. */
    protected TimeSource() {}

    /**
     * Returns the time source of the JVM: {@link System#nanoTime()} and {@link Instant#now()}.
     *
     * @return the time source used unless another one is given
     */
    public static TimeSource system() {
        return SystemTime.INSTANCE;
    }

    /**
     * Returns the present value of the clock that measures. Only differences between its values mean anything, and they
     * may overflow: compare by {@code a - b < 0}.
     *
     * @return the value, in nanoseconds
     */
    public abstract long nanoTime();

    /**
     * Returns the present moment of the wall clock.
     *
     * @return the moment
     */
    public abstract Instant now();

    /**
     * As {@link Timers#after}, by this time source.
     *
     * @param delay how long from now; zero or negative is now
     * @return a new timer
     */
    public final Receiver<Instant> after(Duration delay) {
        Objects.requireNonNull(delay, "delay");
        Instant now = now();
        long nanos = Math.max(0, Timeouts.nanos(delay));
        return nanos < Timeouts.FOREVER ? new AfterTimer(parker(), clock(), nanos, now.plusNanos(nanos)) : never();
    }

    /**
     * As {@link Timers#at}, by this time source.
     *
     * @param moment when to fire; a past moment is now
     * @return a new timer
     */
    public final Receiver<Instant> at(Instant moment) {
        long nanos = Math.max(0, Timeouts.nanos(Duration.between(now(), moment)));
        return nanos < Timeouts.FOREVER ? new AfterTimer(parker(), clock(), nanos, moment) : never();
    }

    /**
     * As {@link Timers#tick}, by this time source.
     *
     * @param period the time from one tick to the next, zero or more
     * @return a new timer
     * @throws IllegalArgumentException if {@code period} is negative
     */
    public final Receiver<Instant> tick(Duration period) {
        if (period.isNegative()) {
            throw new IllegalArgumentException("period is " + period + ", allowed is zero or more");
        }
        long nanos = Timeouts.nanos(period);
        return nanos < Timeouts.FOREVER ? new TickTimer(parker(), clock(), nanos, now()) : never();
    }

    /**
     * As {@link Timers#never}, by this time source.
     *
     * @param <T> the type of the messages that do not come
     * @return a new timer
     */
    public final <T> Receiver<T> never() {
        return new NeverTimer<>(parker(), clock());
    }

    /**
     * Parks the current thread until it is unparked or interrupted, or for no reason. An unpark before makes it return
     * at once.
     *
     * @param blocker what the thread waits for, for thread dumps
     */
    protected abstract void park(Object blocker);

    /**
     * As {@link #park}, but for at most {@code nanos} nanoseconds from the thread's last reading of {@link
     * #nanoTime()}.
     *
     * @param blocker what the thread waits for, for thread dumps
     * @param nanos how long, in nanoseconds
     */
    protected abstract void parkNanos(Object blocker, long nanos);

    /**
     * Unparks a thread: its park returns or, if it is not parked, its next one returns at once.
     *
     * @param thread the thread
     */
    protected abstract void unpark(Thread thread);

    /**
     * Runs an action on another thread after {@code nanos} nanoseconds of this time source, or earlier.
     *
     * @param nanos after how long
     * @param action what to run
     * @return a handle whose {@code run} cancels the action and drops the reference to it at once
     */
    protected Runnable runAfter(long nanos, Runnable action) {
        return Parker.system().runAfter(nanos, action);
    }

    NanoClock clock() {
        return this::nanoTime;
    }

    Parker parker() {
        return new SourceParker(this);
    }

    /** The parker that the rest of the library uses. */
    private record SourceParker(TimeSource source) implements Parker {

        @Override
        public void park(Object blocker) {
            source.park(blocker);
        }

        @Override
        public void parkNanos(Object blocker, long nanos) {
            source.parkNanos(blocker, nanos);
        }

        @Override
        public void unpark(Thread thread) {
            source.unpark(thread);
        }

        @Override
        public Runnable runAfter(long nanos, Runnable action) {
            return source.runAfter(nanos, action);
        }
    }

    private static final class SystemTime extends TimeSource {

        static final SystemTime INSTANCE = new SystemTime();

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        protected void park(Object blocker) {
            Parker.system().park(blocker);
        }

        @Override
        protected void parkNanos(Object blocker, long nanos) {
            Parker.system().parkNanos(blocker, nanos);
        }

        @Override
        protected void unpark(Thread thread) {
            Parker.system().unpark(thread);
        }

        @Override
        NanoClock clock() {
            return NanoClock.system();
        }

        @Override
        Parker parker() {
            return Parker.system();
        }
    }
}
