/**
 * Channels for the JVM: {@link io.millrace}, {@link io.millrace.interop} for reactive streams, and {@link io.millrace.testkit} for the
 * tests of their users. They need no JVM flag; {@link io.millrace.offheap} does, and Agrona.
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"
}) // Agrona names its module, but has no descriptor
module io.millrace {
    requires com.lmax.disruptor;
    requires static transitive org.agrona;
    requires static transitive org.jspecify;

    exports io.millrace;
    exports io.millrace.interop;
    exports io.millrace.offheap;
    exports io.millrace.testkit;
    exports io.millrace.work;
}
