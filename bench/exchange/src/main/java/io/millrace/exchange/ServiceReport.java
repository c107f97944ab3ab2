package io.millrace.exchange;

import com.google.gson.JsonObject;
import io.millrace.exchange.control.Heartbeat;
import io.millrace.exchange.pipeline.RunResult;
import io.millrace.exchange.pipeline.Served;
import io.millrace.exchange.pipeline.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What both reports say about the services of a run and its supervisor. */
final class ServiceReport {

    private ServiceReport() {}

    /** What there will be, for people. */
    static String plan(RunPlan plan) {
        Services services = plan.spec().services();
        if (services == null) {
            return "services    none: the six stages alone" + (plan.compare() ? ", over every handoff alike" : "");
        }
        return text(
                "services    books with %d keyed workers, up to %,d messages dealt to them at once; a slow reader, %d ms for each quote; %d clients that ask, %d "
                        + "ms after each answer",
                services.workers(),
                services.block(),
                services.readerPause().toMillis(),
                services.clients(),
                services.askPause().toMillis());
    }

    /** What there was, for people. */
    static List<String> lines(RunResult run) {
        List<String> lines = new ArrayList<>();
        Heartbeat heartbeat = run.supervisor().heartbeat();
        lines.add(text(
                "heartbeat   %,d ticks, %,d missed; %s",
                heartbeat.beats(),
                heartbeat.missed(),
                heartbeat.beats() < 2
                        ? "too few to tell a rate"
                        : text(
                                "from tick to tick %,.0f to %,.0f messages/s",
                                heartbeat.slowest(), heartbeat.fastest())));
        Served served = run.served();
        if (served != null) {
            lines.add(text(
                    "books       %d keyed workers, %d groups of stocks, %,d lots of %.1f messages on average",
                    served.workers(), served.groups(), served.lots(), perLot(run)));
            lines.add(text(
                    "slow reader %,d quotes published: %,d received, %,d replaced by later ones; %,d stocks",
                    run.topChanges(),
                    served.reader().received(),
                    served.reader().replaced(),
                    served.reader().stocks()));
            lines.add(text(
                    "questions   %,d asked: %,d answered, %,d failed, %,d given up",
                    served.desk().asked(),
                    served.desk().answered(),
                    served.desk().failed(),
                    served.desk().timedOut()));
        }
        if (run.supervisor().stopReason() != null) {
            lines.add(text(
                    "stopped     %s; the proofs are of the %,d messages sent until then",
                    run.supervisor().stopReason(), run.messages()));
        }
        return lines;
    }

    /** What there was, for programs. */
    static void add(JsonObject json, RunResult run) {
        JsonObject heartbeat = new JsonObject();
        heartbeat.addProperty("ticks", run.supervisor().heartbeat().beats());
        heartbeat.addProperty("missed", run.supervisor().heartbeat().missed());
        heartbeat.addProperty(
                "slowestMessagesPerSecond", run.supervisor().heartbeat().slowest());
        heartbeat.addProperty(
                "fastestMessagesPerSecond", run.supervisor().heartbeat().fastest());
        json.add("heartbeat", heartbeat);
        json.addProperty("stopped", run.supervisor().stopReason());
        Served served = run.served();
        if (served == null) {
            return;
        }
        JsonObject books = new JsonObject();
        books.addProperty("workers", served.workers());
        books.addProperty("groups", served.groups());
        books.addProperty("block", run.spec().services().block());
        books.addProperty("lots", served.lots());
        books.addProperty("questions", served.questions());
        json.add("keyedPool", books);
        JsonObject reader = new JsonObject();
        reader.addProperty("published", run.topChanges());
        reader.addProperty("received", served.reader().received());
        reader.addProperty("replaced", served.reader().replaced());
        reader.addProperty("stocks", served.reader().stocks());
        json.add("slowReader", reader);
        JsonObject questions = new JsonObject();
        questions.addProperty("asked", served.desk().asked());
        questions.addProperty("answered", served.desk().answered());
        questions.addProperty("failed", served.desk().failed());
        questions.addProperty("givenUp", served.desk().timedOut());
        json.add("questions", questions);
    }

    private static double perLot(RunResult run) {
        return run.served().lots() == 0
                ? 0
                : (double) run.messages() / run.served().lots();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
