package io.millrace.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/**
 * A run of a program that has ended.
 *
 * @param exitCode its exit code
 * @param out what it printed
 * @param err what it complained of
 */
public record ProgramRun(int exitCode, String out, String err) {

    /** Runs a command line in this process. */
    public static ProgramRun of(CommandLine program, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = program.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new ProgramRun(exitCode, out.toString(), err.toString());
    }

    /**
     * Runs a command in a shell, without the variables that add options to a JVM.
     *
     * @param folder where its output is kept
     * @param command what the shell is to run
     */
    public static ProgramRun shell(Path folder, String command) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        int exitCode = builder.start().waitFor();
        return new ProgramRun(exitCode, Files.readString(out), Files.readString(err));
    }

    /** The lines that it printed. */
    public List<String> outLines() {
        return out.lines().toList();
    }

    /** The lines of its complaints. */
    public List<String> errLines() {
        return err.lines().toList();
    }
}
