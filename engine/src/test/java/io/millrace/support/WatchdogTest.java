package io.millrace.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;

class WatchdogTest {
    private static final Duration ANY = Duration.ofDays(1);

    @Test
    void aTestThatWaitsForNothingIsStuck() {
        assertThatThrownBy(() -> new Watchdog(2, ANY).watch("waiter", false, body(new CountDownLatch(1)::await)))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("waiter is stuck: nothing has moved for 2 s")
                .hasMessageContaining("CountDownLatch.await")
                .satisfies(e -> assertThat(e.getSuppressed()).hasOnlyElementsOfType(InterruptedException.class));
    }

    @Test
    void aTestThatRunsInCirclesIsEndedByItsCpuTime() {
        assertThatThrownBy(() -> new Watchdog(1_000, Duration.ofMillis(200)).watch("runner", false, body(() -> {
                    while (!Thread.interrupted()) {
                        Thread.onSpinWait();
                    }
                })))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("runner has not ended after PT0.2S of CPU time");
    }

    @Test
    void aTestThatWaitsForAProcessThatWorksIsNotStuck() throws Throwable {
        new Watchdog(2, ANY).watch("parent", true, body(() -> {
            Process child =
                    new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 1500000 ]; do i=$((i+1)); done").start();
            assertThat(child.waitFor()).isZero();
        }));
    }

    @Test
    void whatATestThrowsIsThrown() {
        RuntimeException failure = new IllegalStateException("the test's");

        assertThatThrownBy(() -> new Watchdog(2, ANY).watch("thrower", false, body(() -> {
                    throw failure;
                })))
                .isSameAs(failure);
    }

    @Test
    void aThreadThatDiesFailsTheTest() {
        assertThatThrownBy(() -> new Watchdog(2, ANY).watch("owner", false, body(() -> {
                    Thread dying = new Thread(
                            () -> {
                                throw new IllegalStateException("unseen");
                            },
                            "dying");
                    dying.start();
                    dying.join();
                })))
                .isInstanceOf(AssertionError.class)
                .hasMessage("thread \"dying\" died of java.lang.IllegalStateException: unseen");
    }

    @Test
    void everyTestRunsUnderAWatchdog() {
        assertThat(Thread.currentThread().getName()).startsWith("test WatchdogTest: everyTestRunsUnderAWatchdog");
    }

    private static Invocation<Void> body(Actors.Body body) {
        return () -> {
            body.run();
            return null;
        };
    }
}
