package io.millrace.bench.report;

import com.google.gson.JsonObject;
import io.millrace.bench.report.jmh.Measurer;
import io.millrace.bench.suite.Profile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a kept result depends on. A result is only used again where all of it is the same.
 *
 * @param parts names and values
 */
record RunKey(Map<String, String> parts) {

    /** Name of the part that tells programs apart: the commit of a working directory is not that of a jar. */
    static final String PROGRAM = "program";

    /** Returns the key of runs that this process makes. */
    static RunKey here(Profile profile) throws IOException {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put(PROGRAM, classPathDigest());
        parts.put("JDK", System.getProperty("java.runtime.version") + " " + System.getProperty("java.vm.name"));
        parts.put(
                "machine", Environment.processor() + ", " + Runtime.getRuntime().availableProcessors());
        parts.put("flags", String.join(" ", Measurer.commonFlags()));
        parts.put("profile", profile.toString());
        return new RunKey(parts);
    }

    /** Reads a key back. */
    static RunKey of(JsonObject json) {
        Map<String, String> parts = new LinkedHashMap<>();
        json.entrySet()
                .forEach(entry -> parts.put(entry.getKey(), entry.getValue().getAsString()));
        return new RunKey(parts);
    }

    JsonObject json() {
        JsonObject json = new JsonObject();
        parts.forEach(json::addProperty);
        return json;
    }

    /** Names what differs. */
    List<String> differences(RunKey other) {
        return Stream.concat(parts.keySet().stream(), other.parts.keySet().stream())
                .distinct()
                .filter(name -> !Objects.equals(parts.get(name), other.parts.get(name)))
                .toList();
    }

    private static String classPathDigest() throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (!Files.exists(path)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    digest.update(Files.readAllBytes(file));
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }
}
