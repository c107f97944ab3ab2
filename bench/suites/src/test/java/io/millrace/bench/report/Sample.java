package io.millrace.bench.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.millrace.bench.report.jmh.Cell;
import io.millrace.bench.report.jmh.Measurer;
import io.millrace.bench.report.jmh.MergedForks;
import io.millrace.bench.suite.Figure;
import io.millrace.bench.suite.Headline;
import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Panel.Chart;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Peer.Family;
import io.millrace.bench.suite.Peers;
import io.millrace.bench.suite.Profile;
import io.millrace.bench.suite.Row;
import io.millrace.bench.suite.Suite;
import io.millrace.bench.suite.peer.WaitVariants;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** A catalogue that has every kind of chart, and made-up results for it: nothing is measured. */
final class Sample {

    static final Peer LATE = Peer.of("Late (parks)", Family.BLOCKING, 99, "java.lang.Object");
    static final Peer MISSING = Peer.of("Missing (parks)", Family.BLOCKING, 17, "no.such.Type");
    static final String LINE_TRANSFER = "line transfer (one way)";

    private static final List<Peer> PEERS = List.of(
            Peers.MILLRACE,
            WaitVariants.MILLRACE_PARKS,
            Peers.ARRAY_BLOCKING_QUEUE,
            Peers.LINKED_BLOCKING_QUEUE,
            Peers.JCTOOLS_MPSC_BLOCKING,
            Peers.AGRONA_MPMC);

    private static final String IDLE = "idle";
    private static final int ITERATIONS = 5;

    private Sample() {}

    static List<Suite> catalogue() {
        return List.of(
                new Suite(
                        Suite.LIMITS,
                        "Physical limits",
                        "What does the machine take?",
                        List.of(panel(
                                "steps",
                                Figure.perMessage().named("time per step"),
                                Chart.BARS,
                                "",
                                Row.of(Profile.SMOKE, Peer.of(LINE_TRANSFER, Family.LIMIT))))),
                new Suite(
                                "cells",
                                "Cells",
                                "Which channel carries messages fastest?",
                                List.of(panel(
                                        "bounded",
                                        Figure.perMessage(),
                                        Chart.BARS,
                                        "capacity",
                                        Row.of(Profile.SMOKE, PEERS)
                                                .with("shape", "spsc", "mpmc")
                                                .with("capacity", "64", "1024")
                                                .work("messages", "100", "1000", "100000")
                                                .bound(LINE_TRANSFER, 2),
                                        Row.of(Profile.SMOKE, Peers.MILLRACE, Peers.SIMPLE_CHANNEL)
                                                .with("shape", "seq")
                                                .with("capacity", "64"),
                                        Row.of(Profile.SMOKE, LATE, MISSING)
                                                .with("shape", "spsc")
                                                .with("capacity", "64"),
                                        Row.of(Profile.NIGHT, PEERS)
                                                .with("shape", "mpsc")
                                                .with("capacity", "16384"))))
                        .deciding(
                                Headline.of("bounded", Peers.MILLRACE, Peers.LINKED_BLOCKING_QUEUE, Peers.AGRONA_MPMC)
                                        .at("shape", "spsc")
                                        .at("capacity", "64"),
                                Headline.of("bounded", Peers.MILLRACE, WaitVariants.MILLRACE_PARKS)
                                        .at("shape", "mpmc")
                                        .at("capacity", "64"),
                                Headline.of("bounded", Peers.MILLRACE, Peers.ARRAY_BLOCKING_QUEUE)
                                        .at("shape", "mpmc")
                                        .at("capacity", "1024")),
                new Suite(
                        "scaling",
                        "Scaling",
                        "What do more threads cost?",
                        List.of(panel(
                                "threads",
                                Figure.perMessage(),
                                Chart.LINES,
                                "threads",
                                Row.of(Profile.SMOKE, PEERS)
                                        .with("threads", "16", "1", "4") // as smaller profiles come first
                                        .bound(LINE_TRANSFER, 1)))),
                new Suite(
                                IDLE,
                                "Idling",
                                "What does waiting cost?",
                                List.of(panel(
                                        "waiting",
                                        Figure.perMessage().named("processors busy"),
                                        Chart.BARS,
                                        "",
                                        Row.of(Profile.SMOKE, Peers.MILLRACE, Peers.AGRONA_MPMC))))
                        .deciding(Headline.of("waiting", Peers.MILLRACE, Peers.AGRONA_MPMC)),
                new Suite(
                                "latency",
                                "Latency",
                                "How long does a message take?",
                                List.of(
                                        panel(
                                                "open-loop",
                                                Figure.percentile(99),
                                                Chart.PERCENTILES,
                                                "",
                                                Row.of(Profile.SMOKE, PEERS).with("rate", "100000", "1000000")),
                                        panel(
                                                "wake-up",
                                                Figure.percentile(50),
                                                Chart.PERCENTILES,
                                                "idleMicros",
                                                Row.of(Profile.QUICK, PEERS).with("idleMicros", "100"))))
                        .deciding(Headline.of("open-loop", Peers.MILLRACE, Peers.LINKED_BLOCKING_QUEUE)
                                .at("rate", "100000")));
    }

    private static Panel panel(String id, Figure figure, Chart chart, String axis, Row... rows) {
        return new Panel(
                id,
                "Panel " + id,
                "Made up for a test.",
                "sample." + id + ".run",
                figure,
                chart,
                axis,
                List.of(Figure.cpu()),
                List.of(rows));
    }

    /** Made-up time of a cell, nanoseconds: the same in each run, and close for the second and third peer. */
    static double nanos(Cell cell) {
        if (cell.suite().id().equals(IDLE) && cell.peer() == Peers.MILLRACE) {
            return 0; // beside it no other figure has a ratio
        }
        double place = 1 + new Random(cell.group().hashCode()).nextDouble() * 3;
        int peer = Math.max(0, PEERS.indexOf(cell.peer()));
        double luck = 0.6 + new Random(cell.id().hashCode() * 31L).nextDouble();
        double limit = cell.suite().id().equals(Suite.LIMITS) ? 0.2 : 1;
        return limit * place * new double[] {12, 8, 12 * luck, 60, 11 * luck, 31}[peer];
    }

    /** A measurer that makes results up. */
    static Measurer measurer(ToDoubleFunction<Cell> nanos) {
        Map<Cell, Integer> turns = new HashMap<>();
        return (cell, profile, histograms, log) -> {
            Random random = new Random(cell.id().hashCode() + 1_000_003L * turns.merge(cell, 1, Integer::sum));
            if (cell.suite().id().equals("latency")) {
                writeHistogram(histograms, random, nanos.applyAsDouble(cell));
            }
            return result(cell, profile, random, nanos.applyAsDouble(cell));
        };
    }

    /** Makes up so many rounds of a cell. */
    static JsonObject rounds(Cell cell, Profile profile, int rounds) {
        JsonObject all = null;
        for (int round = 1; round <= rounds; round++) {
            all = MergedForks.add(all, result(cell, profile, new Random(round), nanos(cell)), round);
        }
        return all;
    }

    static JsonObject result(Cell cell, Profile profile, Random random, double nanos) {
        JsonObject secondary = new JsonObject();
        int messages = 1000;
        JsonArray primary = new JsonArray();
        JsonArray perMessage = new JsonArray();
        JsonArray allocated = new JsonArray();
        JsonArray cpu = new JsonArray();
        JsonArray received = new JsonArray();
        double value = nanos * Math.exp(random.nextGaussian() * 0.04);
        primary.add(iterations(profile, value * messages));
        perMessage.add(iterations(profile, value));
        allocated.add(iterations(profile, cell.peer().family() == Family.JDK ? 24.0 * messages : 40));
        cpu.add(iterations(profile, value * 2 * messages));
        received.add(iterations(profile, messages));
        secondary.add("messages", metric(perMessage, "ns/op"));
        secondary.add("gc.alloc.rate.norm", metric(allocated, "B/op"));
        secondary.add("cpuNanos", metric(cpu, "#"));
        secondary.add("received", metric(received, "#"));
        for (String name :
                List.of(cell.panel().figure().metric(), cell.panel().figure().per())) {
            if (!name.isEmpty() && !secondary.has(name)) {
                secondary.add(name, metric(received, "#"));
            }
        }
        JsonObject params = new JsonObject();
        cell.jmhParams(profile).forEach(params::addProperty);
        JsonObject result = new JsonObject();
        result.addProperty("benchmark", cell.panel().benchmark());
        result.add("params", params);
        result.add("primaryMetric", metric(primary, "ns/op"));
        result.add("secondaryMetrics", secondary);
        return result;
    }

    private static JsonArray iterations(Profile profile, double value) {
        JsonArray iterations = new JsonArray();
        for (int iteration = 0; iteration < (profile.isTrial() ? 1 : ITERATIONS); iteration++) {
            iterations.add(new JsonPrimitive(value));
        }
        return iterations;
    }

    private static JsonObject metric(JsonArray rawData, String unit) {
        JsonObject metric = new JsonObject();
        metric.addProperty("scoreUnit", unit);
        metric.add("rawData", rawData);
        return metric;
    }

    private static void writeHistogram(Path directory, Random random, double nanos) {
        try {
            Files.createDirectories(directory);
            try (PrintStream out =
                    new PrintStream(directory.resolve("fork.hlog").toFile(), "UTF-8")) {
                HistogramLogWriter writer = new HistogramLogWriter(out);
                writer.outputLogFormatVersion();
                writer.outputLegend();
                writer.outputIntervalHistogram(latencies(random, nanos));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Histogram latencies(Random random, double nanos) {
        Histogram histogram = new Histogram(3);
        for (int sample = 0; sample < 5_000; sample++) {
            histogram.recordValue((long) (nanos * 10 * Math.exp(Math.abs(random.nextGaussian()) * 1.5)));
        }
        return histogram;
    }

    /** The guard of a machine that nothing disturbs. */
    static Guard guard() {
        return guard(new AtomicLong());
    }

    /** The guard of a machine whose host has taken so many ticks, of a hundred in each turn. */
    static Guard guard(AtomicLong stolen) {
        AtomicLong all = new AtomicLong();
        return new Guard(new Guard.Machine() {
            @Override
            public long[] ticks() {
                return new long[] {all.addAndGet(100), stolen.get()};
            }

            @Override
            public long loop() {
                return 1_000;
            }
        });
    }

    /** An environment whose values are told from a real one's. */
    static Environment environment(Profile profile, String... more) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(Environment.STARTED, "2026-01-02T03:04:05Z");
        facts.put(Environment.COMMIT, "0123456789ab");
        facts.put(Environment.COMMAND, "java -jar sample.jar report");
        facts.put(Environment.PROFILE, profile.toString());
        facts.put(Environment.SEED, "1");
        facts.put(Environment.FLAGS, "-Xmx2g");
        facts.put(Environment.JDK, "17-sample");
        facts.put(Environment.PROCESSOR, "Sample processor (made-up results)");
        facts.put(Environment.PROCESSORS, "64");
        facts.put("governor", "performance");
        for (int index = 0; index < more.length; index += 2) {
            facts.put(more[index], more[index + 1]);
        }
        return new Environment(facts);
    }

    static RunKey key() {
        return new RunKey(Map.of("program", "sample"));
    }

    /** Runs a profile with made-up results and returns the folder. */
    static ResultFolder run(Path directory, Profile profile) throws IOException {
        return run(directory, profile, environment(profile), Sample::nanos);
    }

    static ResultFolder run(Path directory, Profile profile, Environment environment, ToDoubleFunction<Cell> nanos)
            throws IOException {
        ResultFolder folder = new ResultFolder(directory);
        Plan plan = Plan.of(catalogue(), profile, List.of(), List.of(), Plan.Runtime.here());
        new ReportRun(plan, folder, measurer(nanos), key(), () -> 0, 1, Sample.guard()).run(environment, silent());
        return folder;
    }

    static Progress.Start silent() {
        return progress(new StringWriter());
    }

    static Progress.Start progress(StringWriter text) {
        return (millis, start) -> new Progress(new PrintWriter(text), false, millis, start);
    }
}
