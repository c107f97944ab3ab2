package io.millrace.internal.park;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.support.Actors;
import io.millrace.support.ThreadKind;
import org.junit.jupiter.api.Test;

class VirtualThreadsTest {
    @Test
    void aPlatformThreadIsNotVirtual() {
        assertThat(VirtualThreads.currentIsVirtual()).isFalse();
        assertThat(VirtualThreads.isInGroup(Thread.currentThread())).isFalse();
    }

    @Test
    void aVirtualThreadIsToldByClassAndByGroup() {
        assumeTrue(ThreadKind.virtualThreadsExist());
        try (Actors actors = new Actors(ThreadKind.VIRTUAL)) {
            assertThat(actors.start("virtual", VirtualThreads::currentIsVirtual).join())
                    .isTrue();
            assertThat(actors.start("virtual", () -> VirtualThreads.isInGroup(Thread.currentThread()))
                            .join())
                    .isTrue();
        }
    }
}
