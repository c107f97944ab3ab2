package io.millrace.bench.report;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.millrace.bench.report.jmh.Cell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * All turns in the order in which they were taken, a line of JSON for each after one for the {@link RunKey}.
 *
 * @param file its place
 */
record TurnLog(Path file) {

    /**
     * One turn.
     *
     * @param cell its {@link Cell#id}
     * @param round the round it belongs to
     * @param started when
     * @param millis how long it took, the start of its JVM included
     * @param disturbance what it met
     * @param placement where its threads ran, in a line; empty if it does not tell
     * @param kept whether it counts, or else its round was repeated
     */
    record Turn(
            String cell,
            int round,
            Instant started,
            long millis,
            Guard.Disturbance disturbance,
            String placement,
            boolean kept) {

        /** Returns the same turn, kept or not. */
        Turn kept(boolean whether) {
            return new Turn(cell, round, started, millis, disturbance, placement, whether);
        }

        private JsonObject json() {
            JsonObject json = new JsonObject();
            json.addProperty("cell", cell);
            json.addProperty("round", round);
            json.addProperty("started", started.toString());
            json.addProperty("millis", millis);
            json.addProperty("stolen", rounded(disturbance.stolen()));
            json.addProperty("loopOff", rounded(disturbance.off()));
            json.addProperty("loopMayBeOff", rounded(disturbance.mostOff()));
            json.addProperty("placement", placement);
            json.addProperty("kept", kept);
            return json;
        }

        private static Turn of(JsonObject json) {
            return new Turn(
                    json.get("cell").getAsString(),
                    json.get("round").getAsInt(),
                    Instant.parse(json.get("started").getAsString()),
                    json.get("millis").getAsLong(),
                    new Guard.Disturbance(
                            json.get("stolen").getAsDouble(),
                            json.get("loopOff").getAsDouble(),
                            json.get("loopMayBeOff").getAsDouble()),
                    json.get("placement").getAsString(),
                    json.get("kept").getAsBoolean());
        }

        /** More digits only make the file longer. */
        private static double rounded(double share) {
            return Math.round(share * 10_000) / 10_000.0;
        }
    }

    /** Begins a log, or goes on with one of the same key. */
    void open(RunKey key) throws IOException {
        String first = new Gson().toJson(key.json());
        if (!Files.exists(file)
                || !Files.readAllLines(file).stream().findFirst().equals(Optional.of(first))) {
            Files.writeString(file, first + "\n");
        }
    }

    /** Adds a turn. */
    void add(Turn turn) throws IOException {
        Files.writeString(file, new Gson().toJson(turn.json()) + "\n", StandardOpenOption.APPEND);
    }

    /** Returns what the turns together say of the machine. */
    Map<String, String> facts() throws IOException {
        List<Turn> all = turns();
        long repeated = all.stream().filter(turn -> !turn.kept()).count();
        double stolen = all.stream()
                .mapToDouble(turn -> turn.disturbance().stolen())
                .average()
                .orElse(0);
        double off = all.stream()
                .mapToDouble(turn -> turn.disturbance().off())
                .sorted()
                .skip(all.size() / 2)
                .findFirst()
                .orElse(0);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("turns", all.size() + ", " + repeated + " of them in rounds that were repeated");
        facts.put("processor time that the host took", percent(stolen));
        facts.put("fixed loop off, median", percent(off));
        return facts;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    /** Returns the turns; none if there is no log. */
    List<Turn> turns() throws IOException {
        List<Turn> turns = new ArrayList<>();
        if (!Files.exists(file)) {
            return turns;
        }
        for (String line : Files.readAllLines(file).stream().skip(1).toList()) {
            turns.add(Turn.of(JsonParser.parseString(line).getAsJsonObject()));
        }
        return turns;
    }
}
