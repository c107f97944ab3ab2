package io.millrace.bench.report;

import io.millrace.bench.suite.Catalogue;
import io.millrace.bench.suite.Suite;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code compare}: what two runs say about each row. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeOnExecutionException = CompareCommand.FAILED,
        description = {
            "Compares two results of 'report', row by row: faster, equal, slower or undecided, at most so many times apart.",
            "By the ratios of their rounds, as in a report; rows with fewer rounds than a look takes get no verdict.%n"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:compared",
            CompareCommand.REGRESSION + ":with --fail-on-regression: a row of Millrace is slower",
            "2:wrong arguments",
            CompareCommand.FAILED + ":the results cannot be read or compared"
        })
public final class CompareCommand implements Callable<Integer> {

    static final int REGRESSION = 1;
    static final int FAILED = 3;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "A", description = "Directory with the results from before.")
    private Path before;

    @Parameters(index = "1", paramLabel = "B", description = "Directory with the results from now.")
    private Path after;

    @Option(names = "--fail-on-regression", description = "End with exit code 1 if a row of Millrace is slower.")
    private boolean failOnRegression;

    @Option(names = "--force", description = "Compare results of different machines, JDKs or profiles.")
    private boolean force;

    private final List<Suite> catalogue;

    /** Makes the command, for picocli. */
    public CompareCommand() {
        this(Catalogue.suites());
    }

    CompareCommand(List<Suite> catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            ResultSet a = new ResultFolder(before).read(catalogue);
            ResultSet b = new ResultFolder(after).read(catalogue);
            List<String> differences = Changes.differences(a.environment(), b.environment());
            if (!differences.isEmpty()) {
                err.println("compare: the runs differ in " + String.join("; ", differences)
                        + (force ? "" : ". Give --force to compare them all the same."));
                err.flush();
                if (!force) {
                    return FAILED;
                }
            }
            Changes changes = Changes.of(a, b);
            print(changes);
            return failOnRegression && !changes.regressions().isEmpty() ? REGRESSION : 0;
        } catch (IOException e) {
            err.println("compare: " + e.getMessage());
            err.flush();
            return FAILED;
        }
    }

    private void print(Changes changes) {
        PrintWriter out = spec.commandLine().getOut();
        for (Changes.Change change : changes.rows()) {
            out.printf(
                    Locale.ROOT,
                    "%-9s %8s  (%s)  %s%n",
                    change.verdict(),
                    Texts.times(change.ratio().value()),
                    Texts.interval(change.ratio()),
                    change.cell().id());
        }
        changes.onlyBefore().forEach(id -> out.println("only in A: " + id));
        changes.onlyAfter().forEach(id -> out.println("only in B: " + id));
        out.println(changes.sentence());
        out.flush();
    }
}
