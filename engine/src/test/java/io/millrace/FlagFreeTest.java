package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.Actors;
import io.millrace.support.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Channels run in a JVM without flags, warn of nothing and load neither Unsafe nor Agrona. */
class FlagFreeTest {

    @TempDir
    private Path directory;

    @Test
    void everyFlavorWorksWithoutFlagsAndTheJvmSaysNothing() throws Exception {
        ChildJvm child = ChildJvm.run(directory, List.of(), EveryFlavor.class);
        assertThat(child).isEqualTo(new ChildJvm(0, "received 3001" + System.lineSeparator(), ""));
    }

    @Test
    void neitherUnsafeNorAgronaIsLoaded() throws Exception {
        Path log = directory.resolve("classes.txt");
        ChildJvm child = ChildJvm.run(directory, List.of("-Xlog:class+load:file=" + log), EveryFlavor.class);
        assertThat(child.exitCode()).as(child.toString()).isZero();
        List<String> loaded = Files.readAllLines(log);
        assertThat(loaded).anyMatch(line -> line.contains("io.millrace.internal.flavor."));
        assertThat(loaded).noneMatch(line -> line.contains("sun.misc.Unsafe") || line.contains("org.agrona."));
    }

    /** Uses what a program would use of each flavor. */
    static final class EveryFlavor {

        private EveryFlavor() {}

        public static void main(String[] args) throws Exception {
            int received = 0;
            for (Channel<Integer> channel :
                    List.<Channel<Integer>>of(Channel.bounded(10), Channel.rendezvous(), Channel.unbounded())) {
                try (Actors actors = new Actors()) {
                    actors.run("sender", () -> {
                        for (int i = 0; i < 1_000; i++) {
                            if (!channel.trySend(i)) {
                                channel.send(i);
                            }
                        }
                        channel.close();
                    });
                    received += channel.tryReceive(1, TimeUnit.MINUTES) == 0 ? 1 : 0;
                    received += channel.asBlockingQueue().take();
                    for (Integer message : channel) {
                        received += message > 0 ? 1 : 0;
                    }
                }
                channel.cancel();
            }
            received += timerBesideNothing();
            System.out.println("received " + received);
        }

        private static int timerBesideNothing() throws InterruptedException {
            Select select = Select.fair();
            select.onReceive(Channel.<Integer>bounded(1));
            int due = select.onReceive(Timers.after(Duration.ofMillis(1)));
            return select.await() == due ? 1 : 0;
        }
    }
}
