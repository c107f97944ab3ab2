package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents name exists: classes that were renamed and jars that moved are named as they are now. */
class DocumentNamesTest {

    /** A class with the end of its package, or one that only a test or a stress test has. */
    private static final Pattern CLASS =
            Pattern.compile("`((?:[a-z]+/)+[A-Z][a-z]\\w*|[A-Z][a-z]\\w*(?:Test|IT|Stress))`");

    private static final Pattern JAR = Pattern.compile("([\\w/]+)/target/(millrace-[a-z]+)\\.jar");

    @Test
    void everyClassThatADocumentNamesByItsPlaceExists() {
        List<String> sources = Stream.of("engine/src", "stress/src", "bench")
                .flatMap(folder -> Documents.filesBelow(folder, ".java").stream())
                .map(source -> source.toString().replace('\\', '/'))
                .toList();

        for (Path document : Documents.markdown()) {
            assertThat(CLASS.matcher(Documents.text(document)).results().map(found -> found.group(1)))
                    .as("classes in %s that do not exist", document)
                    .filteredOn(name -> sources.stream().noneMatch(source -> source.endsWith("/" + name + ".java")))
                    .isEmpty();
        }
    }

    @Test
    void everyJarThatADocumentNamesIsBuiltThere() {
        for (Path document : Documents.markdown()) {
            if (document.endsWith("benchmarks.md")) {
                continue; // has the command that made the published run, as it was
            }
            assertThat(JAR.matcher(Documents.text(document)).results())
                    .as("jars in %s", document)
                    .allSatisfy(found -> assertThat(Documents.path(found.group(1) + "/pom.xml"))
                            .content()
                            .contains("<artifactId>" + found.group(2) + "</artifactId>"));
        }
    }

    @Test
    void everyStressTestHasARow() {
        assertThat(Documents.filesBelow("stress/src/main", "Stress.java"))
                .isNotEmpty()
                .allSatisfy(source -> assertThat(Documents.text("docs/stress.md"))
                        .contains("| `" + source.getFileName().toString().replace(".java", "") + "` |"));
    }
}
