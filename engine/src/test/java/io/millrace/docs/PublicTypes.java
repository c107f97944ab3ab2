package io.millrace.docs;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sources of the types that users see. */
final class PublicTypes {

    private static final String ROOT = "engine/src/main/java/io/millrace";

    private PublicTypes() {}

    /** The sources in the exported packages. */
    static List<Path> sources() {
        Path internal = Documents.path(ROOT).resolve("internal");
        return sourcesBelowRoot()
                .filter(source -> !source.startsWith(internal))
                .filter(source -> !source.endsWith("package-info.java"))
                .toList();
    }

    private static Stream<Path> sourcesBelowRoot() {
        return Documents.filesBelow(ROOT, ".java").stream();
    }
}
