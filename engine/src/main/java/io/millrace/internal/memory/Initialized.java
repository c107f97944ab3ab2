package io.millrace.internal.memory;

import java.lang.invoke.MethodHandles;

/**
 * Initializes, while there is memory and stack, classes that an operation would otherwise initialize in its middle: the
 * first full channel, the first wait, the first close. A class whose initializer fails for want of either is lost to
 * the whole JVM for good.
 */
public final class Initialized {

    private Initialized() {}

    /**
     * Called by the initializer of the class that needs them.
     *
     * @param caller the lookup of that class, which can access all of them
     */
    public static void ensure(MethodHandles.Lookup caller, Class<?>... classes) {
        for (Class<?> type : classes) {
            try {
                caller.ensureInitialized(type);
            } catch (IllegalAccessException e) {
                throw new AssertionError(caller + " cannot access " + type, e);
            }
        }
    }
}
