package io.millrace.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.Waiting;
import io.millrace.exchange.book.Count;
import io.millrace.exchange.book.ReferenceBook;
import io.millrace.exchange.book.Settlement;
import io.millrace.exchange.feed.Feed;
import io.millrace.exchange.itch.ItchReader;
import io.millrace.exchange.itch.MessageType;
import io.millrace.exchange.pipeline.RunResult;
import io.millrace.exchange.pipeline.RunSpec;
import io.millrace.exchange.pipeline.TradingPipeline;
import io.millrace.exchange.pipeline.link.LinkKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Reads a sample file that is not part of the project: {@code ex20101224.TEST_ITCH_50} of the R package RITCH. Where it
 * is, is said by the property {@code millrace.sampleData} or the variable {@code MILLRACE_SAMPLE_DATA}, a directory;
 * else it is looked for in {@code ../shared/data} beside the checkout. Its length prefixes are all zero, and it names
 * orders it never added.
 */
class SampleFileIT {

    private static final String NAME = "ex20101224.TEST_ITCH_50";
    private static final Map<Character, Long> EXPECTED = Map.of(
            'A', 4997L, 'F', 3L, 'E', 198L, 'X', 45L, 'D', 1745L, 'U', 12L, 'P', 5000L, 'S', 6L, 'R', 3L, 'H', 3L);

    private Path file;

    @BeforeEach
    void find() {
        String said = System.getProperty("millrace.sampleData", System.getenv("MILLRACE_SAMPLE_DATA"));
        if (said != null) {
            file = Path.of(said, NAME);
        } else {
            Path here = Path.of("").toAbsolutePath();
            Path root = Files.isDirectory(here.resolve("bench"))
                    ? here
                    : here.getParent().getParent(); // surefire runs in the module
            file = root.resolveSibling("shared").resolve("data").resolve(NAME);
        }
        assumeTrue(
                Files.isRegularFile(file),
                () -> "skipped: there is no " + file + "; set -Dmillrace.sampleData=DIRECTORY to where " + NAME
                        + " is");
    }

    @Test
    void theMessagesAreThoseThatAreInIt() throws IOException {
        ReferenceBook reference = reference();

        assertThat(reference.messages()).isEqualTo(12_012);
        assertThat(reference.bytes()).isEqualTo(465_048);
        for (MessageType type : MessageType.values()) {
            assertThat(reference.messages(type)).as("%s", type).isEqualTo(EXPECTED.getOrDefault(type.code(), 0L));
        }
    }

    @ParameterizedTest
    @EnumSource(LinkKind.class)
    void thePipelineBuildsTheBooksOfTheReference(LinkKind kind) throws Exception {
        Settlement expected = reference().settle();
        RunResult run = TradingPipeline.run(Feed.file(file), RunSpec.of(kind, 256, Waiting.park()), count -> {});

        assertThat(run.settlement().tally().differences(expected.tally())).isEmpty();
        assertThat(run.settlement().digest()).isEqualTo(expected.digest());
        assertThat(expected.tally().get(Count.UNKNOWN)).isPositive();
        assertThat(expected.tally().ordersBalance()).isTrue();
        assertThat(expected.tally().sharesBalance()).isTrue();
    }

    @Test
    void theCommandHoldsEveryProof() {
        StringWriter out = new StringWriter();
        int code = ExchangeMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .execute("exchange", "--itch", file.toString(), "--warmup", "0");

        assertThat(code).isZero();
        assertThat(out.toString()).contains("12,012 messages", "PASS: every proof held");
    }

    private ReferenceBook reference() throws IOException {
        try (ItchReader reader = Feed.file(file).open()) {
            return ReferenceBook.read(reader);
        }
    }
}
