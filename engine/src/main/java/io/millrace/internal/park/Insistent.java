package io.millrace.internal.park;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Completes an action that other threads wait for although memory runs out just then: it tries again, since no other
 * thread would. The action may be broken off and begun anew.
 */
public final class Insistent {

    /** An error that comes so often has another reason, such as an array that is too long for the JVM. */
    public static final int MOST_TRIES = 10_000;

    private static final int SPARE_BYTES = 4096;

    // Made beforehand: they run where memory is short.
    private static final Runnable REQUIRE_MEMORY = Insistent::requireMemory;
    private static final Consumer<Runnable> RUN = Runnable::run;

    /**
     * What {@link #requireMemory} found.
     * <p>Written and read by: any thread (plain). Orders nothing: here so that the JIT does not remove the allocation.
     */
    private static byte @Nullable [] spare;

    private Insistent() {}

    /**
     * Throws {@link OutOfMemoryError} now rather than in the middle of what follows. A {@link
     * java.util.concurrent.CompletableFuture} that runs out of memory while it fails its dependents loses one.
     */
    public static void requireMemory() {
        spare = new byte[SPARE_BYTES];
        spare = null;
    }

    /** Waits until {@link #requireMemory} does not throw. */
    public static void awaitMemory() {
        run(REQUIRE_MEMORY);
    }

    /** Runs it until it does not throw for want of memory. */
    public static void run(Runnable ending) {
        run(RUN, ending);
    }

    /** As {@link #run(Runnable)}. */
    public static <T extends @Nullable Object> void run(Consumer<T> ending, T argument) {
        for (int tries = 0; ; tries++) {
            try {
                ending.accept(argument);
                return;
            } catch (OutOfMemoryError e) {
                pause(tries, e);
            }
        }
    }

    /** Takes a lock. Before JDK 21, a thread that waits for one needs memory. */
    public static void lock(ReentrantLock lock) {
        for (int tries = 0; ; tries++) {
            try {
                lock.lock();
                return;
            } catch (OutOfMemoryError e) {
                pause(tries, e);
            }
        }
    }

    /** As {@link #run(Runnable)}, when a channel closes. */
    public static Consumer<@Nullable Throwable> hook(Consumer<@Nullable Throwable> ending) {
        return cause -> run(ending, cause);
    }

    /** Gives other threads time to free memory; after too many tries throws the error. */
    public static void pause(int tries, OutOfMemoryError error) {
        if (tries == MOST_TRIES) {
            throw error;
        }
        Idle.snooze();
    }
}
