package io.millrace.internal.park;

import org.jspecify.annotations.Nullable;

/**
 * Tells virtual threads from others, on JVMs before 21 too. Code for Java 17 could call
 * {@code Thread.isVirtual} only through a method handle, and such a call may need memory whenever the JVM rewrites the
 * handle: too late once a message has been published.
 */
final class VirtualThreads {

    /** What {@link Thread#getThreadGroup} promises to be the name of the group of every virtual thread. */
    private static final String GROUP = "VirtualThreads";

    /** The superclass of all virtual threads; null in a JDK that has none, or names it differently. */
    private static final @Nullable Class<?> BASE = base();

    private static final boolean TOLD_BY_GROUP =
            BASE == null && Runtime.version().feature() >= 21;

    static {
        isInGroup(Thread.currentThread()); // linked while there is memory
    }

    private VirtualThreads() {}

    static boolean currentIsVirtual() {
        Thread thread = Thread.currentThread();
        return BASE != null ? BASE.isInstance(thread) : TOLD_BY_GROUP && isInGroup(thread);
    }

    /** Slower, but relies only on what the documentation of the JDK promises. */
    static boolean isInGroup(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group != null && group.getName().equals(GROUP);
    }

    private static @Nullable Class<?> base() {
        try {
            return Class.forName("java.lang.BaseVirtualThread");
        } catch (ClassNotFoundException e) {
            return null;
        }
    }
}
