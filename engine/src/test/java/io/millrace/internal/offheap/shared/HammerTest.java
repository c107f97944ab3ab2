package io.millrace.internal.offheap.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.LiveJvm;
import io.millrace.support.LongRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rings that are closed under threads that use them, in processes that must not crash. Say {@code -Dmillrace.hammers=1000} for more. */
@LongRun
class HammerTest {

    private static final int HAMMERS = Integer.getInteger("millrace.hammers", 4);
    private static final int ROUNDS = 20;

    @TempDir
    private Path folder;

    @Test
    void aRingThatIsClosedUnderThreadsThatUseItEndsThemInGoodOrder() throws Exception {
        List<String> wrong = new ArrayList<>();
        long operations = 0;
        for (int number = 0; number < HAMMERS; number++) {
            List<String> flags =
                    List.of("-XX:TieredStopAtLevel=" + (number % 2 == 0 ? 1 : 4), "-XX:-CreateCoredumpOnCrash");
            try (LiveJvm child = LiveJvm.start(
                    Path.of(System.getProperty("java.home")), flags, folder, HammerChild.class, folder, ROUNDS)) {
                String line = child.restOfLines();
                int exitCode = child.awaitEnd();
                if (exitCode != 0 || !line.matches("\\d+")) {
                    wrong.add("child " + number + " ended with " + exitCode + ": " + line + child.errors());
                } else {
                    operations += Long.parseLong(line);
                }
            }
        }
        System.out.println(HAMMERS + " processes, in each " + ROUNDS + " rings closed under " + HammerChild.THREADS
                + " threads, " + operations + " operations; not ended in good order: " + wrong.size());
        assertThat(wrong).isEmpty();
    }
}
