package io.millrace.bench.suite.peer.traffic;

import java.util.Locale;

/** Which objects are sent; a JMH parameter by its small letters. */
public enum MessagePayload {

    /** One object for everything: the least memory traffic. Only counts are checked. */
    SAME,
    /** Objects made before the first run. */
    PREALLOCATED,
    /** An object made for each send. */
    FRESH;

    /** Reads a parameter. */
    public static MessagePayload parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
