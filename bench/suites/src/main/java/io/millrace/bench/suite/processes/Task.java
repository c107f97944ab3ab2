package io.millrace.bench.suite.processes;

import java.util.List;

/**
 * What a connection is for.
 *
 * @param peer name of who carries the messages
 * @param length bytes of a message, 8 or more
 * @param capacity bytes of each way
 * @param echo whether each message comes back
 */
record Task(String peer, int length, int capacity, boolean echo) {

    Task {
        if (length < Long.BYTES) {
            throw new IllegalArgumentException("length is " + length + ", allowed is " + Long.BYTES + " or more");
        }
    }

    /** Returns what {@link #parse} takes. */
    List<String> arguments() {
        return List.of(peer, Integer.toString(length), Integer.toString(capacity), Boolean.toString(echo));
    }

    /** Reads the arguments of a program. */
    static Task parse(List<String> arguments) {
        return new Task(
                arguments.get(0),
                Integer.parseInt(arguments.get(1)),
                Integer.parseInt(arguments.get(2)),
                Boolean.parseBoolean(arguments.get(3)));
    }
}
