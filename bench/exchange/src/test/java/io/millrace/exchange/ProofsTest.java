package io.millrace.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Waiting;
import io.millrace.exchange.book.ReferenceBook;
import io.millrace.exchange.feed.Feed;
import io.millrace.exchange.feed.ItchGenerator;
import io.millrace.exchange.feed.Recording;
import io.millrace.exchange.itch.ItchReader;
import io.millrace.exchange.itch.ItchWriter;
import io.millrace.exchange.pipeline.RunResult;
import io.millrace.exchange.pipeline.RunSpec;
import io.millrace.exchange.pipeline.Services;
import io.millrace.exchange.pipeline.TradingPipeline;
import io.millrace.exchange.pipeline.link.LinkKind;
import io.millrace.exchange.query.AnswerCheck;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProofsTest {

    private static final RunSpec SPEC = RunSpec.of(LinkKind.MILLRACE, 64, Waiting.adaptive());

    @Test
    void allHoldForTheSameBytes() throws Exception {
        assertThat(failed(TradingPipeline.run(day(1), SPEC, count -> {}), day(1)))
                .isEmpty();
    }

    @Test
    void theDigestAndTheCountsDoNotHoldForOtherBytes() throws Exception {
        assertThat(failed(TradingPipeline.run(day(1), SPEC, count -> {}), day(2)))
                .contains(
                        "digest of all books equals the reference's",
                        "all counts equal the reference's",
                        "best prices at market data equal the reference's",
                        "every message reached every stage");
    }

    @Test
    void theProofsOfTheServicesHoldForRightAnswersOnly() throws Exception {
        Feed feed = day(1);
        Services services = new Services(2, 16, Duration.ofMillis(1), 2, Duration.ofMillis(1), List.of(1, 2, 3));
        RunResult run = TradingPipeline.run(feed, SPEC.withServices(services), count -> {});

        assertThat(failed(run, AnswerCheck.of(feed, run.served().desk().answers())))
                .isEmpty();
        assertThat(failed(run, new AnswerCheck(2, 1, 0)))
                .containsExactly("each answer is what one thread's book was at that message");
        assertThat(failed(run, new AnswerCheck(2, 0, 1))).containsExactly("no answer was older than the one before");
    }

    @Test
    void oneMessageLessIsNoticed() throws Exception {
        Feed feed = day(1);
        long messages;
        try (ItchReader reader = feed.open()) {
            messages = ReferenceBook.read(reader).messages();
        }
        RunSpec less = new RunSpec(LinkKind.MILLRACE, 64, Waiting.adaptive(), 0, 1, messages - 1, null, 0, null);

        assertThat(failed(TradingPipeline.run(feed, less, count -> {}), feed))
                .contains("every message reached every stage", "every stage saw each type as often as the reference")
                .doesNotContain("orders balance", "both consumers got all in sequence");
    }

    private static List<String> failed(RunResult run, AnswerCheck answers) {
        return ServiceProofs.of(run, answers).stream()
                .filter(proof -> !proof.held())
                .map(Proof::name)
                .toList();
    }

    private static List<String> failed(RunResult run, Feed feed) throws IOException {
        try (ItchReader reader = feed.open()) {
            ReferenceBook reference = ReferenceBook.read(reader);
            return Proofs.of(run, reference, reference.settle(), true).stream()
                    .filter(proof -> !proof.held())
                    .map(Proof::name)
                    .toList();
        }
    }

    private static Feed day(long seed) throws IOException {
        Recording recording = new Recording();
        new ItchGenerator(3_000, 10, seed).write(new ItchWriter(recording));
        return Feed.recording(recording, "test");
    }
}
