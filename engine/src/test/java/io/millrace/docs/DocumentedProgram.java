package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A whole program in a document, and behind it what it prints.
 *
 * @param document where it stands
 * @param name the name of its class
 * @param java the Java version that it needs
 * @param text its source
 * @param output what it prints
 */
record DocumentedProgram(Path document, String name, int java, String text, String output) {

    private static final Pattern PROGRAM = Pattern.compile(
            "<!-- program: (\\w+)(?:, Java (\\d+))? -->\n```java\n(.*?)```\n\n(?:[^`\n]+\n)*\n*```text\n(.*?)```",
            Pattern.DOTALL);

    static List<DocumentedProgram> all() {
        return Documents.markdown().stream()
                .flatMap(document -> in(document).stream())
                .toList();
    }

    static List<DocumentedProgram> in(Path document) {
        List<DocumentedProgram> programs = new ArrayList<>();
        Matcher matcher = PROGRAM.matcher(Documents.text(document));
        while (matcher.find()) {
            int java = matcher.group(2) == null ? 17 : Integer.parseInt(matcher.group(2));
            programs.add(new DocumentedProgram(document, matcher.group(1), java, matcher.group(3), matcher.group(4)));
        }
        return programs;
    }

    /** Runs it as a user would, with this library and the Disruptor on the class path and no flag, and looks at what it prints. */
    void assertThatItPrintsWhatTheDocumentSays(Path jdk, Path folder) throws IOException, InterruptedException {
        Path source = folder.resolve(name + ".java");
        Files.writeString(source, text);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder command =
                new ProcessBuilder(jdk.resolve("bin/java").toString(), "-cp", userClassPath(), source.toString());
        command.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));

        Process process =
                command.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        try {
            process.waitFor();
        } finally {
            process.destroyForcibly();
        }

        assertThat(err).as("what %s complains of", name).isEmptyFile();
        assertThat(process.exitValue()).as("exit code of %s", name).isZero();
        assertThat(out).as("what %s prints", name).hasContent(output);
    }

    private static String userClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith("classes") && !entry.endsWith("test-classes")
                        || Path.of(entry).getFileName().toString().startsWith("disruptor-"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Override
    public String toString() {
        return document.getFileName() + ": " + name;
    }
}
