package io.millrace.bench.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What JMH's results do not tell: the machine and the commit. */
final class Environment {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final Path MEMORY_INFO = Path.of("/proc/meminfo");

    private Environment() {}

    /** Describes this machine in one line. */
    static String machine() {
        String processor = field(CPU_INFO, "model name").orElse(System.getProperty("os.arch"));
        String memory = field(MEMORY_INFO, "MemTotal")
                .map(text -> text.replace("kB", "").strip())
                .map(kilobytes -> String.format(Locale.ROOT, ", %.0f GiB", Double.parseDouble(kilobytes) / (1 << 20)))
                .orElse("");
        return processor + ", " + Runtime.getRuntime().availableProcessors() + " processors" + memory + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.version");
    }

    /** Names the commit that is checked out in the working directory. */
    static String commit() {
        return git("rev-parse", "--short=12", "HEAD")
                .map(commit -> commit
                        + git("status", "--porcelain", "--untracked-files=no")
                                .map(changes -> changes.isEmpty() ? "" : " with uncommitted changes")
                                .orElse(""))
                .orElse("unknown");
    }

    private static Optional<String> field(Path file, String name) {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name) && line.contains(":"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> git(String... arguments) {
        String[] command = Stream.concat(Stream.of("git"), Stream.of(arguments)).toArray(String[]::new);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
