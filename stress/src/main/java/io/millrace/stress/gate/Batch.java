package io.millrace.stress.gate;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jcstress.infra.TestInfo;

/**
 * Tests that one jcstress run can take together.
 *
 * @param name {@code pinned}, one CPU for each actor, or {@code crowded}
 * @param tests class names
 * @param actors the most actors that one of the tests has
 */
record Batch(String name, List<String> tests, int actors) {

    private static final String PINNED = "pinned";
    private static final String CROWDED = "crowded";

    /** What rings of bytes need. The tests run in JVMs of jcstress's own, which know nothing of this one's flags. */
    private static final String AGRONA_FLAG = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED";

    /** Splits tests by whether each of their actors gets a CPU of its own. */
    static List<Batch> split(List<TestInfo> tests, int cpus) {
        return tests.stream()
                .collect(Collectors.groupingBy(
                        test -> test.threads() <= cpus ? PINNED : CROWDED, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().equals(CROWDED)))
                .map(entry -> new Batch(
                        entry.getKey(),
                        entry.getValue().stream().map(TestInfo::name).sorted().toList(),
                        entry.getValue().stream()
                                .mapToInt(TestInfo::threads)
                                .max()
                                .orElseThrow()))
                .toList();
    }

    /** The command that runs this batch; to be started in the directory for its recorded results. */
    List<String> command(StressOptions options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (crowded()) {
            command.add("-XX:ActiveProcessorCount=" + actors);
        }
        // Some JDKs give a console also to a process without a terminal; jcstress would then redraw its progress.
        command.add("-Djdk.console=java.base");
        command.add("-cp");
        command.add(absoluteClassPath());
        command.add((crowded() ? CrowdedMain.class : UnbiasedMain.class).getName());
        command.addAll(List.of("-t", regex(), "-r", "report"));
        command.addAll(options.modeOptions());
        if (crowded()) {
            // Actors that share a CPU must not burn it while they wait for each other.
            command.addAll(List.of("-af", "NONE", "-spinStyle", "THREAD_YIELD"));
        }
        if (crowded() || options.oneJvm()) {
            // One compiler for all actors: the combinations grow with the power of their number.
            command.addAll(List.of("-sc", "false"));
        }
        command.addAll(List.of("-jvmArgsPrepend", AGRONA_FLAG));
        if (options.oneJvm()) {
            command.addAll(List.of("-jvmArgs", options.jvmArgs()));
        }
        return command;
    }

    private boolean crowded() {
        return name.equals(CROWDED);
    }

    private String regex() {
        return tests.stream().map(Pattern::quote).collect(Collectors.joining("|", "^(?:", ")$"));
    }

    /** jcstress records its results in the working directory, so the run has another one than ours. */
    private static String absoluteClassPath() {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getProperty("java.class.path"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
