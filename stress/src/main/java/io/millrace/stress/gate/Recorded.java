package io.millrace.stress.gate;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.GradingResult;
import org.openjdk.jcstress.infra.grading.ReportUtils;

/**
 * What jcstress recorded of one fork of one test.
 *
 * @param test the class name
 * @param status how the fork ended
 * @param samples how often the actors ran
 * @param forbidden each outcome that no grade allows, with its number of samples
 */
record Recorded(String test, Status status, long samples, Map<String, Long> forbidden) {

    static Recorded of(TestResult result) {
        Map<String, Long> forbidden = new TreeMap<>();
        for (GradingResult outcome : result.grading().gradingResults.values()) {
            if (outcome.count > 0 && !allowed(outcome)) {
                forbidden.put(outcome.id, outcome.count);
            }
        }
        return new Recorded(result.getName(), result.status(), result.getTotalCount(), forbidden);
    }

    /** The outcomes that a test declares possible and that no fork of it saw, as {@code test: outcome}. */
    static List<String> neverSeen(List<TestResult> results) {
        return ReportUtils.mergedByName(results).stream()
                .flatMap(test -> test.grading().gradingResults.values().stream()
                        .filter(outcome -> outcome.count == 0 && allowed(outcome))
                        .map(outcome -> test.getName() + ": " + outcome.id))
                .sorted()
                .toList();
    }

    private static boolean allowed(GradingResult outcome) {
        return outcome.expect == Expect.ACCEPTABLE || outcome.expect == Expect.ACCEPTABLE_INTERESTING;
    }
}
