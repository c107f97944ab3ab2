package io.millrace.stress.gate;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What the command line asks for.
 *
 * @param tests which tests; finds anywhere in the class name
 * @param mode {@link #BRIEF}, or jcstress's preset of times and forks
 * @param jvmArgs the one JVM configuration to run; blank: every configuration that jcstress finds by probing
 * @param out where logs, recorded results and HTML reports go
 * @param canaries the broken twins instead of the suite
 * @param list print the names only
 */
record StressOptions(Pattern tests, String mode, String jvmArgs, Path out, boolean canaries, boolean list) {

    /** C2 at once, its scheduling of memory accesses randomised: what catches most in one configuration. */
    static final String ONE_JVM =
            "-XX:+IgnoreUnrecognizedVMOptions -XX:-TieredCompilation -XX:+UnlockDiagnosticVMOptions"
                    + " -XX:+StressLCM -XX:+StressGCM -XX:+StressIGVN -XX:+StressCCP";

    /** As quick, with fewer and shorter iterations: for builds. */
    static final String BRIEF = "brief";

    static final List<String> MODES = List.of("sanity", BRIEF, "quick", "default", "tough", "stress");

    static final String USAGE = """
            Usage: java -jar millrace-stress.jar [options]
            Runs the jcstress tests; exit code 0 only if every test ran and nothing forbidden was seen.

              -t, --tests REGEX   only the tests whose class name contains a match
              --mode MODE         sanity, brief, quick (the default), default, tough or stress: about
                                  0.2, 0.3, 1, 5, 10 or 50 seconds per fork, and more forks from tough on
              --one-jvm           one JVM configuration (C2, randomised) instead of all that the JVM offers:
                                  a run of the whole suite takes minutes instead of an hour
              --jvm-args "ARGS"   one JVM configuration with these arguments
              --canaries          run the deliberately broken twins instead; exit code 0 only if each is caught
              --list              print the chosen tests and exit
              --out DIR           where logs, results and HTML reports go; default: jcstress, next to this jar
              --help              print this
            """;

    static StressOptions parse(String... args) {
        Pattern tests = Pattern.compile("");
        String mode = "quick";
        String jvmArgs = "";
        Path out = nextToThisJar();
        boolean canaries = false;
        boolean list = false;
        Iterator<String> rest = List.of(args).iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "-t", "--tests" -> tests = pattern(option, valueOf(option, rest));
                case "--mode" -> mode = knownMode(valueOf(option, rest));
                case "--one-jvm" -> jvmArgs = ONE_JVM;
                case "--jvm-args" -> jvmArgs = valueOf(option, rest);
                case "--out" -> out = Path.of(valueOf(option, rest)).toAbsolutePath();
                case "--canaries" -> canaries = true;
                case "--list" -> list = true;
                default -> throw new IllegalArgumentException("unknown option " + option);
            }
        }
        return new StressOptions(tests, mode, jvmArgs, out, canaries, list);
    }

    /** The mode as jcstress's options say it. */
    List<String> modeOptions() {
        // Making the objects of an epoch and touching the whole heap takes a short fork longer than racing.
        return mode.equals(BRIEF)
                ? List.of("-m", "quick", "-time", "100", "-iters", "3", "-strideCount", "20", "-pth", "false")
                : List.of("-m", mode);
    }

    boolean oneJvm() {
        return !jvmArgs.isBlank();
    }

    private static String valueOf(String option, Iterator<String> rest) {
        String value = rest.hasNext() ? rest.next() : "";
        if (value.isBlank()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return value;
    }

    private static Pattern pattern(String option, String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    option + " " + regex + " is not a regular expression: " + e.getDescription());
        }
    }

    private static String knownMode(String mode) {
        if (!MODES.contains(mode)) {
            throw new IllegalArgumentException("--mode " + mode + " is not one of " + String.join(", ", MODES));
        }
        return mode;
    }

    private static Path nextToThisJar() {
        try {
            Path code = Path.of(StressOptions.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return code.toAbsolutePath().resolveSibling("jcstress");
        } catch (URISyntaxException e) {
            throw new IllegalStateException("cannot tell where this jar is; use --out", e);
        }
    }
}
