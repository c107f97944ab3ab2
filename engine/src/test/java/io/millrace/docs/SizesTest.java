package io.millrace.docs;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The limits that CONTRIBUTING sets: a file and a package that one can survey. */
class SizesTest {

    private static final int MOST_LINES = 450;
    private static final long MOST_FILES = 25;

    private static List<Path> sources() {
        return Stream.of("engine/src", "stress/src", "bench")
                .flatMap(folder -> Documents.filesBelow(folder, ".java").stream())
                .filter(source -> !place(source).contains("/target/"))
                .toList();
    }

    private static String place(Path source) {
        return source.toString().replace('\\', '/');
    }

    @Test
    void noSourceHasMoreThan450Lines() {
        assertThat(sources())
                .isNotEmpty()
                .filteredOn(source -> Documents.text(source).lines().count() > MOST_LINES)
                .isEmpty();
    }

    @Test
    void noPackageOfTheMainSourcesHasMoreThan25Files() {
        Map<Path, Long> files = sources().stream()
                .filter(source -> place(source).contains("/src/main/"))
                .collect(groupingBy(Path::getParent, counting()));

        assertThat(files)
                .isNotEmpty()
                .allSatisfy((folder, count) ->
                        assertThat(count).as("files in %s", folder).isLessThanOrEqualTo(MOST_FILES));
    }
}
