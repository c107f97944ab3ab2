package io.millrace.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ChannelClosedException;
import io.millrace.internal.clock.Timeouts;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Await;
import io.millrace.support.ThreadKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineTest {

    private static final RuntimeException BROKEN = new IllegalStateException("broken");

    private final Threads threads = new Threads();

    private static void sendAndClose(Pipeline<Integer, ?> pipeline, int messages) throws InterruptedException {
        for (int i = 0; i < messages; i++) {
            pipeline.input().send(i);
        }
        pipeline.input().close();
    }

    @ParameterizedTest
    @MethodSource("io.millrace.work.Threads#kinds")
    void resultsComeOutInOrderThroughSingleAndOrderedStages(ThreadKind kind) throws Exception {
        Threads made = new Threads(kind);
        Pipeline<Integer, String> pipeline = Pipeline.<Integer>from(made)
                .capacity(8)
                .map("add", 1, number -> number + 1)
                .mapOrdered("double", 3, number -> number * 2)
                .mapOrdered("write", 2, String::valueOf)
                .start();
        try (Actors actors = new Actors(kind)) {
            actors.run("sender", () -> sendAndClose(pipeline, 5_000));
            List<String> expected = IntStream.rangeClosed(1, 5_000)
                    .mapToObj(i -> String.valueOf(2 * i))
                    .toList();
            assertThat(pipeline.output().stream()).containsExactlyElementsOf(expected);
        }
        assertThat(pipeline.awaitTermination(Timeouts.LONGEST)).isTrue();
        assertThat(made.count()).isEqualTo(6);
        made.assertNoneLeft();
    }

    @Test
    void parallelStagesLoseAndDoubleNothing() throws Exception {
        Pipeline<Integer, Integer> pipeline = Pipeline.<Integer>from(threads)
                .capacity(0)
                .map("first", 3, number -> number)
                .capacity(4)
                .map("evenOnly", 2, number -> number % 2 == 0 ? number : null)
                .start();
        try (Actors actors = new Actors()) {
            actors.run("sender", () -> sendAndClose(pipeline, 4_000));
            assertThat(pipeline.output().stream().sorted())
                    .containsExactlyElementsOf(
                            IntStream.range(0, 2_000).mapToObj(i -> 2 * i).toList());
        }
        pipeline.close();
        threads.assertNoneLeft();
    }

    @Test
    void aSlowReceiverHoldsTheSendersBack() throws Exception {
        Pipeline<Integer, Integer> pipeline = Pipeline.<Integer>from(threads)
                .capacity(1)
                .map("first", 1, number -> number)
                .mapOrdered("second", 2, number -> number)
                .start();
        AtomicInteger sent = new AtomicInteger();
        try (Actors actors = new Actors()) {
            Actor<Void> sender = actors.run("sender", () -> {
                for (int i = 0; i < 100; i++) {
                    pipeline.input().send(i);
                    sent.incrementAndGet();
                }
                pipeline.input().close();
            });
            Await.until("the output is full", () -> pipeline.output().isFull());
            // 3 channels of 1, one in the first stage's hands, a window of 4 in the second.
            Await.until("the sender is blocked", () -> sender.thread().getState() == Thread.State.WAITING);
            assertThat(sent.get()).isLessThanOrEqualTo(8);
            assertThat(pipeline.output().stream()).hasSize(100).isSorted();
        }
        pipeline.close();
    }

    @Test
    void aStageThatThrowsFailsBlockedSendersAndTheOutputBehindWhatWasFinished() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        ConcurrentLinkedQueue<Object> undelivered = new ConcurrentLinkedQueue<>();
        Pipeline<Integer, Integer> pipeline = Pipeline.<Integer>from(threads)
                .capacity(1)
                .onUndelivered(undelivered::add)
                .map("first", 1, number -> number)
                .map("second", 1, number -> {
                    if (number == 1) {
                        go.await();
                        throw BROKEN;
                    }
                    return number;
                })
                .map("third", 1, number -> number)
                .start();
        AtomicInteger sent = new AtomicInteger();
        try (Actors actors = new Actors()) {
            Actor<Void> sender = actors.run("sender", () -> {
                while (true) {
                    pipeline.input().send(sent.get());
                    sent.incrementAndGet();
                }
            });
            // 0 went through, 1 is with the second stage, 2 before it, 3 with the first, 4 before that
            Await.until("five were sent", () -> sent.get() == 5);
            sender.awaitBlocked();
            go.countDown();
            assertThat(sender.failure())
                    .isInstanceOf(ChannelClosedException.class)
                    .hasCause(BROKEN);
        }
        assertThat(pipeline.output().receive()).isZero();
        assertThatThrownBy(() -> pipeline.output().receive()).hasCause(BROKEN);
        assertThat(pipeline.awaitTermination(Timeouts.LONGEST)).isTrue();
        assertThat(undelivered).containsExactlyInAnyOrder(2, 3, 4);
        threads.assertNoneLeft();
    }

    @Test
    void aFailedInputComesOutBehindWhatWasSent() throws Exception {
        Pipeline<Integer, Integer> pipeline = Pipeline.<Integer>from(threads)
                .mapOrdered("first", 2, number -> number)
                .map("second", 2, number -> number)
                .start();
        pipeline.input().send(1);
        pipeline.input().close(BROKEN);
        assertThat(pipeline.output().receive()).isEqualTo(1);
        assertThatThrownBy(() -> pipeline.output().receive()).hasCause(BROKEN);
        pipeline.close();
        threads.assertNoneLeft();
    }

    @Test
    void aCancelledOutputClosesTheInputAndEndsTheStages() throws Exception {
        ConcurrentLinkedQueue<Object> undelivered = new ConcurrentLinkedQueue<>();
        Pipeline<Integer, Integer> pipeline = Pipeline.<Integer>from(threads)
                .onUndelivered(undelivered::add)
                .map("first", 1, number -> number)
                .mapOrdered("second", 2, number -> number)
                .start();
        pipeline.output().cancel();
        AtomicInteger sent = new AtomicInteger();
        assertThatThrownBy(() -> {
                    while (true) {
                        pipeline.input().send(sent.get());
                        sent.incrementAndGet();
                    }
                })
                .isInstanceOf(ChannelClosedException.class);
        assertThat(pipeline.awaitTermination(Timeouts.LONGEST)).isTrue();
        assertThat(undelivered).hasSize(sent.get()).doesNotHaveDuplicates();
        threads.assertNoneLeft();
    }

    @Test
    void cancelEndsStagesThatWaitAnywhere() throws Exception {
        ConcurrentLinkedQueue<Object> undelivered = new ConcurrentLinkedQueue<>();
        CountDownLatch entered = new CountDownLatch(1);
        Pipeline<Integer, Integer> pipeline = Pipeline.<Integer>from(threads)
                .capacity(2)
                .onUndelivered(undelivered::add)
                .mapOrdered("first", 2, number -> number)
                .map("stuck", 1, number -> {
                    entered.countDown();
                    new CountDownLatch(1).await();
                    return number;
                })
                .map("idle", 2, number -> number)
                .start();
        for (int i = 0; i < 3; i++) {
            pipeline.input().send(i);
        }
        entered.await();
        pipeline.cancel();
        assertThat(undelivered).containsExactlyInAnyOrder(1, 2);
        threads.assertNoneLeft();
    }

    @Test
    void closeOfAnInterruptedThreadCancelsAndKeepsTheFlag() throws Exception {
        Pipeline<Integer, Integer> pipeline = Pipeline.<Integer>from(threads)
                .capacity(1)
                .map("first", 1, number -> number)
                .start();
        for (int i = 0; i < 3; i++) {
            pipeline.input().send(i); // nobody receives
        }
        Thread.currentThread().interrupt();
        pipeline.close();
        assertThat(Thread.interrupted()).isTrue();
        threads.assertNoneLeft();
    }

    @Test
    void closeOfAnInterruptedThreadKeepsTheFlagAlsoIfACallbackThrows() throws Exception {
        Pipeline<Integer, Integer> pipeline = Pipeline.<Integer>from(threads)
                .capacity(1)
                .onUndelivered(message -> {
                    throw BROKEN;
                })
                .map("first", 1, number -> number)
                .start();
        for (int i = 0; i < 3; i++) {
            pipeline.input().send(i); // nobody receives
        }
        Thread.currentThread().interrupt();
        assertThatThrownBy(pipeline::close).isSameAs(BROKEN);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aPipelineWithoutStagesIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Pipeline.<Integer>from(threads).start())
                .withMessageContaining("no stage");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pipeline.<Integer>from(threads).capacity(-1))
                .withMessage("capacity is -1, allowed is 0 to 1073741824");
    }

    @Test
    void awaitTerminationSaysFalseWhileTheInputIsOpen() throws Exception {
        Pipeline<Integer, Integer> pipeline = Pipeline.<Integer>from(threads)
                .map("first", 1, number -> number)
                .start();
        assertThat(pipeline.awaitTermination(Duration.ofMillis(2))).isFalse();
        pipeline.close();
    }

    @Test
    void aCancelledOutputEndsIdleStagesAtOnceAndGivesTheCauseToBlockedSenders() throws Exception {
        Pipeline<Integer, Integer> idle = Pipeline.<Integer>from(threads)
                .map("first", 2, number -> number)
                .mapOrdered("second", 2, number -> number)
                .start();
        idle.output().cancel();
        assertThat(idle.awaitTermination(Timeouts.LONGEST)).isTrue();
        assertThat(idle.input().isClosedForSend()).isTrue();

        Pipeline<Integer, Integer> full = Pipeline.<Integer>from(threads)
                .capacity(1)
                .map("first", 1, number -> number)
                .start();
        try (Actors actors = new Actors()) {
            Actor<Void> sender = actors.run("sender", () -> {
                while (true) {
                    full.input().send(1);
                }
            });
            sender.awaitBlocked();
            full.output().cancel(BROKEN);
            assertThat(sender.failure())
                    .isInstanceOf(ChannelClosedException.class)
                    .hasCause(BROKEN);
        }
        assertThat(full.awaitTermination(Timeouts.LONGEST)).isTrue();
        threads.assertNoneLeft();
    }

    @Test
    void stagesAreCountedAndTheFailureIsKept() throws Exception {
        Pipeline<Integer, Integer> pipeline = Pipeline.<Integer>from(threads)
                .map("good", 1, number -> number)
                .<Integer>map("bad", 1, number -> {
                    throw BROKEN;
                })
                .map("last", 1, number -> number)
                .start();
        pipeline.input().send(1);
        assertThat(pipeline.awaitTermination(Timeouts.LONGEST)).isTrue();
        assertThat(pipeline.failure()).isSameAs(BROKEN);
        assertThat(pipeline.counts()).extracting(WorkCounts::handled).containsExactly(1L, 0L, 0L);
        assertThat(pipeline.counts()).extracting(WorkCounts::failed).containsExactly(0L, 1L, 0L);
        assertThat(pipeline).hasToString("pipeline (good -> bad -> last -> output, failed)");
    }
}
