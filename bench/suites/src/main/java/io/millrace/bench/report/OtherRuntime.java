package io.millrace.bench.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.millrace.bench.report.ResultSet.Measured;
import io.millrace.bench.report.jmh.Cell;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Suite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Figures that another program measured, such as Go's channels. The format is in {@code docs/reading-the-report.md}.
 *
 * @param runtime name and version
 * @param machine where
 * @param command how
 * @param rows its rows
 */
record OtherRuntime(String runtime, String machine, String command, List<Measured> rows) {

    /**
     * Reads a file.
     *
     * @param file with one object
     * @param suites the catalogue, which has the places of the rows
     * @throws IOException if it is not in the format or a row has no place; the message says what is allowed
     */
    static OtherRuntime read(Path file, List<Suite> suites) throws IOException {
        try {
            return of(Json.read(file).getAsJsonObject(), suites);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        } catch (IllegalStateException | ClassCastException | UnsupportedOperationException e) {
            throw new IOException(file + ": is not in the format of other runtimes: " + e.getMessage(), e);
        }
    }

    static OtherRuntime of(JsonObject json, List<Suite> suites) {
        String runtime = text(json, "runtime");
        List<Cell> cells = Plan.cells(suites);
        List<Measured> rows = new ArrayList<>();
        for (JsonElement element : member(json, "rows").getAsJsonArray()) {
            JsonObject row = element.getAsJsonObject();
            String peer = text(row, "peer") + ", " + runtime;
            rows.add(new Measured(
                    cell(row, Peer.of(peer.replace(",", ";"), Peer.Family.OTHER_RUNTIME), cells),
                    Estimate.of(forks(row)),
                    Map.of(),
                    List.of(),
                    Map.of(),
                    Map.of()));
        }
        return new OtherRuntime(runtime, text(json, "machine"), text(json, "command"), rows);
    }

    private static Cell cell(JsonObject row, Peer peer, List<Cell> cells) {
        Map<String, String> params = new LinkedHashMap<>();
        member(row, "params")
                .getAsJsonObject()
                .entrySet()
                .forEach(entry -> params.put(entry.getKey(), entry.getValue().getAsString()));
        String place = text(row, "suite") + "/" + text(row, "panel");
        List<Cell> there = cells.stream()
                .filter(cell -> (cell.suite().id() + "/" + cell.panel().id()).equals(place))
                .toList();
        if (there.isEmpty()) {
            throw new IllegalArgumentException("suite and panel are " + place + ", allowed are "
                    + String.join(
                            ", ",
                            cells.stream()
                                    .map(cell -> cell.suite().id() + "/"
                                            + cell.panel().id())
                                    .distinct()
                                    .toList()));
        }
        return there.stream()
                .filter(cell -> cell.params().equals(params))
                .findFirst()
                .map(cell -> new Cell(cell.suite(), cell.panel(), cell.row(), peer, cell.params()))
                .orElseThrow(() -> new IllegalArgumentException("params of a row of " + place + " are "
                        + Cell.text(params, " ") + ", allowed are "
                        + String.join(
                                "; ",
                                there.stream()
                                        .map(cell -> Cell.text(cell.params(), " "))
                                        .distinct()
                                        .toList())));
    }

    private static double[] forks(JsonObject row) {
        List<Double> forks = new ArrayList<>();
        for (JsonElement fork : member(row, "forks").getAsJsonArray()) {
            forks.add(fork.getAsDouble());
        }
        if (forks.isEmpty() || forks.stream().anyMatch(fork -> !(fork > 0))) {
            throw new IllegalArgumentException(
                    "forks is " + forks + ", allowed are figures above 0, one for each process");
        }
        return forks.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static String text(JsonObject object, String name) {
        return member(object, name).getAsString();
    }

    private static JsonElement member(JsonObject object, String name) {
        JsonElement member = object.get(name);
        if (member == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return member;
    }
}
