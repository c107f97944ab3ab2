package io.millrace.faults;

import java.io.IOException;

/** Where the instrumented classes of the library come by: one thread at a time gets one error, at the point it is told. */
public final class FaultPoint {

    /** What is thrown. */
    public enum Fault {
        /** At an allocation. */
        OUT_OF_MEMORY,
        /** At an allocation and, where that is seen to, at the next two. */
        NO_MEMORY_FOR_A_WHILE,
        /** At the entry of a method, unless the operation has made room on the stack before. */
        STACK_OVERFLOW,
        /** At a use of files, as if the operating system refused it. */
        NO_FILE,
        /** At what the library calls of its caller's, where that says that it {@link #callsOut}. */
        FOREIGN
    }

    private static final int MORE_ERRORS = 3;

    private static volatile Thread thread;
    private static Fault fault;
    private static int left = Integer.MIN_VALUE / 2;
    private static boolean hasRoom;
    private static volatile String thrownAt;
    private static boolean leftToWorker;

    private static volatile String seam;
    private static Runnable action;

    /** How many locks the current thread has. */
    private static final ThreadLocal<int[]> LOCKS = ThreadLocal.withInitial(() -> new int[1]);

    private static volatile String calledUnderLock;

    private FaultPoint() {}

    /** Runs the action once, at the next entry of the method. */
    public static void atEntry(String method, Runnable once) {
        action = once;
        seam = method;
    }

    /** From now on the current thread gets the fault at its n-th point. */
    static void arm(Fault kind, int point) {
        fault = kind;
        left = point;
        hasRoom = false;
        thrownAt = null;
        thread = Thread.currentThread();
    }

    /** The fault is for the next thread that {@link #takeOver}s it, instead of the current one. */
    public static void leaveToWorker() {
        thread = null;
        left(true);
    }

    /** Called by each worker before its work. */
    public static void takeOver() {
        if (left(false)) {
            thread = Thread.currentThread();
        }
    }

    private static synchronized boolean left(boolean now) {
        boolean before = leftToWorker;
        leftToWorker = now;
        return before;
    }

    /** Returns where the fault was thrown; null if it was not. */
    static String disarm() {
        thread = null;
        left = Integer.MIN_VALUE / 2; // no thread that takes over later gets what was meant for this one
        left(false);
        return thrownAt;
    }

    /** Called by instrumented code before it allocates. */
    public static void allocates(String method) {
        if (Thread.currentThread() != thread || fault != Fault.OUT_OF_MEMORY && fault != Fault.NO_MEMORY_FOR_A_WHILE) {
            return;
        }
        left--;
        if (left == 0 || fault == Fault.NO_MEMORY_FOR_A_WHILE && left < 0 && left > -MORE_ERRORS) {
            thrownAt = thrownAt == null ? method : thrownAt;
            throw new OutOfMemoryError("as intended, in " + method);
        }
    }

    /** Called by instrumented code before it uses files, for which the JDK needs memory. */
    public static void usesFiles(String method) {
        allocates(method);
        if (Thread.currentThread() == thread && fault == Fault.NO_FILE && --left == 0) {
            thrownAt = method;
            throw FaultPoint.<RuntimeException>unchecked(new IOException("as intended, in " + method));
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E unchecked(Throwable thrown) throws E {
        throw (E) thrown;
    }

    /** Called by instrumented code once it has a lock. */
    public static void locks() {
        LOCKS.get()[0]++;
    }

    /** Called by instrumented code once it has given a lock back. */
    public static void unlocks() {
        LOCKS.get()[0]--;
    }

    /** How many locks the current thread still has, of which it has none from now on. */
    static int takeLocks() {
        int locks = LOCKS.get()[0];
        LOCKS.remove();
        return locks;
    }

    /** Returns what was called since the last time by a thread that had a lock; null if nothing was. */
    static String takeCalledUnderLock() {
        String what = calledUnderLock;
        calledUnderLock = null;
        return what;
    }

    /** Called by all of the tests' code that the library may call: nothing foreign runs under a lock. */
    public static void requireNoLock(String what) {
        if (LOCKS.get()[0] != 0) {
            calledUnderLock = what;
        }
    }

    /** Called by the tests' codecs, handlers, callbacks and executors. */
    public static void callsOut(String what) {
        requireNoLock(what);
        if (Thread.currentThread() == thread && fault == Fault.FOREIGN && --left == 0) {
            thrownAt = what;
            throw new IllegalStateException("as intended, in " + what);
        }
    }

    /** Called by instrumented code at the entry of each method. */
    public static void enters(String method) {
        String awaited = seam;
        if (awaited != null && method.endsWith(awaited)) {
            seam = null;
            action.run();
        }
        if (Thread.currentThread() != thread || fault != Fault.STACK_OVERFLOW || hasRoom) {
            return;
        }
        if (--left == 0) {
            thrownAt = method;
            throw new StackOverflowError("as intended, in " + method);
        }
        hasRoom = method.endsWith("StackRoom.ensure");
    }
}
