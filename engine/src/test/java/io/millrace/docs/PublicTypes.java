package io.millrace.docs;

import java.nio.file.Path;
import java.util.List;

/** The sources of the types that users see. */
final class PublicTypes {

    private static final String ROOT = "engine/src/main/java/io/millrace";

    private PublicTypes() {}

    /** The sources in the exported packages. */
    static List<Path> sources() {
        Path internal = Documents.path(ROOT).resolve("internal");
        return Documents.filesBelow(ROOT, ".java").stream()
                .filter(source -> !source.startsWith(internal))
                .filter(source -> !source.endsWith("package-info.java"))
                .toList();
    }
}
