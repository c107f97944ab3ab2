package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Await;
import io.millrace.support.ChildJvm;
import io.millrace.support.ThreadKind;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Closing and cancelling a channel whose two threads have no fences: whatever these are, and whatever they do. */
class OneToOneCloseTest {

    private static Channel<Integer> told() {
        return Channel.<Integer>builder()
                .capacity(8)
                .singleProducer()
                .singleConsumer()
                .build();
    }

    /** All of {@code Thread} that is not final and that a library may think of calling. */
    private static final class Hostile extends Thread {
        Hostile(Runnable body) {
            super(body);
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new AssertionError("getStackTrace");
        }

        @Override
        public State getState() {
            throw new AssertionError("getState");
        }

        @Override
        public long getId() {
            throw new AssertionError("getId");
        }

        @Override
        public String toString() {
            throw new AssertionError("toString");
        }

        @Override
        public boolean isInterrupted() {
            throw new AssertionError("isInterrupted");
        }
    }

    @Test
    void closeCallsNothingThatASubclassOfThreadOverrides() throws InterruptedException {
        Channel<Integer> channel = told();
        CountDownLatch used = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread hostile = new Hostile(() -> {
            channel.trySend(1);
            channel.trySend(2);
            channel.tryReceive();
            used.countDown();
            try {
                done.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        hostile.start();
        used.await();
        try {
            channel.close();
            assertThat(channel.size()).isEqualTo(1);
            channel.cancel();
            assertThat(channel.isClosedForReceive()).isTrue();
        } finally {
            done.countDown();
            hostile.join();
        }
    }

    /** What the thread that has both roles does when a third closes and cancels. */
    private enum Elsewhere {
        PARKED_PLATFORM(ThreadKind.PLATFORM, false),
        RUNNING_PLATFORM(ThreadKind.PLATFORM, true),
        PARKED_VIRTUAL(ThreadKind.VIRTUAL, false),
        RUNNING_VIRTUAL(ThreadKind.VIRTUAL, true);

        private final ThreadKind kind;
        private final boolean running;

        Elsewhere(ThreadKind kind, boolean running) {
            this.kind = kind;
            this.running = running;
        }
    }

    @ParameterizedTest
    @EnumSource
    void closeEndsWhateverTheOwnerDoes(Elsewhere elsewhere) throws InterruptedException {
        assumeTrue(elsewhere.kind == ThreadKind.PLATFORM || ThreadKind.virtualThreadsExist());
        Channel<Integer> channel = told();
        CountDownLatch used = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        try (Actors actors = new Actors(elsewhere.kind)) {
            actors.run("owner", () -> {
                channel.trySend(1);
                channel.trySend(2);
                channel.tryReceive();
                used.countDown();
                while (elsewhere.running && done.getCount() > 0) {
                    Thread.onSpinWait();
                }
                done.await();
            });
            used.await();
            channel.close();
            assertThat(channel.isClosedForSend()).isTrue();
            assertThat(channel.size()).isEqualTo(1);
            channel.cancel();
            assertThat(channel.isClosedForReceive()).isTrue();
            done.countDown();
        }
    }

    @Test
    void closeFreesTheOwnerThatWaitsInTheChannel() throws InterruptedException {
        Channel<Integer> channel = told();
        try (Actors actors = new Actors()) {
            Actor<Integer> receiver = actors.start("receiver", channel::receiveOrNull);
            receiver.awaitBlocked();
            channel.close();
            assertThat(receiver.join()).isNull();
        }
    }

    @Test
    void everyMessageIsAcceptedAndThereOrRefusedWhereverTheCloseFalls() throws InterruptedException {
        for (int round = 0; round < 500; round++) {
            Channel<Integer> channel = told();
            AtomicInteger accepted = new AtomicInteger();
            try (Actors actors = new Actors()) {
                CountDownLatch first = new CountDownLatch(1);
                actors.run("sender", () -> {
                    try {
                        for (int message = 0; ; message++) {
                            channel.send(message);
                            accepted.incrementAndGet();
                            first.countDown();
                        }
                    } catch (ChannelClosedException e) {
                        first.countDown();
                    }
                });
                Actor<Integer> receiver = actors.start("receiver", () -> {
                    int received = 0;
                    while (channel.receiveOrNull() != null) {
                        received++;
                    }
                    return received;
                });
                first.await();
                channel.close();
                assertThat(receiver.join()).as("round %d", round).isEqualTo(receivedBy(actors, accepted));
            }
        }
    }

    private static int receivedBy(Actors actors, AtomicInteger accepted) {
        actors.close(); // the sender has counted its last
        return accepted.get();
    }

    @Test
    void closeDoesNotWaitForASafepointOfTheOwner(@TempDir Path directory) throws Exception {
        // What is compiled, and undone, stops all threads; so nothing but the loop is.
        ChildJvm child = ChildJvm.run(
                directory,
                List.of(
                        "-XX:+UseParallelGC",
                        "-XX:-UseCountedLoopSafepoints",
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:GuaranteedSafepointInterval=0",
                        "-XX:CompileCommand=quiet",
                        "-XX:CompileCommand=compileonly," + CloseInLoopMain.class.getName() + "::loop"),
                CloseInLoopMain.class);
        assertThat(child.out().lines()).containsExactly("closed, then the loop ended");
    }

    @Test
    void aThreadThatHasEndedIsCollectedWhileTheChannelLives() throws InterruptedException {
        Channel<Integer> channel = told();
        WeakReference<Thread> ended = useOnce(channel);
        Await.until("the thread is collected", () -> {
            System.gc();
            return ended.get() == null;
        });
        channel.trySend(2);
        assertThat(channel.tryReceive()).isEqualTo(2);
    }

    private static WeakReference<Thread> useOnce(Channel<Integer> channel) throws InterruptedException {
        Thread thread = new Thread(() -> {
            channel.trySend(1);
            channel.tryReceive();
        });
        thread.start();
        thread.join();
        return new WeakReference<>(thread);
    }
}
