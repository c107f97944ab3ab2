package io.millrace.bench.suite.loaded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes beside this one, each of which keeps one thread busy. They end with this process, however it ends. */
final class ForeignLoad implements AutoCloseable {

    private static final List<String> SMALL = List.of("-Xmx16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final List<Process> processes = new ArrayList<>();

    /** Starts so many, and waits until all are busy. */
    ForeignLoad(int count) {
        try {
            for (int i = 0; i < count; i++) {
                processes.add(new ProcessBuilder(command())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
            }
            for (Process process : processes) {
                awaitBusy(process);
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException("cannot start a process: " + e.getMessage(), e);
        }
    }

    private static List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BusyLoop.class.getName()));
        return command;
    }

    private static void awaitBusy(Process process) throws IOException {
        BufferedReader output = process.inputReader(Charset.defaultCharset()); // closed with the process
        String line = output.readLine();
        if (!BusyLoop.READY.equals(line)) {
            throw new IOException("a busy process printed " + line);
        }
    }

    /** How many are running. */
    long running() {
        return processes.stream().filter(Process::isAlive).count();
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
        for (Process process : processes) {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
