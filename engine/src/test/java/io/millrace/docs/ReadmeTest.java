package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
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

    /** Links and pictures within the project. */
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]*)(?:#([^)]*))?\\)|src(?:set)?=\"([^\":]+)\"");

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
        List<DocumentedProgram> programs = DocumentedProgram.in(Documents.path("README.md"));

        assertThat(programs).hasSize(1);
        programs.get(0).assertThatItPrintsWhatTheDocumentSays(jdk, folder);
    }

    @Test
    void theCoordinatesAreThoseOfTheBuild() {
        Matcher parent = Pattern.compile("<artifactId>millrace-parent</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(Documents.text("pom.xml"));
        assertThat(parent.find()).isTrue();
        Pattern coordinates =
                Pattern.compile("(?:<artifactId>millrace-engine</artifactId>\\s*<version>|io.millrace:millrace-engine:)"
                        + "([\\w.-]+)");

        assertThat(README).containsPattern(coordinates);
        for (Path document : Documents.markdown()) {
            assertThat(coordinates.matcher(Documents.text(document)).results().map(found -> found.group(1)))
                    .as("versions in %s", document)
                    .allMatch(parent.group(1)::equals);
        }
    }

    @Test
    void everyLinkLeadsToAFileAndItsSection() {
        for (Path document : Documents.markdown()) {
            Matcher link = LINK.matcher(Documents.text(document));
            while (link.find()) {
                String name = link.group(1) != null ? link.group(1) : link.group(3);
                Path target = name.isEmpty() ? document : document.resolveSibling(name);
                assertThat(target).as("link in %s", document).exists();
                if (link.group(2) != null && name.endsWith(".md")) {
                    assertThat(sections(target))
                            .as("sections of %s, to which %s links", name, document)
                            .contains(link.group(2));
                }
            }
        }
    }

    /** The names that the sections of a document have in links to them. */
    private static Set<String> sections(Path document) {
        return Pattern.compile("^#+ (.*)$", Pattern.MULTILINE)
                .matcher(Documents.text(document))
                .results()
                .map(title -> title.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", ""))
                .map(title -> title.replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
