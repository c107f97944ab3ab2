package io.millrace.exchange.query;

import io.millrace.exchange.book.Depth;
import io.millrace.exchange.book.Matching;
import io.millrace.exchange.feed.Feed;
import io.millrace.exchange.itch.ItchMessage;
import io.millrace.exchange.itch.ItchReader;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds answers against the truth: one thread applies the same messages once more, stops at the message that each
 * answer names, and looks at the same book.
 *
 * @param checked how many answers were held against it
 * @param wrong how many were different
 * @param backwards how many were older than the answer that the same client got about the same book before
 */
public record AnswerCheck(long checked, long wrong, long backwards) {

    /** Checks the answers of some clients, each client's in the order it got them. */
    public static AnswerCheck of(Feed feed, List<List<Depth>> answers) throws IOException {
        List<Depth> all = answers.stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(Depth::sequence))
                .toList();
        return new AnswerCheck(
                all.size(),
                wrong(feed, all),
                answers.stream().mapToLong(AnswerCheck::backwards).sum());
    }

    private static long wrong(Feed feed, List<Depth> inSequence) throws IOException {
        Matching matching = new Matching();
        long applied = 0;
        long wrong = 0;
        try (ItchReader reader = feed.open()) {
            for (Depth answer : inSequence) {
                while (applied < answer.sequence() && reader.next()) {
                    apply(matching, new ItchMessage(reader));
                    applied++;
                }
                Depth truth = Depth.of(answer.locate(), applied, matching.find(answer.locate()), DepthSource.LEVELS);
                wrong += answer.equals(truth) ? 0 : 1;
            }
        }
        return wrong;
    }

    private static void apply(Matching matching, ItchMessage message) {
        if (message.isAllowed()) {
            matching.apply(message);
        } else {
            matching.reject(message);
        }
    }

    private static long backwards(List<Depth> asReceived) {
        Map<Integer, Long> last = new HashMap<>();
        long backwards = 0;
        for (Depth answer : asReceived) {
            Long before = last.put(answer.locate(), answer.sequence());
            backwards += before != null && before > answer.sequence() ? 1 : 0;
        }
        return backwards;
    }
}
