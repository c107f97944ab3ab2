package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Counts the lines of the programs on both sides. {@code mvn -pl engine test -Dtest=GoAndRustLinesTest
 * -Dmillrace.docs.write=true} writes the table anew.
 */
class GoAndRustLinesTest {

    private static final Path PAGE = Documents.path("docs/from-go-and-rust.md");
    private static final String BEGIN = "<!-- begin generated -->\n";
    private static final String END = "<!-- end generated -->";
    private static final Pattern SECTION = Pattern.compile("^## (.+)\n((?:(?!## ).*\n)*)", Pattern.MULTILINE);
    private static final Pattern BLOCK = Pattern.compile("```(go|rust|java)\n(.*?)```", Pattern.DOTALL);

    /** One program: its section, what the other language is, and both lengths. */
    private record Program(String section, String text, String language, long theirs, long ours) {

        String row() {
            String anchor =
                    section.toLowerCase(Locale.ROOT).replaceAll("[^a-z -]", "").replace(' ', '-');
            return "| [%s](#%s) | %s | %d | %d |\n"
                    .formatted(section, anchor, language.equals("go") ? "Go" : "Rust", theirs, ours);
        }
    }

    @Test
    void theTableIsWhatThePageShows() throws IOException {
        String page = Documents.text(PAGE);
        String table = table(programs(page));
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);

        if (Boolean.getBoolean("millrace.docs.write")) {
            Files.writeString(PAGE, page.substring(0, begin) + table + page.substring(end));
        } else {
            assertThat(page.substring(begin, end)).isEqualTo(table);
        }
    }

    @Test
    void aProgramThatIsLongerSaysSo() {
        for (Program program : programs(Documents.text(PAGE))) {
            assertThat(program.text().contains("**Longer**"))
                    .as("%s says that Java is longer", program)
                    .isEqualTo(programsOf(program.section(), program.text()).stream()
                            .anyMatch(one -> one.ours() > one.theirs()));
        }
    }

    private static String table(List<Program> programs) {
        StringBuilder table =
                new StringBuilder("| Program | Beside it | Its lines | Lines of Java |\n|---|---|--:|--:|\n");
        programs.forEach(program -> table.append(program.row()));
        long notLonger = programs.stream()
                .filter(program -> program.ours() <= program.theirs())
                .count();
        return table.append("\nThe Java is as short or shorter in %d of %d.\n".formatted(notLonger, programs.size()))
                .toString();
    }

    private static List<Program> programs(String page) {
        List<Program> programs = new ArrayList<>();
        Matcher section = SECTION.matcher(page);
        while (section.find()) {
            programs.addAll(programsOf(section.group(1), section.group(2)));
        }
        assertThat(programs).isNotEmpty();
        return programs;
    }

    /** The blocks of the other language and of Java alternate. */
    private static List<Program> programsOf(String section, String text) {
        List<String> languages = new ArrayList<>();
        List<Long> lengths = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            languages.add(block.group(1));
            lengths.add(lines(block.group(2)));
        }
        assertThat(IntStream.range(0, languages.size())
                        .allMatch(i -> languages.get(i).equals("java") == (i % 2 == 1)))
                .as("blocks of %s alternate: %s", section, languages)
                .isTrue();
        return IntStream.range(0, languages.size() / 2)
                .mapToObj(i ->
                        new Program(section, text, languages.get(2 * i), lengths.get(2 * i), lengths.get(2 * i + 1)))
                .toList();
    }

    private static long lines(String code) {
        return code.lines().filter(line -> !line.isBlank()).count();
    }
}
