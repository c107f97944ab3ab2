package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiles and runs each whole program in the documents, and holds what it prints against what the document shows. */
class ProgramsTest {

    private static final Pattern BEGIN = Pattern.compile("<!-- program: ");

    static List<DocumentedProgram> programs() {
        return DocumentedProgram.all();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aProgramPrintsWhatTheDocumentSays(DocumentedProgram program, @TempDir Path folder) throws Exception {
        assumeTrue(Runtime.version().feature() >= program.java(), () -> program + " needs Java " + program.java());

        program.assertThatItPrintsWhatTheDocumentSays(Path.of(System.getProperty("java.home")), folder);
    }

    @Test
    void everyProgramShowsItsOutput() {
        for (Path document : Documents.markdown()) {
            long begun = BEGIN.matcher(Documents.text(document)).results().count();

            assertThat(DocumentedProgram.in(document))
                    .as("programs with an output in %s", document)
                    .hasSize((int) begun);
        }
    }
}
