package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the Java in the documents and in the Javadoc of the API against the code that the tests run, so that no example is wrong. */
class SnippetsTest {

    private static final Pattern SHOWN =
            Pattern.compile("(?:<!-- (snippet|program): (\\w+)[^>]* -->\n)?```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TESTED =
            Pattern.compile("^ *// snippet: (\\w+)\n(.*?)^ *// end$", Pattern.DOTALL | Pattern.MULTILINE);

    /** An example in Javadoc, which needs no name: its text says which snippet it is. */
    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\n(.*?) +\\* }</pre>", Pattern.DOTALL);

    @Test
    void everySnippetAndExampleIsCodeThatATestRuns() {
        Map<String, String> tested = testedSnippets();
        Set<String> shown = new TreeSet<>();

        for (Path document : Documents.markdown()) {
            Matcher matcher = SHOWN.matcher(Documents.text(document));
            while (matcher.find()) {
                String name = matcher.group(2);
                assertThat(name)
                        .as("name of the snippet in %s: %s", document, matcher.group(3))
                        .isNotNull();
                if (matcher.group(1).equals("snippet")) { // ProgramsTest runs the text of whole programs as it stands
                    assertThat(matcher.group(3)).as("%s in %s", name, document).isEqualTo(tested.get(name));
                    shown.add(name);
                }
            }
        }

        for (Path source : PublicTypes.sources()) {
            Matcher matcher = EXAMPLE.matcher(Documents.text(source));
            while (matcher.find()) {
                String example = matcher.group(1).replaceAll("(?m)^ +\\* ?", "");
                List<String> names = tested.keySet().stream()
                        .filter(name -> tested.get(name).equals(example))
                        .toList();
                assertThat(names)
                        .as("snippets that are the example in %s: %s", source, example)
                        .isNotEmpty();
                shown.addAll(names);
            }
        }

        assertThat(shown).isEqualTo(tested.keySet());
    }

    private static Map<String, String> testedSnippets() {
        Map<String, String> snippets = new TreeMap<>();
        for (Path source : Documents.filesBelow("engine/src/test/java/io/millrace/docs", "SnippetsTest.java")) {
            Matcher matcher = TESTED.matcher(Documents.text(source));
            while (matcher.find()) {
                snippets.put(matcher.group(1), matcher.group(2).stripTrailing().stripIndent() + "\n");
            }
        }
        return snippets;
    }
}
