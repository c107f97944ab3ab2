package io.millrace.support;

import java.lang.reflect.Method;

/** Platform or virtual; the second by reflection, as the sources are compiled for Java 17. */
public enum ThreadKind {
    PLATFORM {
        @Override
        public Thread unstarted(String name, Runnable body) {
            Thread thread = new Thread(body, name);
            thread.setDaemon(true);
            return thread;
        }
    },
    VIRTUAL {
        @Override
        public Thread unstarted(String name, Runnable body) {
            try {
                Object builder = OF_VIRTUAL.invoke(null);
                NAME.invoke(builder, name);
                return (Thread) UNSTARTED.invoke(builder, body);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError("cannot make a virtual thread", e);
            }
        }
    };

    private static final Method OF_VIRTUAL;
    private static final Method NAME;
    private static final Method UNSTARTED;

    static {
        Method ofVirtual = null;
        Method name = null;
        Method unstarted = null;
        if (virtualThreadsExist()) {
            try {
                Class<?> builder = Class.forName("java.lang.Thread$Builder");
                ofVirtual = Thread.class.getMethod("ofVirtual");
                name = builder.getMethod("name", String.class);
                unstarted = builder.getMethod("unstarted", Runnable.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
        OF_VIRTUAL = ofVirtual;
        NAME = name;
        UNSTARTED = unstarted;
    }

    public abstract Thread unstarted(String name, Runnable body);

    public static boolean virtualThreadsExist() {
        return Runtime.version().feature() >= 21;
    }
}
