package io.millrace.bench.report;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
     */
    record Turn(String cell, int round, Instant started, long millis) {

        private JsonObject json() {
            JsonObject json = new JsonObject();
            json.addProperty("cell", cell);
            json.addProperty("round", round);
            json.addProperty("started", started.toString());
            json.addProperty("millis", millis);
            return json;
        }

        private static Turn of(JsonObject json) {
            return new Turn(
                    json.get("cell").getAsString(),
                    json.get("round").getAsInt(),
                    Instant.parse(json.get("started").getAsString()),
                    json.get("millis").getAsLong());
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
