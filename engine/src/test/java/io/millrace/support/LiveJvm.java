package io.millrace.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A second JVM that a test talks to, stops and kills. Closing it kills it. */
public final class LiveJvm implements AutoCloseable {

    /** What Agrona needs, and what lets a JVM start fast. */
    private static final List<String> FLAGS = List.of(
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final Process process;
    private final BufferedReader lines;
    private final Path errors;

    private LiveJvm(Process process, Path errors) {
        this.process = process;
        this.lines = process.inputReader();
        this.errors = errors;
    }

    /** Starts {@code main} in {@code directory} on the JDK that runs the test. */
    public static LiveJvm start(Path directory, Class<?> main, Object... arguments) throws IOException {
        return start(Path.of(System.getProperty("java.home")), directory, main, arguments);
    }

    /** Starts {@code main} in {@code directory} on the JDK at {@code home}. */
    public static LiveJvm start(Path home, Path directory, Class<?> main, Object... arguments) throws IOException {
        return start(home, List.of(), directory, main, arguments);
    }

    /** As {@link #start(Path, Path, Class, Object...)}, with more flags, the last of which count. */
    public static LiveJvm start(Path home, List<String> flags, Path directory, Class<?> main, Object... arguments)
            throws IOException {
        return start(List.of(), home, flags, directory, main, arguments);
    }

    /** As {@link #start(Path, Class, Object...)}, run by another program, whose arguments come first. */
    public static LiveJvm startIn(List<String> wrapper, Path directory, Class<?> main, Object... arguments)
            throws IOException {
        return start(wrapper, Path.of(System.getProperty("java.home")), List.of(), directory, main, arguments);
    }

    private static LiveJvm start(
            List<String> wrapper, Path home, List<String> flags, Path directory, Class<?> main, Object... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(wrapper);
        command.add(home.resolve("bin/java").toString());
        command.addAll(FLAGS);
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        Stream.of(arguments).map(String::valueOf).forEach(command::add);
        Path errors = Files.createTempFile(directory, "errors", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectError(errors.toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        return new LiveJvm(builder.start(), errors);
    }

    public long pid() {
        return process.pid();
    }

    /** The next line it has written, or null if there is none yet. */
    public @Nullable String lineIfAny() {
        try {
            return lines.ready() ? lines.readLine() : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line it writes. */
    public String line() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new AssertionError("ended without another line; it wrote: " + errors());
        }
        return line;
    }

    /** What it writes until it ends. */
    public String restOfLines() {
        return lines.lines().collect(Collectors.joining("\n"));
    }

    /** Lets it go on that reads its standard input. */
    public void go() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** Ends it with SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Sends it STOP or CONT. */
    public void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
        if (kill.waitFor() != 0) {
            throw new AssertionError("kill -" + name + " " + pid() + " ended with " + kill.exitValue());
        }
    }

    /** Waits for its end and returns its exit code. */
    public int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
