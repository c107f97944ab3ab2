package io.millrace.stress.gate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.openjdk.jcstress.infra.Status;

/** Compares what should have run with what was recorded. */
final class Verdict {
    private final SortedSet<String> listed;
    private final SortedSet<String> ran = new TreeSet<>();
    private final SortedSet<String> red = new TreeSet<>();
    private final Map<Status, Integer> forks = new EnumMap<>(Status.class);
    private final List<String> faults = new ArrayList<>();
    private int forkCount;
    private long samples;

    Verdict(Collection<String> tests, Collection<Recorded> results) {
        listed = new TreeSet<>(tests);
        results.forEach(this::add);
        SortedSet<String> missing = new TreeSet<>(listed);
        missing.removeAll(ran);
        missing.forEach(test -> faults.add(test + ": did not run"));
        if (listed.isEmpty()) {
            faults.add("no test was chosen");
        }
    }

    private void add(Recorded result) {
        forkCount++;
        samples += result.samples();
        forks.merge(result.status(), 1, Integer::sum);
        if (result.samples() > 0) {
            ran.add(result.test());
        }
        if (result.status() != Status.NORMAL) {
            faults.add(result.test() + ": " + label(result.status()));
        }
        if (!result.forbidden().isEmpty()) {
            red.add(result.test());
        }
    }

    /** The tests that saw a forbidden outcome. */
    SortedSet<String> red() {
        return red;
    }

    /** The tests that saw none. */
    SortedSet<String> green() {
        SortedSet<String> green = new TreeSet<>(listed);
        green.removeAll(red);
        return green;
    }

    /** What makes the run worthless as a proof, whatever the outcomes were. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    String summary() {
        return String.format(
                "%d tests listed, %d ran, in %d forks, %,d samples%n"
                        + "  with forbidden outcomes %d, API mismatches %d, test errors %d, timeouts %d, VM errors %d",
                listed.size(),
                ran.size(),
                forkCount,
                samples,
                red.size(),
                count(Status.API_MISMATCH),
                count(Status.TEST_ERROR) + count(Status.CHECK_TEST_ERROR),
                count(Status.TIMEOUT_ERROR),
                count(Status.VM_ERROR));
    }

    private int count(Status status) {
        return forks.getOrDefault(status, 0);
    }

    private static String label(Status status) {
        return switch (status) {
            case NORMAL -> "normal";
            case API_MISMATCH -> "API mismatch";
            case CHECK_TEST_ERROR, TEST_ERROR -> "test error";
            case TIMEOUT_ERROR -> "timeout, an actor did not return";
            case VM_ERROR -> "VM error";
        };
    }
}
