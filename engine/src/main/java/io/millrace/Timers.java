package io.millrace;

import java.time.Duration;
import java.time.Instant;

/**
 * Timers: receivers whose messages are moments. They are received from like any other, also by a {@link Select}.
 *
 * <pre>{@code
 * Receiver<Instant> heartbeat = Timers.tick(Duration.ofMillis(1));
 * Receiver<Instant> deadline = Timers.after(Duration.ofMillis(10));
 * Select select = Select.biased();
 * int over = select.onReceive(deadline);
 * int beat = select.onReceive(heartbeat);
 * while (select.await() == beat) {
 *     book("alive at " + select.received(heartbeat));
 * }
 * }</pre>
 *
 * <p>A timer has no thread, and there is no list of timers: the receiving thread waits until the message is due. Making
 * a timer starts nothing, and a timer without references is garbage.
 *
 * <p>Any number of threads may share a timer; each message goes to one of them. A timer holds at most one message, and
 * never closes by itself. To stop it, {@link Receiver#close() close} it; {@link Receiver#cancel() cancel} does the
 * same. Then nothing more is received, not even a message that was due, and threads that wait for it see it closed.
 *
 * <p>The message is the time at which it was due, however late it is taken; {@link TimeSource} says by which clock. A
 * delay of 146 years or more means never.
 *
 * <p>These timers go by {@link TimeSource#system()}; each time source makes its own.
 *
 * @since 0.1
 */
public final class Timers {

    private Timers() {}

    /**
     * Makes a timer with one message, due when the delay is over.
     *
     * @param delay how long from now; zero or negative is now
     * @return a new timer
     */
    public static Receiver<Instant> after(Duration delay) {
        return TimeSource.system().after(delay);
    }

    /**
     * Makes a timer with one message, due at the given moment as the wall clock shows it now: setting the clock later
     * does not move it.
     *
     * @param moment when to fire; a past moment is now. It is the message
     * @return a new timer
     */
    public static Receiver<Instant> at(Instant moment) {
        return TimeSource.system().at(moment);
    }

    /**
     * Makes a timer with a message each period, the first one after one period.
     *
     * <p>The ticks are due at whole multiples of the period from now, and late receivers do not move them: there is no
     * drift. Ticks that are missed collapse into the one that waits, the oldest; after it was taken, the next is due at
     * the next multiple. So the difference of two messages received one after the other tells how many were missed
     * between them.
     *
     * @param period the time from one tick to the next, zero or more; with zero there always is a tick, of the moment
     *     at which it is taken
     * @return a new timer
     * @throws IllegalArgumentException if {@code period} is negative
     */
    public static Receiver<Instant> tick(Duration period) {
        return TimeSource.system().tick(period);
    }

    /**
     * Makes a receiver that never has a message, of capacity 0. It takes the place of a receiver that is switched off
     * in a select.
     *
     * @param <T> the type of the messages
     * @return a new timer
     */
    public static <T> Receiver<T> never() {
        return TimeSource.system().never();
    }
}
