package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stacks that really overflow and heaps that really are full, each in a JVM of its own. */
class SmallJvmTest {

    private static final String AGRONA = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED";

    @TempDir
    private Path directory;

    @Test
    void aStackOverflowLeavesEveryChannelWholeInTheInterpreter() throws Exception {
        requireHeld(ChildJvm.run(directory, List.of(AGRONA, "-Xint"), SmallStackMain.class));
    }

    @Test
    void aStackOverflowLeavesEveryChannelWholeInCompiledCode() throws Exception {
        requireHeld(ChildJvm.run(directory, List.of(AGRONA), SmallStackMain.class));
    }

    @Test
    void aFullHeapLeavesEveryChannelWhole() throws Exception {
        requireHeld(ChildJvm.run(directory, List.of("-Xmx48m", "-XX:+UseSerialGC"), SmallHeapMain.class));
    }

    @Test
    void aFullHeapKeepsNoReceiverWithoutAThreadFromGoingOn() throws Exception {
        requireHeldWithFullHeap(AsynchronousHeapMain.LOOP);
    }

    @Test
    void aFullHeapKeepsNoPublisherFromGoingOnOrFailing() throws Exception {
        requireHeldWithFullHeap(AsynchronousHeapMain.PUBLISHER);
    }

    private void requireHeldWithFullHeap(String form) throws Exception {
        requireHeld(ChildJvm.run(directory, List.of("-Xmx48m", "-XX:+UseSerialGC"), AsynchronousHeapMain.class, form));
    }

    @Test
    void theFirstChannelLeavesNoClassToBeInitializedInTheMiddleOfAnOperation() throws Exception {
        ChildJvm child = ChildJvm.run(directory, List.of(AGRONA), FirstChannelMain.class);
        assertThat(child.err()).isEmpty();
        assertThat(child.out()).isEmpty();
    }

    private static void requireHeld(ChildJvm child) {
        assertThat(child.exitCode()).as(child.toString()).isZero();
        assertThat(child.err()).isEmpty();
        assertThat(child.out()).startsWith("held ");
    }
}
