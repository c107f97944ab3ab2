package io.millrace.internal.offheap.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.offheap.SharedReceiver;
import io.millrace.offheap.SharedRing;
import io.millrace.offheap.SharedSender;
import io.millrace.support.LiveJvm;
import io.millrace.support.OtherJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are cut off while they are in use. In processes of their own, which must not crash. */
@EnabledOnOs(OS.LINUX)
class TruncationGuardTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:TieredStopAtLevel=4"})
    void everyOperationEndsWithTheCause(String compiler) throws Exception {
        requireAllEnd(Path.of(System.getProperty("java.home")), compiler);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=4"})
    void everyOperationEndsWithTheCauseOnAnotherJdk(String compiler) throws Exception {
        requireAllEnd(OtherJdk.home(), compiler);
    }

    private void requireAllEnd(Path jdk, String compiler) throws IOException, InterruptedException {
        List<String> flags = List.of(compiler, "-XX:-CreateCoredumpOnCrash");
        int warmUp = compiler.equals("-Xint") ? 0 : 50_000;
        try (LiveJvm child = LiveJvm.start(jdk, flags, folder, TruncationGuardChild.class, folder, warmUp)) {
            for (String scenario : TruncationGuardChild.SCENARIOS) {
                assertThat(child.line()).as(child::errors).isEqualTo(scenario);
            }
            assertThat(child.awaitEnd()).as(child::errors).isZero();
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).noneMatch(name -> name.startsWith("hs_err"));
        }
    }

    @Test
    void anInternalErrorOfAHandlerIsItsOwn() {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[8]);
        try (SharedRing ring = SharedRing.builder(folder.resolve("ring")).create();
                SharedSender sender = ring.openSender();
                SharedReceiver receiver = ring.openReceiver()) {
            sender.trySend(1, bytes, 0, 8);
            sender.trySend(1, bytes, 0, 8);
            InternalError own = new InternalError("of the handler");

            assertThatThrownBy(() -> receiver.tryReceive(
                            (type, buffer, index, length) -> {
                                throw own;
                            },
                            1))
                    .isSameAs(own);
            assertThat(receiver.tryReceive((type, buffer, index, length) -> {}, 5))
                    .isOne();
        }
    }
}
