package io.millrace.internal.memory;

import java.lang.invoke.VarHandle;

/** Fences, for the places where an access mode cannot say it. Each use argues its own. */
public final class Fences {

    private Fences() {}

    /** No load after this point is done before the stores ahead of it are visible. */
    public static void storeLoad() {
        VarHandle.fullFence();
    }
}
