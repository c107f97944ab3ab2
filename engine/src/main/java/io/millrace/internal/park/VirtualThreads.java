package io.millrace.internal.park;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Tells virtual threads from others, on JVMs before 21 too. */
final class VirtualThreads {

    /** What {@link Thread#getThreadGroup} promises to be the name of the group of every virtual thread. */
    private static final String GROUP = "VirtualThreads";

    private static final boolean EXIST = Runtime.version().feature() >= 21;
    private static final @Nullable MethodHandle IS_VIRTUAL = isVirtualHandle();

    static {
        currentIsVirtual(); // linked while there is memory
    }

    private VirtualThreads() {}

    static boolean currentIsVirtual() {
        if (IS_VIRTUAL == null) {
            return EXIST && isInGroup(Thread.currentThread());
        }
        try {
            return (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
        } catch (Throwable noMemory) { // of the handle: isVirtual itself throws nothing
            return isInGroup(Thread.currentThread());
        }
    }

    /** Slower, but needs neither memory nor a method that a native image may have left out. */
    static boolean isInGroup(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group != null && group.getName().equals(GROUP);
    }

    private static @Nullable MethodHandle isVirtualHandle() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException e) {
            return null; // before JDK 21, or in a native image that does not know of this use
        }
    }
}
