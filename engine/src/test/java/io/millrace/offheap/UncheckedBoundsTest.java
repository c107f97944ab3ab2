package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rings where Agrona checks no bounds: what is kept too long reaches nothing of the ring, and nothing crashes. */
class UncheckedBoundsTest {

    @TempDir
    private Path folder;

    @Test
    void whatIsUsedTooLateOrClosedMeanwhileDamagesNothing() throws Exception {
        List<String> flags = List.of(
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-D" + UnsafeBuffer.DISABLE_BOUNDS_CHECKS_PROP_NAME + "=true",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("hs_err"));

        ChildJvm child = ChildJvm.run(folder, flags, UncheckedBoundsChild.class, folder.toString());

        assertThat(child.exitCode()).as(child.out() + child.err()).isZero();
        assertThat(child.out()).contains("whole");
    }
}
