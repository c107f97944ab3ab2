package io.millrace.internal.memory;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** Fences, for the places where an access mode cannot say it. Each use argues its own. */
public final class Fences {

    private Fences() {}

    /** No load after this point is done before the stores ahead of it are visible. */
    public static void storeLoad() {
        VarHandle.fullFence();
    }

    /**
     * A fence on both sides of a pair of threads, paid for by this one: what the other has stored so far is visible to the loads after
     * this point, and what this one has stored is visible to all that the other loads from now on. So the other needs no fence of its
     * own between a store and a load.
     *
     * <p>Reading the stack of a thread makes the JVM stop it, or wait until it is stopped or has left Java code, and synchronise with it;
     * no memory model says so, but it cannot be done otherwise. It takes from some microseconds to a millisecond: for what happens once
     * in the life of a channel.
     *
     * @param other the thread; null or an ended one if there is nobody to reach
     */
    public static void reach(@Nullable Thread other) {
        VarHandle.fullFence();
        if (other != null && other != Thread.currentThread()) {
            other.getStackTrace();
            VarHandle.fullFence();
        }
    }
}
