package io.millrace.exchange.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.Channel;
import io.millrace.Waiting;
import io.millrace.exchange.book.Count;
import io.millrace.exchange.book.ReferenceBook;
import io.millrace.exchange.book.Settlement;
import io.millrace.exchange.control.RunControl;
import io.millrace.exchange.feed.Feed;
import io.millrace.exchange.feed.ItchGenerator;
import io.millrace.exchange.feed.Recording;
import io.millrace.exchange.itch.ItchFormatException;
import io.millrace.exchange.itch.ItchReader;
import io.millrace.exchange.itch.ItchWriter;
import io.millrace.exchange.marketdata.SlowReader;
import io.millrace.exchange.pipeline.link.LinkKind;
import io.millrace.exchange.query.AnswerCheck;
import io.millrace.exchange.query.QueryDesk;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TradingPipelineTest {

    private final Recording bytes = new Recording();

    @ParameterizedTest
    @EnumSource(LinkKind.class)
    void theBooksAreThoseOfTheReference(LinkKind kind) throws Exception {
        Feed feed = day();
        ReferenceBook reference;
        try (ItchReader reader = feed.open()) {
            reference = ReferenceBook.read(reader);
        }
        Settlement expected = reference.settle();
        for (int capacity : new int[] {1, 64}) {
            RunResult run = TradingPipeline.run(feed, spec(kind, capacity), count -> {});

            assertThat(run.settlement().digest()).isEqualTo(expected.digest());
            assertThat(run.settlement().tally()).isEqualTo(expected.tally());
            assertThat(run.outOfSequence()).isZero();
            for (StageName stage : StageName.values()) {
                assertThat(run.messages(stage)).as("%s", stage).isEqualTo(reference.messages());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aPoolOfWorkersBuildsTheSameBooks(int workers) throws Exception {
        Feed feed = day();
        Settlement expected;
        try (ItchReader reader = feed.open()) {
            expected = ReferenceBook.read(reader).settle();
        }
        for (int capacity : new int[] {1, 64}) {
            for (int block : new int[] {1, 7, 256}) {
                RunSpec spec = spec(LinkKind.MILLRACE, capacity).withServices(services(workers, block));

                RunResult run = TradingPipeline.run(feed, spec, count -> {});

                assertThat(run.settlement()).isEqualTo(expected);
                assertThat(run.outOfSequence()).isZero();
                assertThat(run.served().outOfOrder()).isZero();
            }
        }
    }

    @Test
    void answersAreTheBooksOfOneThreadAtTheSameMessage() throws Exception {
        Feed feed = day();
        RunSpec spec = spec(LinkKind.MILLRACE, 16).withServices(services(2, 16));

        QueryDesk desk = TradingPipeline.run(feed, spec, count -> {}).served().desk();

        assertThat(desk.asked()).isPositive().isEqualTo(desk.answered() + desk.failed() + desk.timedOut());
        assertThat(AnswerCheck.of(feed, desk.answers())).isEqualTo(new AnswerCheck(desk.answered(), 0, 0));
    }

    @Test
    void theSlowReaderEndsWithTheFinalBestPrices() throws Exception {
        RunSpec spec = spec(LinkKind.MILLRACE, 16).withServices(services(2, 16));

        RunResult run = TradingPipeline.run(day(), spec, count -> {});

        SlowReader reader = run.served().reader();
        assertThat(reader.received() + reader.replaced()).isEqualTo(run.topChanges());
        assertThat(run.books())
                .allSatisfy(book -> assertThat(reader.latest(book.locate()))
                        .isEqualTo(run.top(book.locate()).quote()));
    }

    @ParameterizedTest
    @EnumSource(StageName.class)
    void aStageThatFailsEndsTheServicesToo(StageName stage) {
        RunSpec spec = spec(LinkKind.MILLRACE, 16).withServices(services(2, 16)).withFailure(stage, 3_000);

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> TradingPipeline.run(day(), spec, count -> {}))
                .satisfies(e ->
                        assertThat(e.getCause()).hasMessage("stage " + stage + " was told to fail at message 3000"));
    }

    @ParameterizedTest
    @EnumSource(LinkKind.class)
    void aRunThatIsStoppedHasDoneWhatWasSent(LinkKind kind) throws Exception {
        Feed feed = day();
        RunSpec spec = spec(kind, 16).withRate(100);
        if (kind == LinkKind.MILLRACE) {
            spec = spec.withServices(services(2, 16));
        }
        Channel<String> quit = Channel.bounded(1);
        RunControl control = new RunControl(
                quit, null, Duration.ofMillis(1), sent -> quit.trySend("enough")); // at the first heartbeat

        RunResult run = TradingPipeline.run(feed, spec, control);

        assertThat(run.supervisor().stopReason()).isEqualTo("enough");
        assertThat(run.outOfSequence()).isZero();
        try (ItchReader reader = feed.open()) {
            assertThat(run.settlement())
                    .isEqualTo(ReferenceBook.read(reader, run.messages()).settle());
        }
    }

    @Test
    void everyPointHasItsLatencySamples() throws Exception {
        RunSpec every = spec(LinkKind.MILLRACE, 64);
        RunSpec sparse = new RunSpec(LinkKind.MILLRACE, 64, Waiting.park(), 0, 10, 101, null, 0, null);

        RunResult all = TradingPipeline.run(day(), every, count -> {});
        assertThat(all.latencies())
                .hasSize(7)
                .allSatisfy(latency ->
                        assertThat(latency.histogram().getTotalCount()).isEqualTo(all.messages()));
        RunResult some = TradingPipeline.run(day(), sparse, count -> {});
        assertThat(some.latencies())
                .allSatisfy(latency ->
                        assertThat(latency.histogram().getTotalCount()).isEqualTo(11));
    }

    @Test
    void atARateTheFeedIsTimedAgainstItsSchedule() throws Exception {
        RunResult run = TradingPipeline.run(day(), spec(LinkKind.MILLRACE, 64).withRate(100_000_000), count -> {});

        assertThat(run.latencies()).hasSize(8);
        assertThat(run.latencies().get(0).histogram().getTotalCount()).isEqualTo(run.messages());
    }

    @ParameterizedTest
    @MethodSource("kindsAndStages")
    void aStageThatFailsEndsTheRunWithItsCause(LinkKind kind, StageName stage) throws Exception {
        Feed feed = day();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> TradingPipeline.run(feed, spec(kind, 16).withFailure(stage, 3_000), count -> {}))
                .satisfies(e -> assertThat(e.getCause())
                        .isInstanceOf(InjectedFailure.class)
                        .hasMessage("stage " + stage + " was told to fail at message 3000"));
    }

    @ParameterizedTest
    @EnumSource(LinkKind.class)
    void bytesThatGoWrongInTheMiddleEndTheRunWithTheOffset(LinkKind kind) throws Exception {
        Feed feed = day();
        long good = bytes.size();
        bytes.write(new byte[] {0, 36, 'Z'}, 0, 3);

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> TradingPipeline.run(feed, spec(kind, 16), count -> {}))
                .satisfies(e -> assertThat(((ItchFormatException) e.getCause()).offset())
                        .isEqualTo(good + 2));
    }

    @ParameterizedTest
    @EnumSource(LinkKind.class)
    void whatTheGatewayRefusesIsReportedAndChangesNothing(LinkKind kind) throws Exception {
        ItchWriter writer = new ItchWriter(bytes);
        writer.add(0, 1, 1, 'Q', 100, "TEST", 10_00, null);
        writer.add(0, 1, 2, 'B', 0, "TEST", 10_00, null);
        writer.add(0, 1, 3, 'B', 100, "TEST", -1, null);
        writer.add(0, 1, 4, 'B', 100, "TEST", 10_00, null);
        writer.executed(0, 1, 4, -5, 1);
        writer.replace(0, 1, 4, 5, 100, 0);
        Feed feed = Feed.recording(bytes, "test");
        RunResult run = TradingPipeline.run(feed, spec(kind, 4), count -> {});
        Settlement expected;
        try (ItchReader reader = feed.open()) {
            expected = ReferenceBook.read(reader).settle();
        }

        assertThat(run.settlement().tally().get(Count.REJECTED)).isEqualTo(5);
        assertThat(run.settlement()).isEqualTo(expected);
    }

    private static Stream<Arguments> kindsAndStages() {
        return Stream.of(LinkKind.values())
                .flatMap(kind -> Stream.of(StageName.values()).map(stage -> Arguments.of(kind, stage)));
    }

    private static RunSpec spec(LinkKind kind, int capacity) {
        return RunSpec.of(kind, capacity, Waiting.park());
    }

    private static Services services(int workers, int block) {
        return new Services(workers, block, Duration.ofMillis(1), 2, Duration.ofMillis(1), List.of(1, 2, 3, 99));
    }

    private Feed day() throws IOException {
        if (bytes.size() == 0) {
            new ItchGenerator(4_000, 10, 5).write(new ItchWriter(bytes));
        }
        return Feed.recording(bytes, "test");
    }
}
