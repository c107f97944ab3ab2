package io.millrace.work;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Ends what others wait for although memory runs out just then: it tries again, since nobody else would. What is tried bears to be broken
 * off and begun anew.
 */
final class Insistent {

    /** Some seconds. */
    private static final int MOST_TRIES = 2_000;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private Insistent() {}

    /** Runs it until it does not throw for want of memory. */
    static void run(Runnable ending) {
        for (int tries = 0; ; tries++) {
            try {
                ending.run();
                return;
            } catch (OutOfMemoryError e) {
                pause(tries, e);
            }
        }
    }

    /** As {@link #run(Runnable)}. */
    static <C> void run(Consumer<? super C> ending, C cause) {
        for (int tries = 0; ; tries++) {
            try {
                ending.accept(cause);
                return;
            } catch (OutOfMemoryError e) {
                pause(tries, e);
            }
        }
    }

    /** Gives others time to free memory; after too many tries throws the error. */
    static void pause(int tries, OutOfMemoryError error) {
        if (tries == MOST_TRIES) {
            throw error;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }
}
