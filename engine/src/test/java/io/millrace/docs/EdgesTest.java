package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    private static final Pattern NAMES = Pattern.compile("\\w+(, \\w+)*");

    /** The first line of a method; its name. */
    private static final Pattern METHOD = Pattern.compile(
            "^ {4}(?: {4})?(?!return |throw |new |else |try |for |if |while )[\\w<>\\[\\]?,.@ ]+ (\\w+)\\((?!.*;\\s*$)");

    private static final Pattern RELEASE_ACCESS = Pattern.compile(
            "\\.(valueRelease|setRelease|positionRelease|markRelease|slotRelease|publishRelease)\\(|(slots|segment|segmentOf\\(.*\\))\\.release\\(");
    private static final Pattern EDGE_IN_JAVADOC = Pattern.compile("\\{@code ([A-Z]{2,})}");
    private static final Pattern WRITTEN_AND_READ =
            Pattern.compile("Written by: .*Read by: |Written and read by: ", Pattern.DOTALL);

    /** A field that threads share without a lock, behind its comment. */
    private static final Pattern SHARED_FIELD = Pattern.compile(
            "^( {4}/\\*\\*(?<comment>(?:(?!\\*/).)*)\\*/\\s*?\\n)?"
                    + "(?<declaration> {4}(?:private |final |static )*(?:volatile [^;=]+|(?:Cursor|GateSequence|Atomic(?!Buffer)[A-Z]\\w+|LapFlags|S(?:lots|oloSide)<\\w+>)"
                    + "(?:<[^;=]+>)? \\w+)(?: = [^;]*)?;)",
            Pattern.MULTILINE | Pattern.DOTALL);

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

    @Test
    void everyTagNamesAMethodWithTheOtherEnd() {
        Map<String, Set<String>> releasing = methodsByEdge(RELEASE);
        Map<String, Set<String>> acquiring = methodsByEdge(ACQUIRE);
        List<String> alone = new ArrayList<>();
        eachTag(RELEASE, (edge, method) -> {
            if (!acquiring.getOrDefault(edge, Set.of()).contains(method)) {
                alone.add("release " + edge + " -> " + method);
            }
        });
        eachTag(ACQUIRE, (edge, method) -> {
            if (!releasing.getOrDefault(edge, Set.of()).contains(method)) {
                alone.add("acquire " + edge + " <- " + method);
            }
        });
        assertThat(alone).isEmpty();
    }

    @Test
    void everyReleaseHasATag() {
        List<String> untagged = new ArrayList<>();
        eachLine((source, line, before) -> {
            if (!source.toString().contains("memory")
                    && RELEASE_ACCESS.matcher(line).find()
                    && !RELEASE.matcher(before + line).find()) {
                untagged.add(source.getFileName() + ": " + line.strip());
            }
        });
        assertThat(untagged).isEmpty();
    }

    /** Who writes, who reads, and the edges it carries, or that it orders nothing, and why. */
    @Test
    void everySharedFieldSaysWhatItOrders() {
        Set<String> edges = rows().keySet();
        List<String> silent = new ArrayList<>();
        for (Path source : Documents.filesBelow("engine/src/main/java", ".java")) {
            Matcher field = SHARED_FIELD.matcher(Documents.text(source));
            while (field.find()) {
                String comment = field.group("comment") == null ? "" : field.group("comment");
                Set<String> named = new TreeSet<>();
                EDGE_IN_JAVADOC.matcher(comment).results().forEach(match -> named.add(match.group(1)));
                boolean says = WRITTEN_AND_READ.matcher(comment).find()
                        && edges.containsAll(named)
                        && (!named.isEmpty() || comment.contains("Orders nothing"));
                if (!says) {
                    silent.add(source.getFileName() + ": " + field.group("declaration"));
                }
            }
        }
        assertThat(silent).isEmpty();
    }

    /** What takes an edge and a method that a tag names. */
    @FunctionalInterface
    private interface TagVisitor {
        void visit(String edge, String method);
    }

    /** What takes a line of a source file and the one before it. */
    @FunctionalInterface
    private interface LineVisitor {
        void visit(Path source, String line, String before);
    }

    private static void eachTag(Pattern pattern, TagVisitor visitor) {
        eachLine((source, line, before) -> {
            Matcher matcher = pattern.matcher(line);
            while (matcher.find()) {
                Matcher names = NAMES.matcher(line).region(matcher.end(), line.length());
                assertThat(names.lookingAt()).as("method named by: %s", line).isTrue();
                for (String method : names.group().split(", ")) {
                    visitor.visit(matcher.group(1), method);
                }
            }
        });
    }

    /** For each edge, in which methods its tags stand. */
    private static Map<String, Set<String>> methodsByEdge(Pattern pattern) {
        Map<String, Set<String>> methods = new TreeMap<>();
        String[] method = {""};
        eachLine((source, line, before) -> {
            Matcher declaration = METHOD.matcher(line);
            if (declaration.find()) {
                method[0] = declaration.group(1);
            }
            Matcher tag = pattern.matcher(line);
            while (tag.find()) {
                methods.computeIfAbsent(tag.group(1), edge -> new TreeSet<>()).add(method[0]);
            }
        });
        return methods;
    }

    private static void eachLine(LineVisitor visitor) {
        for (Path source : sources()) {
            String before = "";
            for (String line : Documents.text(source).split("\n")) {
                visitor.visit(source, line, before);
                before = line;
            }
        }
    }

    /** For tags, all but the rings of bytes, whose edges lie in words of a buffer and often end in methods of Agrona's. */
    private static List<Path> sources() {
        return Documents.filesBelow("engine/src/main/java", ".java").stream()
                .filter(source -> !source.toString().contains("offheap"))
                .toList();
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
