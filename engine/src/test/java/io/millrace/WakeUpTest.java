package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.park.Parker;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Await;
import io.millrace.support.StoppingParker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** No operation depends on one particular thread that was woken: it may be stopped by a debugger, and the others go on. */
class WakeUpTest {

    static final List<ChannelKind> KINDS = List.of(
            ChannelKind.bounded(1),
            ChannelKind.bounded(3),
            ChannelKind.bounded(64).parking(),
            ChannelKind.unbounded(),
            ChannelKind.rendezvous(),
            ChannelKind.conflating());

    static final List<ChannelKind> LIMITED =
            KINDS.stream().filter(kind -> !kind.isUnbounded()).toList();

    private static final int WAITERS = 5;

    private final StoppingParker parker = new StoppingParker(Parker.system());
    private final Actors actors = new Actors();

    @AfterEach
    void everyThreadHasEnded() {
        parker.letGo();
        actors.close();
    }

    private Channel<Integer> open(ChannelKind kind) {
        return kind.<Integer>builder().parker(parker).build();
    }

    private List<Actor<Integer>> blockedReceivers(Channel<Integer> channel) {
        List<Actor<Integer>> receivers = new ArrayList<>();
        for (int i = 0; i < WAITERS; i++) {
            receivers.add(actors.start("receiver-" + i, channel::receiveOrNull).awaitBlocked());
        }
        return receivers;
    }

    private static List<Integer> joinOthers(List<Actor<Integer>> receivers, Actor<Integer> stopped) {
        List<Integer> received = new ArrayList<>();
        for (Actor<Integer> receiver : receivers) {
            if (receiver != stopped) {
                received.add(receiver.join());
            }
        }
        return received;
    }

    /** As many messages as waiters, and nobody sends any more. */
    @ParameterizedTest
    @FieldSource("KINDS")
    void allReceiversButTheOneThatIsStoppedGetAMessage(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = open(kind);
        List<Actor<Integer>> receivers = blockedReceivers(channel);
        Actor<Integer> stopped = receivers.get(0);
        parker.stop(stopped.thread());
        for (int i = 0; i < WAITERS; i++) {
            channel.send(i);
        }
        assertThat(joinOthers(receivers, stopped)).doesNotHaveDuplicates().hasSize(WAITERS - 1);
        parker.letGo();
        assertThat(stopped.join()).isBetween(0, WAITERS - 1);
    }

    /** What the stopped one keeps is one message, not each that is the last. */
    @ParameterizedTest
    @FieldSource("KINDS")
    void aStoppedReceiverDelaysNoLaterMessage(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = open(kind);
        Actor<Integer> stopped = actors.start("stopped", channel::receiveOrNull).awaitBlocked();
        parker.stop(stopped.thread());
        channel.send(-1);
        Await.until("it was woken", () -> parker.wasUnparked(stopped.thread()));
        for (int i = 0; i < 20; i++) {
            Integer kept =
                    channel.tryReceive(); // by a thread that runs; a message over a rendezvous is the stopped one's
            if (kept != null) {
                assertThat(kept).isEqualTo(-1);
            }
            Actor<Integer> receiver =
                    actors.start("receiver", channel::receiveOrNull).awaitBlocked();
            channel.send(i);
            assertThat(receiver.join()).isEqualTo(i);
        }
        parker.letGo();
        channel.close();
        stopped.join();
    }

    @ParameterizedTest
    @FieldSource("LIMITED")
    void allSendersButTheOneThatIsStoppedGetAPlace(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = open(kind);
        while (channel.trySend(-1)) {}
        List<Actor<Integer>> senders = new ArrayList<>();
        for (int i = 0; i < WAITERS; i++) {
            int message = i;
            senders.add(actors.start("sender-" + i, () -> {
                        channel.send(message);
                        return message;
                    })
                    .awaitBlocked());
        }
        Actor<Integer> stopped = senders.get(0);
        parker.stop(stopped.thread());
        List<Integer> received = new ArrayList<>();
        Await.until("all others have ended", () -> {
            Integer message = channel.tryReceive();
            if (message != null) {
                received.add(message);
            }
            return Actors.countEnded(senders) >= WAITERS - 1;
        });
        assertThat(joinOthers(senders, stopped)).containsExactlyInAnyOrder(1, 2, 3, 4);
        parker.letGo();
        channel.drain(received::add, Integer.MAX_VALUE);
        channel.close();
        stopped.hasFailed(); // or not: it waits for its end
    }

    /** It was woken for its clause, and others wait for the same. */
    @ParameterizedTest
    @FieldSource("KINDS")
    void aStoppedSelectHoldsNobodyUp(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = open(kind);
        Actor<Integer> stopped = actors.start("select", () -> {
                    Select select = Select.with(true, parker, System::nanoTime);
                    select.onReceive(channel);
                    select.await();
                    return select.isClosed() ? null : select.received(channel);
                })
                .awaitBlocked();
        List<Actor<Integer>> receivers = blockedReceivers(channel);
        parker.stop(stopped.thread());
        for (int i = 0; i < WAITERS + 1; i++) {
            channel.send(i);
        }
        assertThat(joinOthers(receivers, stopped)).hasSize(WAITERS);
        parker.letGo();
        stopped.join();
    }

    /** An executor that never has a thread for it. */
    @ParameterizedTest
    @FieldSource("KINDS")
    void aFutureWhoseExecutorNeverRunsKeepsOneMessageAndNoMore(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = open(kind);
        ConcurrentLinkedQueue<Runnable> never = new ConcurrentLinkedQueue<>();
        CompletableFuture<Integer> stuck = channel.receiveAsync(never::add);
        List<Actor<Integer>> receivers = blockedReceivers(channel);
        CompletableFuture<Integer> next = channel.receiveAsync();
        for (int i = 0; i < WAITERS + 2; i++) {
            channel.send(i);
        }
        List<Integer> received = new ArrayList<>(joinOthers(receivers, null));
        received.add(next.join());
        assertThat(stuck).isNotDone();
        Await.until("its message is there", () -> !never.isEmpty());
        assertThat(stuck.cancel(true)).as("it has its message").isFalse();
        received.add(stuck.join());
        assertThat(received)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, WAITERS + 2).boxed().toList());
    }

    /** The handler of one loop never returns. */
    @ParameterizedTest
    @FieldSource("KINDS")
    void aLoopWhoseExecutorNeverRunsTakesNothing(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = open(kind);
        CompletableFuture<Void> stuck = channel.forEachAsync(message -> {}, task -> {});
        List<Actor<Integer>> receivers = blockedReceivers(channel);
        for (int i = 0; i < WAITERS; i++) {
            channel.send(i);
        }
        assertThat(joinOthers(receivers, null)).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        assertThat(stuck).isNotDone();
    }

    /** Each of a batch wakes one. */
    @ParameterizedTest
    @FieldSource("KINDS")
    void aBatchServesAsManyAsItHasMessages(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = open(kind);
        List<Actor<Integer>> receivers = blockedReceivers(channel);
        Actor<Integer> stopped = receivers.get(0);
        parker.stop(stopped.thread());
        channel.sendAll(List.of(0, 1, 2, 3, 4));
        assertThat(joinOthers(receivers, stopped)).hasSize(WAITERS - 1);
    }
}
