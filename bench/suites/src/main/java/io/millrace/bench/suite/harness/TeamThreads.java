package io.millrace.bench.suite.harness;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Which threads do the work; the JMH parameter {@code kind} by its small letters. */
public enum TeamThreads {

    /** Threads of the operating system. */
    PLATFORM,
    /** Threads of the JVM, from JDK 21 on. */
    VIRTUAL;

    /** Reads a parameter. */
    public static TeamThreads parse(String kind) {
        return switch (kind) {
            case "platform" -> PLATFORM;
            case "virtual" -> VIRTUAL;
            default -> throw new IllegalArgumentException("kind is '" + kind + "', allowed are platform and virtual");
        };
    }

    /**
     * Starts a daemon thread.
     *
     * @throws UnsupportedOperationException if this JDK has no such threads
     */
    public Thread start(String name, Runnable work) {
        if (this == PLATFORM) {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            thread.start();
            return thread;
        }
        try {
            return (Thread) virtual().invokeExact(work);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle virtual() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedOperationException(
                    "virtual threads need JDK 21, this is " + Runtime.version().feature(), e);
        }
    }
}
