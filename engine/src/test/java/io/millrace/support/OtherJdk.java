package io.millrace.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A second JDK, for rings that processes on different ones share. Without one the test is skipped. */
public final class OtherJdk {

    private OtherJdk() {}

    /** Another feature version: the one a property names, one beside the JDK of this test, or one in the usual place on Linux. */
    public static Path home() throws IOException {
        String named = System.getProperty("millrace.other.jdk");
        Path here = Path.of(System.getProperty("java.home")).toRealPath();
        Optional<Path> found = named != null ? Optional.of(Path.of(named)) : Optional.empty();
        for (Path place : List.of(here.resolveSibling(""), Path.of("/usr/lib/jvm"))) {
            if (found.isEmpty() && Files.isDirectory(place)) {
                try (Stream<Path> homes = Files.list(place)) {
                    found = homes.filter(OtherJdk::isAnotherNewEnough).findFirst();
                }
            }
        }
        assumeTrue(found.isPresent(), "no second JDK: name one with -Dmillrace.other.jdk=");
        return found.get();
    }

    private static boolean isAnotherNewEnough(Path home) {
        try {
            String release = Files.readString(home.resolve("release"));
            String version = release.replaceFirst("(?s).*JAVA_VERSION=\"(\\d+).*", "$1");
            int feature = Integer.parseInt(version);
            return Files.isExecutable(home.resolve("bin/java"))
                    && feature >= 17
                    && feature != Runtime.version().feature();
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }
}
