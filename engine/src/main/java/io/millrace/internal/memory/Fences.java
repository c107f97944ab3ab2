package io.millrace.internal.memory;

import java.lang.invoke.VarHandle;

/** Fences, for the places where no access mode is enough. Each use gives its reason. */
public final class Fences {

    private Fences() {}

    /** Stores before this point are visible before any load after it is performed. */
    public static void storeLoad() {
        VarHandle.fullFence();
    }

    /**
     * Keeps a load after this point behind a store ahead of it in the code that the compiler makes. For the processor
     * it orders nothing: the store may still be in its store buffer when the load is done, and a thread that depends on
     * the pair waits until it has left that.
     *
     * <p>Without it the compiler may do the load first, and then a thread that is not scheduled between the two has its
     * store still ahead of it, for as long as that takes. HotSpot's compilers move no access across any fence, and this
     * is the cheapest one: no instruction on x86-64, a fence of loads on ARM.
     */
    public static void storeLoadInProgramOrder() {
        VarHandle.acquireFence();
    }

    /** No store after this point is visible before the stores ahead of it. */
    public static void storeStore() {
        VarHandle.storeStoreFence();
    }

    /** No load after this point is done before the loads ahead of it. */
    public static void loadLoad() {
        VarHandle.loadLoadFence();
    }
}
