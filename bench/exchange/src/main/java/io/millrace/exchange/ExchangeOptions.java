package io.millrace.exchange;

import io.millrace.exchange.pipeline.link.LinkKind;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options of {@code exchange}, as they were typed; a field is null if its option was not given. */
final class ExchangeOptions {

    static final int MOST_ORDERS = 100_000_000;
    static final int DEFAULT_ORDERS = 2_000_000;
    static final int MOST_SYMBOLS = 65_535;
    static final int DEFAULT_SYMBOLS = 100;
    static final int DEFAULT_SEED = 1;
    static final int MOST_RATE = 100_000_000;
    static final int MOST_ROUNDS = 99;
    static final int DEFAULT_ROUNDS = 3;
    static final int MOST_CAPACITY = 1 << 20;
    static final int DEFAULT_CAPACITY = 1 << 10;
    static final int MOST_SAMPLE = 1_000_000;
    static final int DEFAULT_SAMPLE = 64;
    static final int MOST_WARMUP = 1_000_000_000;
    static final int DEFAULT_WARMUP = 1_000_000;
    static final int DEFAULT_TOP = 5;
    static final int MOST_WORKERS = 64;
    static final int DEFAULT_WORKERS = 2;
    static final int DEFAULT_BLOCK = 256;
    static final int MOST_PAUSE = 60_000;
    static final int DEFAULT_READER_PAUSE = 1;
    static final int DEFAULT_ASK_PAUSE = 2;
    static final int MOST_TIME = 86_400;
    static final Path STANDARD_INPUT = Path.of("-");

    @Option(
            names = "--itch",
            paramLabel = "FILE",
            description =
                    "Read this ITCH 5.0 file or pipe, - for standard input, plain or gzip, instead of generating a day.")
    Path itch;

    @Option(
            names = "--orders",
            paramLabel = "N",
            description = "New orders of the generated day, 1 to " + MOST_ORDERS
                    + "; each makes a little more than two messages. Default: " + DEFAULT_ORDERS + ".")
    Long orders;

    @Option(
            names = "--symbols",
            paramLabel = "N",
            description = "Stocks of the generated day, 1 to " + MOST_SYMBOLS + ". Default: " + DEFAULT_SYMBOLS + ".")
    Long symbols;

    @Option(names = "--seed", paramLabel = "N", description = "Same seed, same bytes. Default: " + DEFAULT_SEED + ".")
    Long seed;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Send this many messages per second, 1 to " + MOST_RATE
                    + ", and count latency from when each should have been sent. Default: as fast as it goes.")
    Long rate;

    @Option(
            names = "--handoff",
            converter = LinkKinds.class,
            paramLabel = "KIND",
            description = "What joins the stages: ${COMPLETION-CANDIDATES}. Default: millrace.")
    LinkKind handoff;

    @Option(names = "--compare", description = "Run all handoffs in turn on the same bytes and print the ratios.")
    boolean compare;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often --compare runs each, 1 to " + MOST_ROUNDS + "; the median counts. Default: "
                    + DEFAULT_ROUNDS + ".")
    Long rounds;

    @Option(
            names = "--capacity",
            paramLabel = "N",
            description = "Messages that fit between two stages, 1 to " + MOST_CAPACITY + ". Default: "
                    + DEFAULT_CAPACITY + ".")
    Long capacity;

    @Option(
            names = "--waiting",
            converter = Waitings.class,
            paramLabel = "HOW",
            defaultValue = "auto",
            description =
                    "How stages wait: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}, which only spins if each "
                            + "stage has a core, and parks otherwise.")
    WaitingChoice.Asked waiting;

    @Option(
            names = "--sample",
            paramLabel = "N",
            description = "Time one message in N, 1 to " + MOST_SAMPLE + ". Default: every one with --rate, one in "
                    + DEFAULT_SAMPLE + " without.")
    Long sample;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            description = "Messages to run through before the measured run, 0 to " + MOST_WARMUP + ". Default: "
                    + DEFAULT_WARMUP + ".")
    Long warmup;

    @Option(
            names = "--core",
            description = "The six stages alone, as --compare runs them: no pool for the books, no slow reader, no "
                    + "questions.")
    boolean core;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description =
                    "Keyed workers that have the books, 1 to " + MOST_WORKERS + ". Default: " + DEFAULT_WORKERS + ".")
    Long workers;

    @Option(
            names = "--block",
            paramLabel = "N",
            description = "Messages that are dealt to the workers at once if so many are there, 1 to " + MOST_CAPACITY
                    + ". Default: " + DEFAULT_BLOCK + ".")
    Long block;

    @Option(
            names = "--reader-pause",
            paramLabel = "MILLIS",
            description = "How long the slow reader of market data takes for each quote, 1 to " + MOST_PAUSE
                    + ". Default: " + DEFAULT_READER_PAUSE + ".")
    Long readerPause;

    @Option(
            names = "--ask-pause",
            paramLabel = "MILLIS",
            description = "How long a client waits after each answer about the depth of a book, 1 to " + MOST_PAUSE
                    + ". Default: " + DEFAULT_ASK_PAUSE + ".")
    Long askPause;

    @Option(
            names = "--max-time",
            paramLabel = "SECONDS",
            description = "End the input of a measured run after this time, 1 to " + MOST_TIME
                    + "; what was sent is proved. Default: no limit. Ctrl-C does the same.")
    Long maxTime;

    @Option(
            names = "--top",
            paramLabel = "N",
            description = "Print the best prices of the N busiest stocks, 0 to " + MOST_SYMBOLS + ". Default: "
                    + DEFAULT_TOP + ".")
    Long top;

    @Option(names = "--json", paramLabel = "FILE", description = "Write everything to this file as well.")
    Path json;

    @Option(
            names = "--fail",
            paramLabel = "STAGE@N",
            description = "Let a stage fail at its N-th message, to see how a failure travels. Stages: feed, gateway, "
                    + "sequencer, matching, market-data, reports.")
    String fail;

    private static final class LinkKinds extends Labels<LinkKind> {
        LinkKinds() {
            super(LinkKind.values());
        }
    }

    private static final class Waitings extends Labels<WaitingChoice.Asked> {
        Waitings() {
            super(WaitingChoice.Asked.values());
        }
    }
}
