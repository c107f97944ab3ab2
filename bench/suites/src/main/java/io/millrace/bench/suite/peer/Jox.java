package io.millrace.bench.suite.peer;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Looks up what the benchmarks use of Jox. Its classes are of JDK 21, this module's of 17: they meet at run time only. */
public final class Jox {

    private static final String PACKAGE = "com.softwaremill.jox.";
    private static final Class<?> CHANNEL = type("Channel");

    private Jox() {}

    /** Makes a channel. */
    public static Object channel(Capacity capacity) {
        try {
            return switch (capacity.kind()) {
                case RENDEZVOUS -> make("newRendezvousChannel").invoke();
                case UNBOUNDED -> make("newUnlimitedChannel").invoke();
                case BOUNDED ->
                    MethodHandles.publicLookup()
                            .findStatic(CHANNEL, "newBufferedChannel", MethodType.methodType(CHANNEL, int.class))
                            .invoke(capacity.slots());
            };
        } catch (Throwable e) {
            throw new IllegalStateException("Jox " + capacity, e);
        }
    }

    private static MethodHandle make(String name) throws ReflectiveOperationException {
        return MethodHandles.publicLookup().findStatic(CHANNEL, name, MethodType.methodType(CHANNEL));
    }

    /** Returns a method of a channel, with the channel as an {@code Object}. */
    public static MethodHandle channelMethod(String name, MethodType type) {
        try {
            MethodHandle method = MethodHandles.publicLookup().findVirtual(CHANNEL, name, type);
            return method.asType(method.type().changeParameterType(0, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Returns a class of Jox. */
    public static Class<?> type(String name) {
        try {
            return Class.forName(PACKAGE + name);
        } catch (ClassNotFoundException | UnsupportedClassVersionError e) {
            throw new UnsupportedOperationException("Jox needs JDK 21 and its jar on the class path", e);
        }
    }

    /** Returns an exception of Jox's to throw as it is, and wraps those that cannot be. */
    public static RuntimeException unchecked(Throwable e) throws InterruptedException {
        if (e instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
    }
}
