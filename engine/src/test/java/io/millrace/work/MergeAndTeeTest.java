package io.millrace.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Await;
import io.millrace.support.ThreadKind;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fan-in and fan-out. */
class MergeAndTeeTest {

    private static final RuntimeException BROKEN = new IllegalStateException("broken");

    private final Threads threads = new Threads();

    @ParameterizedTest
    @MethodSource("io.millrace.work.Threads#kinds")
    void mergeBringsAllMessagesEachSourceInOrder(ThreadKind kind) throws Exception {
        Threads made = new Threads(kind);
        List<Channel<Integer>> sources = List.of(Channel.bounded(4), Channel.rendezvous(), Channel.unbounded());
        Receiver<Integer> merged = Pipeline.merge(made, 4, sources);
        List<List<Integer>> received = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (Actors actors = new Actors(kind)) {
            actors.startEach(3, "sender", number -> {
                for (int i = 0; i < 3_000; i++) {
                    sources.get(number).send(3 * i + number);
                }
                sources.get(number).close();
                return null;
            });
            merged.forEach(message -> received.get(message % 3).add(message));
        }
        received.forEach(ofSource -> assertThat(ofSource).hasSize(3_000).isSorted());
        Await.until("the thread has ended", () -> made.alive() == 0);
    }

    @Test
    void aFailedSourceFailsTheMergeAndItsOtherSources() throws Exception {
        Channel<Integer> good = Channel.bounded(4);
        Channel<Integer> bad = Channel.bounded(4);
        Receiver<Integer> merged = Pipeline.merge(threads, 4, List.of(good, bad));
        bad.send(1);
        bad.close(BROKEN);
        assertThat(merged.receive()).isEqualTo(1);
        assertThatThrownBy(merged::receive).hasCause(BROKEN);
        Await.until("the thread has ended", () -> threads.alive() == 0);
        assertThatThrownBy(() -> good.send(1)).hasCause(BROKEN);
    }

    @Test
    void aCancelledMergeCancelsItsSources() {
        Channel<Integer> first = Channel.bounded(4);
        Channel<Integer> second = Channel.bounded(4);
        Pipeline.<Integer>merge(threads, 4, List.of(first, second)).cancel();
        Await.until("the thread has ended", () -> threads.alive() == 0);
        assertThat(first.isClosedForSend() && second.isClosedForSend()).isTrue();
    }

    @Test
    void idleMergesAndTeesEndAtOnceWhenNobodyReceivesAnyMore() {
        for (int i = 0; i < 20; i++) {
            Channel<Integer> first = Channel.bounded(4);
            Channel<Integer> second = Channel.bounded(4);
            Receiver<Integer> merged = Pipeline.merge(threads, 4, List.of(first, second));
            List<Receiver<Integer>> copies = Pipeline.tee(threads, 4, merged, 2);
            copies.get(0).cancel();
            assertThat(first.isClosedForSend()).isFalse();
            copies.get(1).cancel(BROKEN);
            assertThat(first.closeCause()).isSameAs(BROKEN);
            assertThat(second.closeCause()).isSameAs(BROKEN);
        }
        Await.until("the threads have ended", () -> threads.alive() == 0);
    }

    @Test
    void aProducerBlockedBeforeACancelledMergeIsFreedAtOnce() throws Exception {
        Channel<Integer> source = Channel.rendezvous();
        List<Integer> undelivered = new CopyOnWriteArrayList<>();
        Receiver<Integer> merged = Pipeline.merge(threads, 1, List.of(source), undelivered::add);
        try (Actors actors = new Actors()) {
            source.send(1);
            source.send(2);
            Actor<Void> blocked = actors.run("producer", () -> source.send(3));
            blocked.awaitBlocked();
            merged.cancel(BROKEN);
            assertThat(blocked.failure())
                    .isInstanceOf(ChannelClosedException.class)
                    .hasCause(BROKEN);
        }
        Await.until("the thread has ended", () -> threads.alive() == 0);
        assertThat(undelivered).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void aMessageThatNoCopyTakesIsHandedOver() throws Exception {
        Channel<Integer> source = Channel.rendezvous();
        List<Integer> undelivered = new CopyOnWriteArrayList<>();
        List<Receiver<Integer>> copies = Pipeline.tee(threads, 1, source, 1, undelivered::add);
        source.send(1);
        source.send(2);
        copies.get(0).cancel();
        Await.until("the thread has ended", () -> threads.alive() == 0);
        assertThat(undelivered).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void aCallbackThatThrowsHangsNothing() throws Exception {
        Channel<Integer> source = Channel.rendezvous();
        Receiver<Integer> merged = Pipeline.merge(threads, 1, List.of(source), message -> {
            throw BROKEN;
        });
        source.send(1);
        source.send(2);
        assertThatThrownBy(merged::cancel).isSameAs(BROKEN);
        Await.until("the thread has ended", () -> threads.alive() == 0);
        assertThat(source.isClosedForSend()).isTrue();
    }

    // ---- tee ----

    @ParameterizedTest
    @MethodSource("io.millrace.work.Threads#kinds")
    void teeGivesEveryMessageToEachInOrder(ThreadKind kind) throws Exception {
        Threads made = new Threads(kind);
        Channel<Integer> source = Channel.bounded(4);
        List<Receiver<Integer>> copies = Pipeline.tee(made, 2, source, 3);
        List<Integer> all = IntStream.range(0, 3_000).boxed().toList();
        try (Actors actors = new Actors(kind)) {
            List<Actor<List<Integer>>> receivers = actors.startEach(
                    3, "receiver", number -> copies.get(number).stream().toList());
            for (int message : all) {
                source.send(message);
            }
            source.close();
            assertThat(Actors.joinAll(receivers)).containsOnly(all);
        }
        Await.until("the thread has ended", () -> made.alive() == 0);
    }

    @Test
    void aFailedSourceFailsAllCopiesBehindWhatWasSent() throws Exception {
        Channel<Integer> source = Channel.bounded(4);
        List<Receiver<Integer>> copies = Pipeline.tee(threads, 4, source, 2);
        source.send(1);
        source.close(BROKEN);
        for (Receiver<Integer> copy : copies) {
            assertThat(copy.receive()).isEqualTo(1);
            assertThatThrownBy(copy::receive).hasCause(BROKEN);
        }
    }

    @Test
    void aCancelledCopyLeavesTheOthersAndTheLastCancelsTheSource() throws Exception {
        Channel<Integer> source = Channel.bounded(4);
        List<Receiver<Integer>> copies = Pipeline.tee(threads, 4, source, 2);
        copies.get(0).cancel();
        source.send(1);
        assertThat(copies.get(1).receive()).isEqualTo(1);
        copies.get(1).cancel();
        Await.until("the thread has ended", () -> threads.alive() == 0);
        assertThat(source.isClosedForSend()).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pipeline.tee(threads, 1, source, 0))
                .withMessage("copies is 0, allowed is 1 or more");
    }

    @Test
    @SuppressWarnings("unchecked")
    void aReceiverOfTheUsersThatThrowsAnErrorFailsTheCopies() {
        Error error = new AssertionError("wrapper");
        Receiver<Integer> wrapper = (Receiver<Integer>) Proxy.newProxyInstance(
                Receiver.class.getClassLoader(), new Class<?>[] {Receiver.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("name")) {
                        return "wrapper";
                    }
                    throw error;
                });
        for (Receiver<Integer> copy : Pipeline.tee(threads, 4, wrapper, 2)) {
            assertThatThrownBy(copy::receive).hasCause(error);
        }
        Await.until("the thread has ended", () -> threads.alive() == 0);
    }

    @Test
    void aMergeOfNothingNamesIt() {
        assertThatThrownBy(() -> Pipeline.merge(threads, 1, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("sources");
    }
}
