package io.millrace.internal.offheap;

import org.agrona.concurrent.UnsafeBuffer;

/** Whether rings of bytes can work in this JVM. This class loads without Agrona; the classes of the rings do not. */
public final class Agrona {

    private static final String EXPORTED = "jdk.internal.misc";
    private static final String BUFFER = "org.agrona.concurrent.UnsafeBuffer";

    private Agrona() {}

    /**
     * Throws unless Agrona is there and the JVM lets it reach memory.
     *
     * @throws IllegalStateException if something is missing; its message names the option for the class path or the
     *     module path
     */
    public static void require() {
        try {
            Probe.run();
        } catch (LinkageError e) {
            throw new IllegalStateException(missing(), e);
        }
    }

    private static String missing() {
        Class<?> buffer;
        try {
            buffer = Class.forName(BUFFER, false, Agrona.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return Agrona.class.getModule().isNamed()
                    ? "rings of bytes need Agrona on the module path, and the JVM flags --add-modules org.agrona "
                            + flag("org.agrona")
                    : "rings of bytes need Agrona on the class path, and the JVM flag " + flag("ALL-UNNAMED");
        }
        Module agrona = buffer.getModule();
        if (!Object.class.getModule().isExported(EXPORTED, agrona)) {
            return "rings of bytes need Agrona and the JVM flag "
                    + flag(agrona.isNamed() ? agrona.getName() : "ALL-UNNAMED");
        }
        return "rings of bytes need Agrona, which does not work here";
    }

    private static String flag(String module) {
        return "--add-exports java.base/" + EXPORTED + "=" + module;
    }

    /** Apart, because it cannot be linked without Agrona. */
    private static final class Probe {
        static void run() {
            new UnsafeBuffer(new byte[Long.BYTES]).putLong(0, 0);
        }
    }
}
