package io.millrace.exchange.control;

import io.millrace.Receiver;
import io.millrace.Timers;
import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * What comes to a run from outside.
 *
 * @param quit gives the reason to stop, when there is one
 * @param longest how long the input may be read, or null for as long as it lasts
 * @param beat the time from one heartbeat to the next
 * @param progress is told at each heartbeat about how many messages have been sent
 */
public record RunControl(Receiver<String> quit, Duration longest, Duration beat, LongConsumer progress) {

    private static final Duration BEAT = Duration.ofMillis(100);

    /** Nothing stops the run before the end of its input. */
    public static RunControl of(LongConsumer progress) {
        return new RunControl(Timers.never(), null, BEAT, progress);
    }

    /** The same, stopped by a message. */
    public RunControl withQuit(Receiver<String> other) {
        return new RunControl(other, longest, beat, progress);
    }

    /** The same, stopped after a time; null for no limit. */
    public RunControl withLongest(Duration limit) {
        return new RunControl(quit, limit, beat, progress);
    }
}
