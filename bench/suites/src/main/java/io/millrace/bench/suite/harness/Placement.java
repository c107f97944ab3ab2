package io.millrace.bench.suite.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Gives each thread at work a processor of its own, where there are enough of them. Otherwise two threads that spin for each other may
 * share one for a whole fork, and another fork of the same row is many times as fast. It needs Linux and {@code taskset}.
 */
final class Placement {

    private static final Path PROCESS = Path.of("/proc/self");
    private static final Path CALLER = Path.of("/proc/thread-self");
    private static final String ALLOWED = "Cpus_allowed_list:";

    private Placement() {}

    /**
     * Pins the live threads whose names begin so, and says in one line what was done.
     *
     * @param namePrefix as {@link ContextSwitches#of} takes it
     * @param callerWorks whether the calling thread is at work too
     */
    static String pin(String namePrefix, boolean callerWorks) {
        if (!Files.isDirectory(PROCESS) || !Files.isSymbolicLink(CALLER)) {
            return "threads run free: this system has no /proc";
        }
        try {
            List<String> threads = threads(namePrefix);
            if (callerWorks) {
                threads.add(Files.readSymbolicLink(CALLER).getFileName().toString());
            }
            List<Integer> processors = processors(Files.readString(PROCESS.resolve("status")));
            Map<String, Integer> places = places(threads, processors);
            if (places.isEmpty()) {
                return "threads run free: " + threads.size() + " on " + processors.size() + " processors";
            }
            for (Map.Entry<String, Integer> place : places.entrySet()) {
                String problem = taskset(place.getKey(), place.getValue());
                if (!problem.isEmpty()) {
                    return "threads run free: " + problem;
                }
            }
            return "threads have processors of their own: " + places.values();
        } catch (IOException e) {
            return "threads run free: " + e.getMessage();
        }
    }

    /** Returns a processor for each thread; none if there are not enough, or no threads. */
    static Map<String, Integer> places(List<String> threads, List<Integer> processors) {
        Map<String, Integer> places = new LinkedHashMap<>();
        if (threads.size() <= processors.size()) {
            IntStream.range(0, threads.size()).forEach(index -> places.put(threads.get(index), processors.get(index)));
        }
        return places;
    }

    /** Reads which processors a thread may run on, listed as {@code 0-3,8}. */
    static List<Integer> processors(String status) {
        String list = status.lines()
                .filter(line -> line.startsWith(ALLOWED))
                .map(line -> line.substring(ALLOWED.length()).strip())
                .findFirst()
                .orElse("");
        return Stream.of(list.split(","))
                .filter(range -> !range.isEmpty())
                .map(range -> range.split("-"))
                .flatMap(ends -> IntStream.rangeClosed(
                                Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
                        .boxed())
                .toList();
    }

    private static List<String> threads(String namePrefix) throws IOException {
        List<String> ids = new ArrayList<>();
        try (Stream<Path> tasks = Files.list(PROCESS.resolve("task"))) {
            for (Path task : tasks.sorted().toList()) {
                if (name(task).startsWith(namePrefix)) {
                    ids.add(task.getFileName().toString());
                }
            }
        }
        return ids;
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm"));
        } catch (IOException e) {
            return ""; // ended since it was listed
        }
    }

    /** Returns what went wrong, or nothing. */
    private static String taskset(String thread, int processor) {
        try {
            Process process = new ProcessBuilder("taskset", "-c", "-p", Integer.toString(processor), thread)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            int exit = process.waitFor();
            return exit == 0 ? "" : "taskset ended with " + exit;
        } catch (IOException e) {
            return "there is no taskset";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
