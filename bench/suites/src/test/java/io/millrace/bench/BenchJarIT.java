package io.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;

/** The runnable jar as users run it: its list of benchmarks, and each of them once. */
class BenchJarIT {
    private static final Path JAR = Path.of(System.getProperty("millrace.program.jar"));

    /** Enough messages for each check once, and a multiple of the 3 and 16 threads that share them; figures mean nothing. */
    private static final List<String> SMOKE = List.of(
            "-f",
            "1",
            "-wi",
            "0",
            "-i",
            "1",
            "-r",
            "1ms",
            "-to",
            "30m",
            "-foe",
            "true",
            "-jvmArgsAppend",
            "-Xmx1g -Dmillrace.warmup=none",
            "-p",
            "messages=2400");

    @Test
    void theBenchmarkListNamesEveryBenchmark() throws Exception {
        assertThat(listedBenchmarks()).isNotEmpty().isEqualTo(annotatedBenchmarks());
    }

    @Test
    void jmhHasHelp() throws Exception {
        assertThat(jmh("jmh-help.log", List.of("--help"))).anyMatch(line -> line.startsWith("Usage: java -jar"));
    }

    @Test
    void everyBenchmarkRuns() throws Exception {
        Path results = JAR.resolveSibling("jmh-smoke.json");
        Files.deleteIfExists(results);
        List<String> arguments = new ArrayList<>(SMOKE);
        arguments.addAll(List.of("-rf", "json", "-rff", results.toString()));

        jmh("jmh-smoke.log", arguments);

        assertThat(benchmarksIn(results)).isEqualTo(listedBenchmarks());
    }

    @Test
    void aSmokeReportMeasuresEveryCellOfItsPlan() throws Exception {
        Path report = JAR.resolveSibling("report-smoke");

        run("report-smoke.log", "report", List.of("--profile", "smoke", "--out", report.toString()));

        assertThat(report.resolve("report.html")).isNotEmptyFile();
    }

    private static List<String> jmh(String logName, List<String> arguments) throws IOException, InterruptedException {
        return run(logName, "jmh", arguments);
    }

    /**
     * Runs a command of the jar to a good end, which it only has if no benchmark failed, and returns what it printed, which the log
     * next to the jar keeps.
     */
    private static List<String> run(String logName, String name, List<String> arguments)
            throws IOException, InterruptedException {
        Path log = JAR.resolveSibling(logName);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Another JMH on the machine would spoil figures; here there are none to spoil.
        command.add("-Djmh.ignoreLock=true");
        command.addAll(List.of("-jar", JAR.toString(), name));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor()).as("exit code, see %s", log).isZero();
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
        return Files.readAllLines(log);
    }

    private static SortedSet<String> listedBenchmarks() throws IOException, InterruptedException {
        return jmh("jmh-list.log", List.of("-l")).stream()
                .filter(line -> line.startsWith("io.millrace."))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static SortedSet<String> benchmarksIn(Path results) throws IOException {
        SortedSet<String> names = new TreeSet<>();
        try (Reader json = Files.newBufferedReader(results)) {
            for (JsonElement result : JsonParser.parseReader(json).getAsJsonArray()) {
                names.add(result.getAsJsonObject().get("benchmark").getAsString());
            }
        }
        return names;
    }

    private static SortedSet<String> annotatedBenchmarks() throws IOException, ClassNotFoundException {
        SortedSet<String> annotated = new TreeSet<>();
        try (JarFile jar = new JarFile(JAR.toFile());
                URLClassLoader loader =
                        new URLClassLoader(new URL[] {JAR.toUri().toURL()})) {
            List<String> classes = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith("io/millrace/bench/") && name.endsWith(".class"))
                    .filter(name -> !name.contains("/jmh_generated/"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .toList();
            for (String name : classes) {
                Class<?> type = Class.forName(name, false, loader);
                if (!Modifier.isAbstract(type.getModifiers())) {
                    Stream.of(type.getMethods())
                            .filter(method -> method.isAnnotationPresent(Benchmark.class))
                            .forEach(method -> annotated.add(type.getCanonicalName() + "." + listedName(method)));
                }
            }
        }
        return annotated;
    }

    /** JMH lists a group of methods under the name of the group. */
    private static String listedName(Method method) {
        Group group = method.getAnnotation(Group.class);
        return group == null ? method.getName() : group.value();
    }
}
