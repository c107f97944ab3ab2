package io.millrace.bench.report;

import io.millrace.bench.report.jmh.Cell;
import io.millrace.bench.report.jmh.Measurer;
import io.millrace.bench.suite.Catalogue;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Profile;
import io.millrace.bench.suite.Suite;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code report}: measures the suites and writes what a reader wants to see. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeOnExecutionException = ReportCommand.FAILED,
        description = {
            "Measures Millrace and its peers and writes report.html, report.md, results.json (JMH), environment.json and "
                    + "histograms (.hlog).",
            "Each result is kept as it comes. The same command goes on where it was interrupted.%n"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the report is written",
            "2:wrong arguments",
            ReportCommand.FAILED + ":no report; or one in which a benchmark that failed makes a row absent"
        })
public final class ReportCommand implements Callable<Integer> {

    static final int FAILED = 3;

    /** How a reader starts this program. */
    static final String PROGRAM = "java -jar bench/suites/target/millrace-bench.jar";

    private static final int LARGEST_PAGE = 1 << 20;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description =
                    "smoke: everything runs, at most a minute; quick: the headline cells, and what else there is time for in a "
                            + "quarter of an hour; night: for publishing, all rows, at most eight hours; scaling: growth with the threads, "
                            + "up to the number of processors, at most an hour. Default: quick.")
    private String profile;

    @Option(
            names = "--minutes",
            paramLabel = "NUMBER",
            description = "How long, instead of what the profile says, from 1 on.")
    private Integer minutes;

    @Option(names = "--suite", paramLabel = "ID", split = ",", description = "Only these suites; --plan lists them.")
    private List<String> suites = List.of();

    @Option(
            names = "--peer",
            paramLabel = "TEXT",
            split = ",",
            description =
                    "Only peers whose name contains this, in any case; Millrace and the physical limits are always measured.")
    private List<String> peers = List.of();

    @Option(names = "--out", paramLabel = "DIR", description = "Where to write. Default: millrace-report.")
    private Path out;

    @Option(
            names = "--import",
            paramLabel = "FILE",
            description = "Rows of another runtime, in the format of docs/reading-the-report.md.")
    private List<Path> imports = List.of();

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "Measure nothing: render the results in this directory.")
    private Path from;

    @Option(
            names = "--docs",
            paramLabel = "FILE",
            description = "With --from: write this Markdown document and nothing else.")
    private Path docs;

    @Option(
            names = "--publish",
            paramLabel = "DIR",
            description =
                    "With --from: write environment.json and raw.zip, all that a report is made from, and nothing else.")
    private Path publish;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "Of the order in the rounds, to repeat it. Default: by chance; it is printed and kept.")
    private Long seed;

    @Option(names = "--print", description = "Print what report.md has, too.")
    private boolean print;

    @Option(names = "--plan", description = "Measure nothing: print the suites, the cells and the time they take.")
    private boolean plan;

    private final List<Suite> catalogue;
    private final Measurer measurer;
    private final Guard guard;

    /** Makes the command, for picocli. */
    public ReportCommand() {
        this(Catalogue.suites(), Measurer.jmh(), Guard.here());
    }

    ReportCommand(List<Suite> catalogue, Measurer measurer, Guard guard) {
        this.catalogue = catalogue;
        this.measurer = measurer;
        this.guard = guard;
    }

    @Override
    public Integer call() {
        try {
            if (from != null) {
                return render();
            }
            require(docs == null && publish == null, "--docs and --publish go with --from only");
            return measure();
        } catch (IOException e) {
            err().println("report: " + e.getMessage());
            err().flush();
            return FAILED;
        }
    }

    private int render() throws IOException {
        require(
                profile == null && minutes == null && suites.isEmpty() && peers.isEmpty() && !plan,
                "--profile, --minutes, --suite, --peer and --plan choose what is measured and do not go with --from");
        ResultFolder folder = new ResultFolder(from);
        if (!Files.isDirectory(from)) {
            throw wrong("--from is " + from + ", which is no directory");
        }
        ResultSet results = folder.read(catalogue).with(otherRuntimes(folder));
        if (publish != null) {
            require(
                    out == null && docs == null && !print,
                    "--publish writes its directory only; --out, --docs and --print do not go with it");
            folder.publish(publish);
            say(publish.toString());
            return 0;
        }
        if (docs == null) {
            return write(results, out == null ? folder : new ResultFolder(out));
        }
        require(
                out == null && !print,
                "--docs names the only file that is written; --out and --print do not go with it");
        String place = from.toString().replace('\\', '/');
        String generator = PROGRAM + " report --docs " + docs.toString().replace('\\', '/') + " --from " + place;
        Files.writeString(docs, new Renderer(results).document(place, generator));
        say(docs.toString());
        return 0;
    }

    private int measure() throws IOException {
        Profile chosen = profile();
        Plan chosenPlan;
        try {
            chosenPlan = Plan.of(catalogue, chosen, suites, peers, Plan.Runtime.here());
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
        if (minutes != null) {
            require(minutes >= 1, "--minutes is " + minutes + ", allowed is 1 or more");
            chosenPlan = chosenPlan.within(Duration.ofMinutes(minutes));
        }
        if (plan) {
            for (Path file : imports) {
                OtherRuntime.read(file, catalogue);
            }
            print(chosenPlan);
            return 0;
        }
        ResultFolder folder = new ResultFolder(out == null ? Path.of("millrace-report") : out);
        List<OtherRuntime> foreign = otherRuntimes(folder);
        boolean terminal = System.console() != null;
        long chance = seed == null ? System.nanoTime() & Integer.MAX_VALUE : seed;
        RunKey key = RunKey.here(chosen);
        new ReportRun(chosenPlan, folder, measurer, key, System::currentTimeMillis, chance, guard)
                .run(
                        Environment.here(chosen, commandLine(), chance)
                                .with(Map.of(
                                        "digest of the program", key.parts().get(RunKey.PROGRAM))),
                        (millis, start) -> new Progress(err(), terminal, millis, start));
        ResultSet results = folder.read(catalogue).with(foreign);
        write(results, folder);
        long failed = results.absent().stream()
                .filter(absent -> !absent.reason().equals(ReportRun.TIME_WAS_OVER))
                .count();
        return failed > chosenPlan.absent().size() ? FAILED : 0;
    }

    private int write(ResultSet results, ResultFolder folder) throws IOException {
        Files.createDirectories(folder.root());
        Renderer renderer = new Renderer(results);
        Path page = folder.root().resolve("report.html");
        String html = renderer.html();
        Files.writeString(page, html);
        String markdown = renderer.markdown();
        Files.writeString(folder.root().resolve("report.md"), markdown);
        int size = html.getBytes(StandardCharsets.UTF_8).length;
        if (size > LARGEST_PAGE) {
            err().println("report: " + page + " has " + size + " bytes, more than a page should have");
        }
        if (print) {
            say(markdown);
        }
        say(new Findings(results).sentence());
        say(page.toString());
        return 0;
    }

    /** Reads what is imported now, or else what was imported before, and keeps it with the results. */
    private List<OtherRuntime> otherRuntimes(ResultFolder folder) throws IOException {
        if (imports.isEmpty()) {
            return folder.imported(catalogue);
        }
        List<OtherRuntime> all = new ArrayList<>();
        for (Path file : imports) {
            all.add(OtherRuntime.read(file, catalogue));
        }
        if (docs == null) {
            folder.keepImports(imports);
        }
        return all;
    }

    private void print(Plan chosen) {
        PrintWriter to = spec.commandLine().getOut();
        for (Suite suite : catalogue) {
            List<Cell> cells = chosen.cells().stream()
                    .filter(cell -> cell.suite().equals(suite))
                    .toList();
            to.printf(Locale.ROOT, "%-14s %4d cells  %s%n", suite.id(), cells.size(), suite.title());
        }
        to.println("absent: " + chosen.absent().size());
        List<Series> series = chosen.series();
        to.println("headline cells: " + series.size() + ", pairs to decide: "
                + series.stream().mapToInt(one -> one.pairs().size()).sum());
        series.forEach(one -> one.pairs()
                .forEach(pair ->
                        to.println("  " + one.group() + ": " + pair.own().peer().name() + " beside "
                                + pair.peer().peer().name())));
        to.println("profile " + chosen.profile() + ": " + chosen.cells().size() + " cells, at most about "
                + Progress.clock(chosen.millis()) + " min");
        List<String> names = chosen.cells().stream()
                .map(Cell::peer)
                .map(Peer::name)
                .distinct()
                .toList();
        to.println("peers: " + String.join(", ", names));
        to.flush();
    }

    private Profile profile() {
        for (Profile one : Profile.values()) {
            if (profile == null ? one == Profile.QUICK : one.toString().equals(profile)) {
                return one;
            }
        }
        throw wrong("--profile is '" + profile + "', allowed are smoke, quick, night, scaling");
    }

    private String commandLine() {
        return PROGRAM + " "
                + String.join(" ", spec.commandLine().getParseResult().originalArgs());
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    private void say(String text) {
        spec.commandLine().getOut().println(text);
        spec.commandLine().getOut().flush();
    }

    private void require(boolean holds, String problem) {
        if (!holds) {
            throw wrong(problem);
        }
    }

    private ParameterException wrong(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }
}
