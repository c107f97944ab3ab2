package io.millrace.exchange;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.millrace.exchange.book.Count;
import io.millrace.exchange.book.OrderBook;
import io.millrace.exchange.book.ReferenceBook;
import io.millrace.exchange.book.Settlement;
import io.millrace.exchange.feed.Feed;
import io.millrace.exchange.itch.MessageType;
import io.millrace.exchange.pipeline.Latency;
import io.millrace.exchange.pipeline.RunResult;
import io.millrace.exchange.pipeline.TopOfBook;
import io.millrace.exchange.pipeline.link.LinkKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Writes the report for programs. Prices are in 1/10000 dollar, times in nanoseconds. */
final class JsonReport {

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final RunPlan plan;
    private final Feed feed;
    private final ReferenceBook reference;
    private final Settlement expected;
    private final long referenceNanos;
    private final double timingCost;

    JsonReport(
            RunPlan plan,
            Feed feed,
            ReferenceBook reference,
            Settlement expected,
            long referenceNanos,
            double timingCost) {
        this.plan = plan;
        this.feed = feed;
        this.reference = reference;
        this.expected = expected;
        this.referenceNanos = referenceNanos;
        this.timingCost = timingCost;
    }

    void write(Path file, Comparison runs, boolean held) throws IOException {
        JsonObject all = new JsonObject();
        all.addProperty("held", held);
        all.add("machine", machine());
        all.add("input", input());
        all.add("settings", settings());
        JsonObject oracle = new JsonObject();
        oracle.addProperty("nanos", referenceNanos);
        oracle.addProperty("digest", expected.digest());
        all.add("reference", oracle);
        JsonArray list = new JsonArray();
        JsonObject ratios = new JsonObject();
        for (LinkKind kind : runs.kinds()) {
            runs.runs(kind).forEach(run -> list.add(run(run, runs.proofs(run))));
            if (plan.compare()) {
                ratios.addProperty(kind.toString(), runs.ratio(kind));
            }
        }
        all.add("runs", list);
        if (plan.compare()) {
            all.add("throughputRatioToMillrace", ratios);
        }
        Files.writeString(file, GSON.toJson(all) + "\n");
    }

    private static JsonObject machine() {
        JsonObject machine = new JsonObject();
        machine.addProperty("java", System.getProperty("java.runtime.version"));
        machine.addProperty("vm", System.getProperty("java.vm.name"));
        machine.addProperty("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        machine.addProperty("cores", Runtime.getRuntime().availableProcessors());
        machine.addProperty("maxHeapBytes", Runtime.getRuntime().maxMemory());
        return machine;
    }

    private JsonObject input() {
        JsonObject input = new JsonObject();
        input.addProperty("description", feed.description());
        if (plan.itch() == null) {
            input.addProperty("orders", plan.orders());
            input.addProperty("symbols", plan.symbols());
            input.addProperty("seed", plan.seed());
        } else {
            input.addProperty("file", plan.itch().toString());
        }
        input.addProperty("messages", reference.messages());
        input.addProperty("bytes", reference.bytes());
        JsonObject types = new JsonObject();
        for (MessageType type : MessageType.values()) {
            types.addProperty(String.valueOf(type.code()), reference.messages(type));
        }
        input.add("byType", types);
        return input;
    }

    private JsonObject settings() {
        JsonObject settings = new JsonObject();
        settings.addProperty("capacity", plan.spec().capacity());
        settings.addProperty("waiting", plan.waiting().waiting().toString());
        settings.addProperty("waitingReason", plan.waiting().reason());
        settings.addProperty("rate", plan.spec().rate());
        settings.addProperty("sampleEvery", plan.spec().sampleEvery());
        settings.addProperty("timingCostNanos", timingCost);
        settings.addProperty("warmupMessages", plan.warmup());
        return settings;
    }

    private JsonObject run(RunResult run, List<Proof> held) {
        JsonObject json = new JsonObject();
        LinkKind kind = run.spec().link();
        json.addProperty("handoff", kind.toString());
        json.addProperty("capacity", kind.capacity(run.spec().capacity()));
        json.addProperty("waits", kind.waiting(run.spec().waiting()));
        json.addProperty("messages", run.messages());
        json.addProperty("nanos", run.nanos());
        json.addProperty("messagesPerSecond", run.throughput());
        ServiceReport.add(json, run);
        JsonObject counts = new JsonObject();
        for (Count count : Count.values()) {
            counts.addProperty(count.key(), run.settlement().tally().get(count));
        }
        json.add("counts", counts);
        json.addProperty("digest", run.settlement().digest());
        json.add("latency", latencies(run.latencies()));
        json.add("books", books(run));
        JsonArray proofs = new JsonArray();
        for (Proof proof : held) {
            JsonObject one = new JsonObject();
            one.addProperty("name", proof.name());
            one.addProperty("held", proof.held());
            one.addProperty("detail", proof.detail());
            proofs.add(one);
        }
        json.add("proofs", proofs);
        return json;
    }

    private static JsonArray latencies(List<Latency> latencies) {
        JsonArray json = new JsonArray();
        for (Latency latency : latencies) {
            Histogram histogram = latency.histogram();
            JsonObject one = new JsonObject();
            one.addProperty("path", latency.label());
            one.addProperty("samples", histogram.getTotalCount());
            for (double percentile : new double[] {50, 90, 99, 99.9}) {
                String name = "p" + (percentile == (int) percentile ? "" + (int) percentile : "" + percentile);
                one.addProperty(name, histogram.getValueAtPercentile(percentile));
            }
            one.addProperty("max", histogram.getMaxValue());
            json.add(one);
        }
        return json;
    }

    private JsonArray books(RunResult run) {
        JsonArray json = new JsonArray();
        for (OrderBook book : run.busiest(plan.top())) {
            TopOfBook top = run.top(book.locate());
            JsonObject one = new JsonObject();
            one.addProperty("stock", book.name());
            one.addProperty("messages", book.messages());
            one.addProperty("bid", top.bidPrice());
            one.addProperty("bidShares", top.bidShares());
            one.addProperty("ask", top.askPrice());
            one.addProperty("askShares", top.askShares());
            json.add(one);
        }
        return json;
    }
}
