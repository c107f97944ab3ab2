package io.millrace.bench.report.jmh;

import java.lang.reflect.Field;

/** The JVM's warnings of {@code sun.misc.Unsafe}, which would come in the middle of a progress bar. */
final class UnsafeWarnings {

    private UnsafeWarnings() {}

    /**
     * Marks them as given, because JMH calls {@code Unsafe} in this process too and a manifest has no place for the flag that allows it. Where
     * JVMs do not warn, or do it otherwise, nothing happens.
     */
    static void silence() {
        try {
            Field warned = Class.forName("sun.misc.Unsafe").getDeclaredField("memoryAccessWarned");
            warned.setAccessible(true);
            warned.setBoolean(null, true);
        } catch (ReflectiveOperationException | RuntimeException e) {
            // Warnings are all that would come of it.
        }
    }
}
