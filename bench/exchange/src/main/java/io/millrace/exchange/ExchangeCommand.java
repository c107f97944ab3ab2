package io.millrace.exchange;

import io.millrace.exchange.feed.ItchGenerator;
import io.millrace.exchange.pipeline.InjectedFailure;
import io.millrace.exchange.pipeline.RunSpec;
import io.millrace.exchange.pipeline.Services;
import io.millrace.exchange.pipeline.StageName;
import io.millrace.exchange.pipeline.TradingPipeline;
import io.millrace.exchange.pipeline.link.LinkKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code exchange}: a trading pipeline over channels, fed with ITCH 5.0, that proves its result. */
@Command(
        name = "exchange",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeOnExecutionException = ExchangeCommand.RUN_FAILED,
        description = {
            "Runs a trading pipeline: feed -> gateway -> sequencer -> matching -> market data and reports, each stage "
                    + "on its own thread, joined by channels only; beside them a keyed pool for the books, a slow reader of "
                    + "market data and clients that ask for the depth of books. The input is NASDAQ TotalView-ITCH 5.0.",
            "Without options it generates a synthetic trading day and takes less than half a minute.%n"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every proof held",
            ExchangeCommand.PROOF_FAILED + ":a proof did not hold",
            "2:wrong arguments",
            ExchangeCommand.RUN_FAILED + ":the input is wrong or a stage failed; there is no result"
        })
public final class ExchangeCommand implements Callable<Integer> {

    static final int PROOF_FAILED = 1;
    static final int RUN_FAILED = 3;

    private static final int CLIENTS = 2;
    private static final int BYTES_PER_MESSAGE = 34;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ExchangeOptions options = new ExchangeOptions();

    /** Makes the command, for picocli. */
    public ExchangeCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        RunPlan plan = plan();
        PrintWriter out = spec.commandLine().getOut();
        try {
            boolean held = new Exchange(plan, out, options.json).run();
            return held ? 0 : PROOF_FAILED;
        } catch (ExecutionException e) {
            return failed(e.getCause());
        } catch (IOException e) {
            return failed(e);
        }
    }

    private int failed(Throwable cause) {
        PrintWriter err = spec.commandLine().getErr();
        boolean explainsItself = cause instanceof IOException || cause instanceof InjectedFailure;
        err.println("exchange: failed, there is no result: " + (explainsItself ? cause.getMessage() : cause));
        if (!explainsItself) {
            cause.printStackTrace(err);
        }
        err.flush();
        return RUN_FAILED;
    }

    private RunPlan plan() {
        checkCombinations();
        checkFiles();
        Services services = services();
        WaitingChoice waiting = WaitingChoice.of(
                options.waiting,
                TradingPipeline.busyThreads(services),
                Runtime.getRuntime().availableProcessors());
        int sparse = options.rate == null ? ExchangeOptions.DEFAULT_SAMPLE : 1;
        RunSpec run = new RunSpec(
                options.handoff == null ? LinkKind.MILLRACE : options.handoff,
                range(
                        "--capacity",
                        options.capacity,
                        1,
                        ExchangeOptions.MOST_CAPACITY,
                        ExchangeOptions.DEFAULT_CAPACITY),
                waiting.waiting(),
                range("--rate", options.rate, 1, ExchangeOptions.MOST_RATE, 0),
                range("--sample", options.sample, 1, ExchangeOptions.MOST_SAMPLE, sparse),
                Long.MAX_VALUE,
                null,
                0,
                services);
        int orders = range("--orders", options.orders, 1, ExchangeOptions.MOST_ORDERS, ExchangeOptions.DEFAULT_ORDERS);
        checkHeap(orders);
        return new RunPlan(
                options.itch,
                orders,
                range("--symbols", options.symbols, 1, ExchangeOptions.MOST_SYMBOLS, ExchangeOptions.DEFAULT_SYMBOLS),
                options.seed == null ? ExchangeOptions.DEFAULT_SEED : options.seed,
                options.fail == null ? run : failing(run),
                waiting,
                range("--warmup", options.warmup, 0, ExchangeOptions.MOST_WARMUP, ExchangeOptions.DEFAULT_WARMUP),
                options.compare,
                range("--rounds", options.rounds, 1, ExchangeOptions.MOST_ROUNDS, ExchangeOptions.DEFAULT_ROUNDS),
                options.maxTime == null
                        ? null
                        : Duration.ofSeconds(range("--max-time", options.maxTime, 1, ExchangeOptions.MOST_TIME, 0)),
                range("--top", options.top, 0, ExchangeOptions.MOST_SYMBOLS, ExchangeOptions.DEFAULT_TOP));
    }

    /** Services are made of channels; a comparison of links has none, so that all do the same work. */
    private Services services() {
        int workers =
                range("--workers", options.workers, 1, ExchangeOptions.MOST_WORKERS, ExchangeOptions.DEFAULT_WORKERS);
        int block = range("--block", options.block, 1, ExchangeOptions.MOST_CAPACITY, ExchangeOptions.DEFAULT_BLOCK);
        Duration readerPause = pause("--reader-pause", options.readerPause, ExchangeOptions.DEFAULT_READER_PAUSE);
        Duration askPause = pause("--ask-pause", options.askPause, ExchangeOptions.DEFAULT_ASK_PAUSE);
        boolean others = options.handoff != null && options.handoff != LinkKind.MILLRACE;
        if (!options.core && !options.compare && !others) {
            return new Services(workers, block, readerPause, CLIENTS, askPause, List.of());
        }
        require(
                options.workers == null
                        && options.block == null
                        && options.readerPause == null
                        && options.askPause == null,
                "--workers, --block, --reader-pause and --ask-pause do not go with --core, --compare or another --handoff than "
                        + LinkKind.MILLRACE + ", which run the six stages alone");
        return null;
    }

    private Duration pause(String option, Long value, int otherwise) {
        return Duration.ofMillis(range(option, value, 1, ExchangeOptions.MOST_PAUSE, otherwise));
    }

    private void checkCombinations() {
        boolean generates = options.orders != null || options.symbols != null || options.seed != null;
        require(
                options.itch == null || !generates,
                "--orders, --symbols and --seed are of a generated day and do not go with --itch");
        require(
                options.handoff == null || !options.compare,
                "--compare runs every handoff and does not go with --handoff");
        require(
                options.maxTime == null || !options.compare,
                "--max-time ends a run early and does not go with --compare");
        require(options.rounds == null || options.compare, "--rounds goes with --compare only");
    }

    private void checkFiles() {
        Path itch = options.itch;
        require(
                itch == null
                        || itch.equals(ExchangeOptions.STANDARD_INPUT)
                        || Files.isReadable(itch) && !Files.isDirectory(itch),
                "--itch is " + itch + ", which is no readable file");
        if (options.json != null) {
            Path directory = options.json.toAbsolutePath().getParent();
            require(
                    directory != null && Files.isDirectory(directory) && !Files.isDirectory(options.json),
                    "--json is " + options.json + ", allowed is a file in a directory that exists");
        }
    }

    private void checkHeap(long orders) {
        long bytes = ItchGenerator.messages(orders) * BYTES_PER_MESSAGE;
        long heap = Runtime.getRuntime().maxMemory();
        require(
                options.itch != null || bytes < heap / 10 * 6,
                String.format(
                        Locale.ROOT,
                        "--orders is %d, which makes about %,d MB; the heap has %,d MB: ask for fewer, or run java "
                                + "with a larger -Xmx",
                        orders,
                        bytes >> 20,
                        heap >> 20));
    }

    private RunSpec failing(RunSpec run) {
        String[] parts = options.fail.split("@", -1);
        for (StageName stage : StageName.values()) {
            if (parts.length == 2 && parts[0].equals(stage.toString()) && parts[1].matches("[1-9][0-9]{0,17}")) {
                return run.withFailure(stage, Long.parseLong(parts[1]));
            }
        }
        throw wrong("--fail is " + options.fail + ", allowed is STAGE@N with a stage of "
                + Arrays.toString(StageName.values()) + " and N from 1");
    }

    private int range(String option, Long value, int least, int most, int otherwise) {
        if (value == null) {
            return otherwise;
        }
        require(value >= least && value <= most, option + " is " + value + ", allowed is " + least + " to " + most);
        return value.intValue();
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
