package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.ChannelKind;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.SelectKind;
import io.millrace.internal.flavor.Invariants;
import io.millrace.internal.select.ReceiveSource;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Await;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Selects against everything else at once. */
class SelectRaceTest extends ChannelContract {

    private static final int COUNT = 10_000;

    static Stream<ChannelKind> buffered() {
        return Stream.of(ChannelKind.bounded(1), ChannelKind.bounded(3).parking(), ChannelKind.unbounded());
    }

    static Stream<ChannelKind> flavors() {
        return Stream.concat(
                buffered(),
                Stream.of(ChannelKind.rendezvous(), ChannelKind.rendezvous().parking()));
    }

    // ---- linearizable ----

    @ParameterizedTest
    @MethodSource("buffered")
    @Behaviour({74, 100})
    void aPollNeverMissesAReadinessThatMoves(ChannelKind kind) throws InterruptedException {
        readinessMoves(kind, 100_000, Select::poll);
    }

    @ParameterizedTest
    @MethodSource("buffered")
    @Behaviour({73, 74})
    void aTimeoutNeverMissesAReadinessThatMoves(ChannelKind kind) throws InterruptedException {
        readinessMoves(kind, 20_000, select -> select.await(Duration.ofNanos(1)));
    }

    @FunctionalInterface
    private interface Choice {
        int of(Select select) throws InterruptedException;
    }

    /** From the first send on a message is in one channel or the other, while it moves from here to there. */
    private void readinessMoves(ChannelKind kind, int rounds, Choice choice) throws InterruptedException {
        Channel<Integer> here = kind.open();
        Channel<Integer> there = kind.open();
        Channel<Integer> starts = Channel.rendezvous();
        Channel<Integer> ends = Channel.rendezvous();
        actors.run("mover", () -> {
            for (int i = 0; i < rounds; i++) {
                starts.receive();
                there.send(1);
                here.tryReceive();
                ends.receive();
            }
        });
        Select select = Select.fair();
        select.onReceive(here);
        select.onReceive(there);
        for (int i = 0; i < rounds; i++) {
            starts.send(i);
            here.send(1);
            assertThat(choice.of(select)).as("round " + i).isNotEqualTo(Select.NONE);
            ends.send(i);
            there.tryReceive();
        }
    }

    /** The send is claimed before the poll begins and published between its looks. */
    @Test
    @Behaviour(74)
    void aPollNeverMissesASendThatEndsWhileItLooks() {
        Channel<Integer> early = Channel.bounded(1);
        Channel<Integer> late = Channel.bounded(1);
        late.trySend(1);
        AtomicBoolean claimed = new AtomicBoolean();
        AtomicBoolean goesOn = new AtomicBoolean();
        Actor<Integer> sender = actors.start("sender", () -> {
            Select select = Select.fair();
            select.onSend(early, () -> {
                claimed.set(true);
                Await.until("the poll looks", goesOn::get);
                return 2;
            });
            return select.poll();
        });
        Await.until("the send is claimed", claimed::get);
        Select select = Select.biased();
        select.onReceive(early);
        select.onReceive(neverReady(() -> {
            goesOn.set(true);
            sender.join();
            late.tryReceive();
        }));
        select.onReceive(late);
        assertThat(select.poll()).isZero();
        assertThat(select.received(early)).isEqualTo(2);
    }

    /** A source that runs {@code look} each time a select looks at it, and never has anything. */
    @SuppressWarnings("unchecked")
    private static Receiver<Integer> neverReady(Runnable look) {
        return (Receiver<Integer>) Proxy.newProxyInstance(
                Receiver.class.getClassLoader(),
                new Class<?>[] {Receiver.class, ReceiveSource.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("pollNow")) {
                        look.run();
                    }
                    Class<?> type = method.getReturnType();
                    return type == boolean.class ? (Object) false : type == long.class ? (Object) 0L : null;
                });
    }

    // ---- exactly once ----

    /** After Go's doubleselect: one value stands in four send clauses. */
    @ParameterizedTest
    @MethodSource("flavors")
    @Behaviour({69, 95})
    void aValueInSeveralSendClausesIsSentOnce(ChannelKind kind) {
        List<Channel<Integer>> channels =
                Stream.generate(() -> kind.<Integer>open()).limit(4).toList();
        Channel<Integer> merged = Channel.unbounded();
        Actor<Void> sender = actors.run("sender", () -> {
            AtomicInteger next = new AtomicInteger();
            Select select = Select.fair();
            channels.forEach(channel -> select.onSend(channel, next::get));
            for (int i = 0; i < COUNT; i++) {
                next.set(i);
                select.await();
            }
            channels.forEach(Channel::close);
        });
        List<Actor<Void>> receivers = actors.startEach(4, "receiver", number -> {
            channels.get(number).forEach(merged::trySend);
            return null;
        });
        sender.join();
        Actors.joinAll(receivers);
        List<Integer> received = takeAll(merged);
        assertThat(received).hasSize(COUNT).doesNotHaveDuplicates();
        channels.forEach(Invariants::check);
    }

    @ParameterizedTest
    @MethodSource("flavors")
    @Behaviour({20, 34, 111})
    void aTimeoutOrAnInterruptThatRacesWithAHandOverLosesNothing(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        AtomicBoolean stops = new AtomicBoolean();
        Actor<List<Integer>> receiver = actors.start("select", () -> {
            List<Integer> received = new ArrayList<>();
            Select select = Select.fair();
            select.onReceive(channel);
            for (int i = 0; true; i++) {
                try {
                    if (select.await(i % 50, TimeUnit.MICROSECONDS) == Select.NONE) {
                        continue;
                    }
                    if (select.isClosed()) {
                        return received;
                    }
                    received.add(select.received(channel));
                } catch (InterruptedException e) {
                    // Nothing was received; the next call goes on.
                }
            }
        });
        Actor<Void> interrupter = actors.run("interrupter", () -> {
            while (!stops.get()) {
                receiver.interrupt();
                Thread.yield();
            }
        });
        Actor<List<Integer>> sender = actors.start("sending select", () -> {
            List<Integer> sent = new ArrayList<>();
            AtomicInteger next = new AtomicInteger();
            Select select = Select.fair();
            select.onSend(channel, next::incrementAndGet);
            for (int i = 0; i < COUNT; i++) {
                if (select.await(i % 50, TimeUnit.MICROSECONDS) != Select.NONE) {
                    sent.add(next.get());
                }
            }
            return sent;
        });
        List<Integer> sent = sender.join();
        stops.set(true);
        interrupter.join();
        channel.close();
        assertThat(receiver.join()).isEqualTo(sent);
        Invariants.check(channel);
    }

    // ---- progress ----

    /** Ten threads, each over the four channels in an order of its own, some with plain operations. */
    @ParameterizedTest
    @MethodSource("flavors")
    @Behaviour({93, 95})
    void plainOperationsAndSelectsInDifferentOrdersDoNotDeadlock(ChannelKind kind) {
        List<Channel<Integer>> channels =
                Stream.generate(() -> kind.<Integer>open()).limit(4).toList();
        int each = 2_000;
        List<Actor<Void>> actorsOfAll = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Channel<Integer> channel = channels.get(i);
            actorsOfAll.add(actors.run("sender", () -> {
                for (int n = 0; n < each; n++) {
                    channel.send(n);
                }
            }));
            actorsOfAll.add(actors.run("receiver", () -> {
                for (int n = 0; n < each; n++) {
                    channel.receive();
                }
            }));
        }
        for (boolean sends : new boolean[] {true, false}) {
            for (boolean reversed : new boolean[] {true, false}) {
                actorsOfAll.add(actors.run("select", () -> exhaust(channels, sends, reversed, each)));
            }
        }
        Actors.joinAll(actorsOfAll);
        channels.forEach(channel -> {
            assertThat(channel.size()).isZero();
            Invariants.check(channel);
        });
    }

    /** Carries out {@code each} operations over every channel, and removes its clause then. */
    private static void exhaust(List<Channel<Integer>> channels, boolean sends, boolean reversed, int each)
            throws InterruptedException {
        Select select = Select.fair();
        for (int i = 0; i < channels.size(); i++) {
            Channel<Integer> channel = channels.get(reversed ? channels.size() - 1 - i : i);
            if (sends) {
                select.onSend(channel, () -> 1);
            } else {
                select.onReceive(channel);
            }
        }
        int[] left = new int[channels.size()];
        Arrays.fill(left, each);
        for (int i = 0; i < each * left.length; i++) {
            int chosen = select.await();
            if (--left[chosen] == 0) {
                select.remove(chosen);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Behaviour({79, 93})
    void aSelectOverFullEmptyAndZeroChannelsServesAll(SelectKind kind) {
        Channel<Integer> zero = Channel.rendezvous();
        Channel<Integer> one = Channel.bounded(1);
        Channel<Integer> many = Channel.unbounded();
        List<Channel<Integer>> channels = List.of(zero, one, many);
        List<Actor<int[]>> receivers = actors.startEach(4, "select", number -> {
            Select select = kind.open().dropClosed();
            channels.forEach(select::onReceive);
            int[] picks = new int[3];
            int chosen;
            while ((chosen = select.await()) != Select.ENDED) {
                picks[chosen]++;
            }
            return picks;
        });
        Random random = new Random(7);
        List<Actor<Void>> senders = new ArrayList<>();
        for (Channel<Integer> channel : channels) {
            int sends = COUNT / 2 + random.nextInt(100);
            senders.add(actors.run("sender", () -> {
                for (int i = 0; i < sends; i++) {
                    channel.send(i);
                }
                channel.send(sends);
            }));
        }
        Actors.joinAll(senders);
        channels.forEach(Channel::close);
        int[] sum = new int[3];
        for (int[] picks : Actors.joinAll(receivers)) {
            for (int i = 0; i < 3; i++) {
                sum[i] += picks[i];
            }
        }
        for (int picked : sum) {
            assertThat(picked).isBetween(COUNT / 2 + 1, COUNT / 2 + 100);
        }
        channels.forEach(Invariants::check);
    }
}
