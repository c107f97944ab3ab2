package io.millrace.stress.gate;

import java.nio.file.Path;
import java.util.Locale;

/**
 * jcstress on a machine with fewer CPUs than actors.
 *
 * <p>jcstress reads Linux's own list of CPUs and leaves out a test that has more actors than the list has entries. On an
 * operating system that it does not know it asks the JVM, and {@code -XX:ActiveProcessorCount} sets what the JVM answers.
 */
final class CrowdedMain {
    private CrowdedMain() {}

    public static void main(String[] args) throws Exception {
        if (System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
            // Some JDKs choose how to start processes by this property too, once, at the first start.
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            new ProcessBuilder(java, "-version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            System.setProperty("os.name", "generic");
        }
        UnbiasedMain.main(args);
    }
}
