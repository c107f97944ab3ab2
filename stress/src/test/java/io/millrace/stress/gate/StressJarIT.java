package io.millrace.stress.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.annotations.JCStressTest;

/**
 * The runnable jar as users run it: the whole suite in one JVM configuration, briefly, and its canaries. No clock limits them; the jar itself ends a run
 * in which no test ends any more.
 */
class StressJarIT {
    private static final Path JAR = Path.of(System.getProperty("millrace.stress.jar"));

    @Test
    void everyTestOfTheSuiteRunsAndSeesNothingForbidden() throws Exception {
        assertThat(run("--one-jvm", "--mode", "brief").exitCode()).isZero();
    }

    @Test
    void everyCanaryIsCaught() throws Exception {
        assertThat(run("--one-jvm", "--canaries").exitCode()).isZero();
    }

    @Test
    void aFilterThatMatchesNoTestFails() throws Exception {
        assertThat(run("--one-jvm", "-t", "NoSuchTest").exitCode()).isEqualTo(1);
    }

    @Test
    void theTestListNamesEveryAnnotatedClass() throws Exception {
        SortedSet<String> listed = new TreeSet<>(run("--list").lines());
        listed.addAll(run("--list", "--canaries").lines());

        assertThat(listed).isNotEmpty().isEqualTo(annotatedClasses());
    }

    private static Finished run(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = process.inputReader()) {
            String line;
            while ((line = output.readLine()) != null) {
                System.out.println(line);
                lines.add(line);
            }
            return new Finished(process.waitFor(), lines);
        } finally {
            process.destroy();
        }
    }

    private static SortedSet<String> annotatedClasses() throws IOException, ClassNotFoundException {
        SortedSet<String> annotated = new TreeSet<>();
        try (JarFile jar = new JarFile(JAR.toFile());
                URLClassLoader loader =
                        new URLClassLoader(new URL[] {JAR.toUri().toURL()})) {
            List<String> names = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith("io/millrace/") && name.endsWith(".class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .toList();
            for (String name : names) {
                Class<?> type = Class.forName(name, false, loader);
                if (type.isAnnotationPresent(JCStressTest.class)) {
                    annotated.add(type.getCanonicalName());
                }
            }
        }
        return annotated;
    }

    private record Finished(int exitCode, List<String> lines) {}
}
