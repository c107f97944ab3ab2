package io.millrace.bench.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code summary}: turns JMH's result files into the table of {@code docs/benchmarks.md}. */
@Command(name = "summary", description = "Turns results of the comparison (JMH's -rf json -rff FILE) into Markdown.")
public final class SummaryCommand implements Callable<Integer> {

    /** The lines of a document between which {@code --into} writes. */
    static final String BEGIN = "<!-- begin generated -->";

    static final String END = "<!-- end generated -->";

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "JMH results in JSON, one file per JDK.")
    private List<Path> files;

    @Option(
            names = "--into",
            paramLabel = "DOCUMENT",
            description = "Write into this document, between the lines '" + BEGIN + "' and '" + END
                    + "'. Default: standard output.")
    private Path document;

    @Option(
            names = "--machine",
            paramLabel = "TEXT",
            description = "Where it was measured. Default: a description of this machine.")
    private String machine;

    @Option(
            names = "--commit",
            paramLabel = "ID",
            description = "What was measured. Default: the commit checked out in the working directory.")
    private String commit;

    /** Makes the command, for picocli. */
    public SummaryCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        String where = machine != null ? machine : Environment.machine();
        String what = commit != null ? commit : Environment.commit();
        List<String> sections = new ArrayList<>();
        for (Path file : files) {
            Results results = read(file);
            results.skipped().forEach(benchmark -> err.println(file + ": left out " + benchmark + ", no comparison"));
            sections.add(new Summary(results).markdown(where, what, date(file)));
        }
        String text = String.join("\n", sections);
        if (document == null) {
            spec.commandLine().getOut().print(text);
            spec.commandLine().getOut().flush();
        } else {
            Files.writeString(document, insert(Files.readString(existing(document)), text));
        }
        return 0;
    }

    private Results read(Path file) throws IOException {
        try {
            return Results.parse(Files.readString(existing(file)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), file + ": " + e.getMessage(), e);
        }
    }

    private Path existing(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ParameterException(spec.commandLine(), file + ": there is no such file");
        }
        return file;
    }

    private String insert(String into, String text) {
        int begin = into.indexOf(BEGIN);
        int end = into.indexOf(END, Math.max(begin, 0));
        if (begin < 0 || end < 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    document + ": lacks the lines '" + BEGIN + "' and '" + END + "', in this order");
        }
        return into.substring(0, begin + BEGIN.length()) + "\n\n" + text + "\n" + into.substring(end);
    }

    /** JMH writes its file when the last benchmark has ended. */
    private static String date(Path file) throws IOException {
        return Files.getLastModifiedTime(file)
                .toInstant()
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .toString();
    }
}
