/**
 * Channels for the JVM: {@link io.millrace}, {@link io.millrace.interop} for reactive streams, and {@link io.millrace.testkit} for the
 * tests of their users. They need no JVM flag and no other module than the Disruptor's. {@link io.millrace.offheap} needs Agrona, which a
 * module that uses it requires itself, and a flag.
 */
@SuppressWarnings("requires-automatic") // Agrona names its module, but has no descriptor
module io.millrace {
    requires com.lmax.disruptor;
    requires static org.agrona;
    requires static org.jspecify;

    exports io.millrace;
    exports io.millrace.interop;
    exports io.millrace.offheap;
    exports io.millrace.testkit;
    exports io.millrace.work;
}
