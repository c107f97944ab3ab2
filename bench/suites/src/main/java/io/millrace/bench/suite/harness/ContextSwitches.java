package io.millrace.bench.suite.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How often the kernel has taken threads of this process off their processors, as Linux counts it. Other systems do not tell it
 * per thread.
 *
 * @param voluntary because they waited: parked, slept, or blocked
 * @param involuntary because others were to run: their time was over, or they yielded
 */
public record ContextSwitches(long voluntary, long involuntary) {

    private static final Path TASKS = Path.of("/proc/self/task");
    private static final Path CALLER = Path.of("/proc/thread-self");
    private static final String NAME = "Name:";
    private static final String VOLUNTARY = "voluntary_ctxt_switches:";
    private static final String INVOLUNTARY = "nonvoluntary_ctxt_switches:";

    /** Whether this system counts them. */
    public static boolean available() {
        return Files.isDirectory(TASKS) && Files.isSymbolicLink(CALLER);
    }

    /**
     * Adds up the counts of all live threads whose names begin so, but for the calling thread.
     *
     * @param namePrefix 15 characters at most, as the kernel keeps no more
     * @throws IllegalStateException if this system does not count them, or counts them in a form unknown here
     */
    public static ContextSwitches of(String namePrefix) {
        try {
            return of(TASKS, namePrefix, Files.readSymbolicLink(CALLER).getFileName());
        } catch (IOException e) {
            throw new IllegalStateException("context switches are not counted here: " + e, e);
        }
    }

    /**
     * Returns the counts of the calling thread, a platform thread.
     *
     * @throws IllegalStateException if this system does not count them, or counts them in a form unknown here
     */
    public static ContextSwitches ofCaller() {
        try {
            return parse(Files.readString(CALLER.resolve("status")), "");
        } catch (IOException e) {
            throw new IllegalStateException("context switches are not counted here: " + e, e);
        }
    }

    static ContextSwitches of(Path tasks, String namePrefix, Path caller) {
        try (Stream<Path> threads = Files.list(tasks)) {
            return threads.filter(thread -> !thread.getFileName().equals(caller))
                    .map(thread -> ofThread(thread, namePrefix))
                    .reduce(new ContextSwitches(0, 0), ContextSwitches::plus);
        } catch (IOException e) {
            throw new IllegalStateException("context switches are not counted here: " + e, e);
        }
    }

    private static ContextSwitches ofThread(Path thread, String namePrefix) {
        String status;
        try {
            status = Files.readString(thread.resolve("status"));
        } catch (IOException e) {
            return new ContextSwitches(0, 0); // ended since it was listed
        }
        return parse(status, namePrefix);
    }

    /** Reads a thread's status; a thread of another name has no switches. */
    static ContextSwitches parse(String status, String namePrefix) {
        boolean counts = status.lines()
                .filter(line -> line.startsWith(NAME))
                .anyMatch(line -> line.substring(NAME.length()).strip().startsWith(namePrefix));
        return counts
                ? new ContextSwitches(field(status, VOLUNTARY), field(status, INVOLUNTARY))
                : new ContextSwitches(0, 0);
    }

    private static long field(String status, String name) {
        OptionalLong value = status.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.substring(name.length()).strip()))
                .findFirst();
        return value.orElseThrow(() -> new IllegalStateException("a thread's status has no line " + name));
    }

    /** Returns the switches of both. */
    public ContextSwitches plus(ContextSwitches other) {
        return new ContextSwitches(voluntary + other.voluntary, involuntary + other.involuntary);
    }

    /** Returns the switches since an earlier count of the same threads. */
    public ContextSwitches since(ContextSwitches earlier) {
        return new ContextSwitches(voluntary - earlier.voluntary, involuntary - earlier.involuntary);
    }

    /** Returns how many of both kinds. */
    public long total() {
        return voluntary + involuntary;
    }
}
