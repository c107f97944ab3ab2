package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every ordering edge has both its ends in the code, a row in the memory model and a jcstress class that names it. */
class EdgesTest {

    private static final Pattern RELEASE = Pattern.compile("release ([A-Z]+) -> ");
    private static final Pattern ACQUIRE = Pattern.compile("acquire ([A-Z]+) <- ");
    private static final Pattern ROW = Pattern.compile("^\\| ([A-Z]+) \\|.*\\| `([\\w.]+)` \\|$", Pattern.MULTILINE);

    @Test
    void everyReleaseNamesAnAcquire() {
        Set<String> releases = tags(RELEASE);

        assertThat(releases).isNotEmpty().isEqualTo(tags(ACQUIRE));
    }

    @Test
    void everyEdgeHasARowInTheMemoryModel() {
        assertThat(rows().keySet()).isEqualTo(tags(RELEASE));
    }

    @Test
    void everyEdgeHasAStressClassThatNamesIt() {
        rows().forEach((edge, stressClass) -> {
            Path source = Documents.path("stress/src/main/java/" + stressClass.replace('.', '/') + ".java");
            assertThat(Files.exists(source))
                    .as("stress class of %s: %s", edge, source)
                    .isTrue();
            assertThat(Documents.text(source)).contains("@JCStressTest").containsPattern("\\b" + edge + "\\b");
        });
    }

    private static Set<String> tags(Pattern pattern) {
        Set<String> edges = new TreeSet<>();
        for (Path source : Documents.filesBelow("engine/src/main/java", ".java")) {
            Matcher matcher = pattern.matcher(Documents.text(source));
            while (matcher.find()) {
                edges.add(matcher.group(1));
            }
        }
        return edges;
    }

    private static Map<String, String> rows() {
        Map<String, String> rows = new TreeMap<>();
        Matcher matcher = ROW.matcher(Documents.text("docs/memory-model.md"));
        while (matcher.find()) {
            rows.put(matcher.group(1), matcher.group(2));
        }
        return rows;
    }
}
