package io.millrace.stress.gate;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestList;

/** Runs the suite, or its canaries, and exits with 0 only if that proves something. */
public final class StressMain {
    /** Deliberately broken twins of suite tests: they must fail, so they are not part of the suite. */
    static final String CANARY_PACKAGE = "io.millrace.stress.canary.";

    private static final int PASSED = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    /** A canary's forbidden outcome is a matter of chance, so one that sang not gets more runs. */
    private static final int CANARY_ROUNDS = 5;

    private final StressOptions options;
    private final PrintStream out;

    private StressMain(StressOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    public static void main(String[] args) throws Exception {
        if (List.of(args).contains("--help")) {
            System.out.print(StressOptions.USAGE);
            return;
        }
        StressOptions options;
        try {
            options = StressOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(StressOptions.USAGE);
            System.exit(WRONG_USAGE);
            return;
        }
        System.exit(new StressMain(options, System.out).run());
    }

    private int run() throws IOException, InterruptedException, ClassNotFoundException {
        List<TestInfo> chosen = chosenTests();
        if (options.list()) {
            chosen.forEach(test -> out.println(test.name()));
            return PASSED;
        }
        if (chosen.isEmpty()) {
            out.println("FAILED: no test matches " + options.tests() + "; --list without -t names all");
            return FAILED;
        }
        return options.canaries() ? runCanaries(chosen) : runSuite(chosen);
    }

    private List<TestInfo> chosenTests() {
        return TestList.tests().stream()
                .filter(name -> name.startsWith(CANARY_PACKAGE) == options.canaries())
                .filter(options.tests().asPredicate())
                .map(TestList::getInfo)
                .sorted(Comparator.comparing(TestInfo::name))
                .toList();
    }

    private int runSuite(List<TestInfo> suite) throws IOException, InterruptedException, ClassNotFoundException {
        Outcome outcome = runBatches("suite", suite);
        Verdict verdict = outcome.verdict();
        List<String> faults = new ArrayList<>(verdict.faults());
        outcome.forbidden().forEach(faults::add);
        if (faults.isEmpty()) {
            faults.addAll(outcome.crashes());
        }
        out.println("suite: " + verdict.summary());
        List<String> neverSeen = outcome.neverSeen();
        if (!neverSeen.isEmpty()) {
            out.println("  allowed outcomes that this run did not see: " + neverSeen.size());
            neverSeen.forEach(unseen -> out.println("    " + unseen));
        }
        return conclude(faults);
    }

    private int runCanaries(List<TestInfo> canaries) throws IOException, InterruptedException, ClassNotFoundException {
        SortedSet<String> silent = new TreeSet<>();
        canaries.forEach(canary -> silent.add(canary.name()));
        List<String> faults = List.of();
        for (int round = 1; round <= CANARY_ROUNDS && !silent.isEmpty() && faults.isEmpty(); round++) {
            List<TestInfo> again = silent.stream().map(TestList::getInfo).toList();
            Verdict verdict = runBatches("canaries", again).verdict();
            out.println("canaries, round " + round + ": " + verdict.summary());
            verdict.red().forEach(canary -> out.println("  caught " + canary));
            silent.retainAll(verdict.green());
            faults = verdict.faults();
        }
        List<String> all = new ArrayList<>(faults);
        silent.forEach(canary -> all.add(canary + ": broken, and no forbidden outcome was seen"));
        return conclude(all);
    }

    private int conclude(List<String> faults) {
        faults.forEach(fault -> out.println("  " + fault));
        out.println(faults.isEmpty() ? "PASSED" : "FAILED, see above");
        return faults.isEmpty() ? PASSED : FAILED;
    }

    private Outcome runBatches(String name, List<TestInfo> tests)
            throws IOException, InterruptedException, ClassNotFoundException {
        List<TestResult> results = new ArrayList<>();
        List<String> crashes = new ArrayList<>();
        for (Batch batch : Batch.split(tests, Runtime.getRuntime().availableProcessors())) {
            Path directory = options.out().resolve(name + "-" + batch.name());
            BatchRun run = new BatchRun(directory, BatchRun.LONGEST_SILENCE, out);
            out.printf("%s: %d %s tests, log %s%n", name, batch.tests().size(), batch.name(), run.log());
            int exitCode = run.run(batch, options);
            results.addAll(run.results());
            if (exitCode != 0) {
                crashes.add("jcstress ended with exit code " + exitCode + ", see " + run.log());
            }
            if (Files.exists(run.report())) {
                out.println("  report " + run.report());
            }
        }
        return new Outcome(tests.stream().map(TestInfo::name).toList(), results, crashes);
    }

    /**
     * A run of all batches.
     *
     * @param tests what should have run
     * @param results what was recorded
     * @param crashes the batches that ended with an error, as they also do after a forbidden outcome
     */
    private record Outcome(List<String> tests, List<TestResult> results, List<String> crashes) {
        Verdict verdict() {
            return new Verdict(tests, recorded());
        }

        List<String> forbidden() {
            return recorded().stream()
                    .filter(result -> !result.forbidden().isEmpty())
                    .map(result -> result.test() + ": forbidden " + result.forbidden() + " in "
                            + String.format("%,d", result.samples()) + " samples")
                    .toList();
        }

        List<String> neverSeen() {
            return Recorded.neverSeen(results);
        }

        private List<Recorded> recorded() {
            return results.stream().map(Recorded::of).toList();
        }
    }
}
