/**
 * Channels for the JVM. The one exported package is {@link io.millrace}; it needs no JVM flag.
 */
module io.millrace {
    requires com.lmax.disruptor;
    requires static transitive org.jspecify;

    exports io.millrace;
}
