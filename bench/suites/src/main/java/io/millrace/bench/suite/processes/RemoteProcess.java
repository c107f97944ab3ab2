package io.millrace.bench.suite.processes;

import io.millrace.bench.suite.harness.Flags;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The remote side in a JVM of its own, of the same JDK and class path. It ends with this process, however this one ends. */
final class RemoteProcess implements Remote {

    private static final String SMALL_HEAP = "-Xmx256m";
    private static final int KEPT_LINES = 100;

    private final Process process;
    private final Thread reader;
    private volatile boolean closed;

    RemoteProcess(Task task, Path folder, Watch watch) {
        try {
            process = new ProcessBuilder(command(task, folder))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a process: " + e.getMessage(), e);
        }
        reader = new Thread(() -> read(watch), "output of the remote side");
        reader.setDaemon(true);
        reader.start();
    }

    /** Returns what starts it. */
    static List<String> command(Task task, Path folder) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(SMALL_HEAP);
        command.add(Flags.COLLECTOR);
        command.addAll(Flags.access());
        command.addAll(Endpoints.flags(task.peer()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), RemoteWorker.class.getName()));
        command.add(folder.toString());
        command.addAll(task.arguments());
        return command;
    }

    /** Reads to the end of the process; if nobody has asked for it, that is a failure. */
    private void read(Watch watch) {
        Deque<String> last = new ArrayDeque<>();
        int code;
        try (BufferedReader output = process.inputReader(Charset.defaultCharset())) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                last.add(line);
                if (last.size() > KEPT_LINES) {
                    last.remove();
                }
            }
            code = process.waitFor();
        } catch (IOException | InterruptedException e) {
            code = -1;
            last.add(e.toString());
        }
        if (!closed) {
            watch.fail(new IllegalStateException("its process ended with exit code " + code + " and printed:"
                    + System.lineSeparator() + String.join(System.lineSeparator(), last)));
        }
    }

    @Override
    public void close() {
        closed = true;
        process.destroyForcibly();
        try {
            process.waitFor();
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
