package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rings need a JVM flag, and say which. */
class RingFlagTest {

    private static final String FLAG = "--add-exports java.base/jdk.internal.misc=ALL-UNNAMED";

    @TempDir
    private Path directory;

    @Test
    void withoutTheFlagNothingIsMadeAndTheMessageContainsTheFlag() throws Exception {
        ChildJvm child = ChildJvm.run(directory, List.of(), MakeAll.class);
        assertThat(child.exitCode()).as(child.toString()).isZero();
        assertThat(child.out().lines()).hasSize(4).allMatch(line -> line.contains(FLAG), "contains the flag");
        assertThat(child.out().lines()).allMatch(line -> line.startsWith("IllegalStateException"), "is clear");
    }

    @Test
    void withTheFlagTheJvmSaysNothingElse() throws Exception {
        ChildJvm child = ChildJvm.run(directory, List.of(FLAG.split(" ")), MakeAll.class);
        assertThat(child.err()).isEmpty();
        assertThat(child.out().lines()).hasSize(4).allMatch(line -> line.startsWith("made"), "was made");
    }

    /** Makes one of each, and tells how that went. */
    static final class MakeAll {

        private MakeAll() {}

        public static void main(String[] args) {
            tell(() -> Ring.builder().capacity(64).build().name());
            tell(() -> Ring.builder()
                    .capacity(1024)
                    .onHeap()
                    .singleProducer()
                    .build()
                    .name());
            tell(() -> LongChannel.of(10).name());
            tell(() -> DoubleChannel.of(10).name());
        }

        private static void tell(Supplier<String> maker) {
            try {
                System.out.println("made " + maker.get());
            } catch (RuntimeException | Error e) {
                System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
            }
        }
    }
}
