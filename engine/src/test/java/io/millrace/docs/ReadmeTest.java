package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README keeps its promises. */
class ReadmeTest {

    private static final String README = Documents.text("README.md");

    /** The JDK of this test, JAVA_HOME's, and what lies beside them or in the usual place on Linux. */
    static Set<Path> jdks() throws Exception {
        Set<Path> jdks = new TreeSet<>();
        for (String home : new String[] {System.getProperty("java.home"), System.getenv("JAVA_HOME")}) {
            if (home != null) {
                jdks.add(Path.of(home).toRealPath());
            }
        }
        Path usual = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(usual)) {
            try (Stream<Path> homes = Files.list(usual)) {
                for (Path home : homes.toList()) {
                    if (Files.isExecutable(home.resolve("bin/javac"))) {
                        jdks.add(home.toRealPath());
                    }
                }
            }
        }
        return jdks.stream().filter(ReadmeTest::isNewEnough).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isNewEnough(Path jdk) {
        Matcher version = Pattern.compile("JAVA_VERSION=\"(\\d+)").matcher(Documents.text(jdk.resolve("release")));
        return version.find() && Integer.parseInt(version.group(1)) >= 17;
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void theProgramRunsWithoutFlagsAndComplaints(Path jdk, @TempDir Path folder) throws Exception {
        Path source = folder.resolve("Hello.java");
        Files.writeString(source, program());
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder java =
                new ProcessBuilder(jdk.resolve("bin/java").toString(), "-cp", mainClassPath(), source.toString());
        java.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));

        Process process =
                java.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(err).isEmptyFile();
        assertThat(process.exitValue()).isZero();
        assertThat(out).hasContent("buy 10\nsell 4");
    }

    @Test
    void theCoordinatesAreThoseOfTheBuild() {
        Matcher parent = Pattern.compile("<artifactId>millrace-parent</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(Documents.text("pom.xml"));
        assertThat(parent.find()).isTrue();

        assertThat(README)
                .contains("<artifactId>millrace-engine</artifactId>\n    <version>" + parent.group(1) + "</version>");
    }

    @Test
    void everyLinkLeadsToAFile() {
        for (Path document : Documents.markdown()) {
            Matcher link = Pattern.compile("\\]\\(([^)#:]+)\\)").matcher(Documents.text(document));
            while (link.find()) {
                assertThat(document.resolveSibling(link.group(1)))
                        .as("link in %s", document)
                        .exists();
            }
        }
    }

    private static String program() {
        Matcher program = Pattern.compile("<!-- snippet: program -->\n```java\n(.*?)```", Pattern.DOTALL)
                .matcher(README);
        assertThat(program.find()).isTrue();
        return program.group(1);
    }

    /** What a user has on the class path: this library and the Disruptor. */
    private static String mainClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith("classes") && !entry.endsWith("test-classes")
                        || Path.of(entry).getFileName().toString().startsWith("disruptor-"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
