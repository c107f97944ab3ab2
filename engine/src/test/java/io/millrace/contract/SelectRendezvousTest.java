package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.ChannelKind;
import io.millrace.Select;
import io.millrace.SelectKind;
import io.millrace.Waiting;
import io.millrace.internal.flavor.Invariants;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Await;
import io.millrace.support.ManualClock;
import io.millrace.support.StrictParker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Selects over channels without a buffer, where a clause is ready only while a partner waits. */
class SelectRendezvousTest extends ChannelContract {

    private static final int THREADS = 44;

    private final ManualClock clock = new ManualClock(0);
    private final StrictParker parker = new StrictParker(clock);

    static Stream<ChannelKind> kinds() {
        return Stream.concat(parkingKinds(), Stream.of(ChannelKind.rendezvous().waiting(Waiting.spin())));
    }

    /** Those whose blocked threads sleep, so that a test can see it. */
    static Stream<ChannelKind> parkingKinds() {
        return Stream.of(ChannelKind.rendezvous(), ChannelKind.rendezvous().parking());
    }

    /** A select that sends its number and receives; returns what it received, or -1 if it sent. */
    private static int sendOrReceive(Channel<Integer> channel, SelectKind kind, int number)
            throws InterruptedException {
        Select select = kind.open();
        int send = select.onSend(channel, () -> number);
        int receive = select.onReceive(channel);
        int chosen = select.await();
        assertThat(chosen).isIn(send, receive);
        return chosen == send ? -1 : select.received(channel);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @Behaviour({36, 81})
    void aSelectNeverMeetsItself(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        Select select = Select.fair();
        select.onSend(channel, () -> 1);
        select.onReceive(channel);
        assertThat(select.poll()).isEqualTo(Select.NONE);
        assertThat(select.await(Duration.ofMillis(1))).isEqualTo(Select.NONE);
        Invariants.check(channel);
    }

    @Test
    @Behaviour(36)
    void aSelectOverBothEndsOfAChannelSleepsWhileNobodyComes() {
        Channel<Integer> channel = ChannelKind.rendezvous().open(clock, parker);
        Actor<Integer> waiting = actors.start("select", () -> {
                    Select select = SelectKind.FAIR.open(clock, parker);
                    select.onSend(channel, () -> 1);
                    select.onReceive(channel);
                    return select.await();
                })
                .awaitBlocked();
        assertThat(parker.parks()).isEqualTo(1);
        channel.close();
        assertThat(waiting.join()).isBetween(0, 1);
    }

    @ParameterizedTest
    @EnumSource
    @Behaviour(37)
    void manySelectsOverBothEndsPairUp(SelectKind selectKind) {
        for (ChannelKind kind : kinds().toList()) {
            Channel<Integer> channel = kind.open();
            List<Actor<Integer>> selects =
                    actors.startEach(THREADS, "select", number -> sendOrReceive(channel, selectKind, number));
            List<Integer> results = Actors.joinAll(selects);
            assertThat(results).filteredOn(result -> result == -1).hasSize(THREADS / 2);
            assertThat(results).filteredOn(result -> result != -1).doesNotHaveDuplicates();
            for (int number = 0; number < THREADS; number++) {
                assertThat(results.get(number)).isNotEqualTo(number);
            }
            Invariants.check(channel);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @Behaviour(38)
    void ofAnOddNumberOfSelectsOneIsLeftAndOneMoreOperationReleasesIt(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        int threads = 55;
        List<Actor<Integer>> selects =
                actors.startEach(threads, "select", number -> sendOrReceive(channel, SelectKind.FAIR, number));
        Await.until("all but one have paired", () -> Actors.countEnded(selects) >= threads - 1);
        Actor<Integer> left =
                selects.stream().filter(select -> !select.hasEnded()).findAny().orElseThrow();
        left.awaitBlocked();
        channel.send(-2);
        List<Integer> results = Actors.joinAll(selects);
        assertThat(results).contains(-2).filteredOn(result -> result == -1).hasSize(threads / 2);
        assertThat(left.join()).isEqualTo(-2);
        Invariants.check(channel);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @Behaviour(40)
    void aSendInsideTheBodyOfAReceiveClauseWorks(ChannelKind kind) throws InterruptedException {
        Channel<Integer> in = kind.open();
        Channel<Integer> out = kind.open();
        actors.run("sender", () -> in.send(1));
        Actor<Integer> receiver = actors.start("receiver", out::receive);
        Select select = Select.fair();
        select.onReceive(in);
        select.await();
        out.send(select.received(in) + 1);
        assertThat(receiver.join()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @Behaviour({30, 91})
    void aRendezvousIsReadyOnlyWhileAPartnerWaits(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        Select receiving = Select.fair();
        receiving.onReceive(channel);
        Select sending = Select.fair();
        sending.onSend(channel, () -> 7);
        assertThat(receiving.poll()).isEqualTo(Select.NONE);
        assertThat(sending.poll()).isEqualTo(Select.NONE);
        Actor<Integer> receiver = actors.start("receiver", channel::receive);
        Await.until("the receiver is met", () -> sending.poll() == 0);
        assertThat(receiver.join()).isEqualTo(7);
        Actor<Void> sender = actors.run("sender", () -> channel.send(8));
        Await.until("the sender is met", () -> receiving.poll() == 0);
        assertThat(receiving.received(channel)).isEqualTo(8);
        sender.join();
    }

    /** Each select sends where the other receives, so each could serve the other. */
    @ParameterizedTest
    @EnumSource
    @Behaviour({37, 93})
    void selectsThatCrossOverTwoChannelsMeet(SelectKind selectKind) {
        for (ChannelKind kind : kinds().toList()) {
            Channel<Integer> there = kind.open();
            Channel<Integer> back = kind.open();
            AtomicInteger sum = new AtomicInteger();
            Actor<Void> one = actors.run("one", () -> cross(selectKind, there, back, 3_000, sum));
            Actor<Void> other = actors.run("other", () -> cross(selectKind, back, there, 3_000, sum));
            one.join();
            other.join();
            assertThat(sum).hasValue(0);
            Invariants.check(there);
            Invariants.check(back);
        }
    }

    private static void cross(SelectKind kind, Channel<Integer> out, Channel<Integer> in, int rounds, AtomicInteger sum)
            throws InterruptedException {
        Select select = kind.open();
        int send = select.onSend(out, () -> 1);
        select.onReceive(in);
        for (int i = 0; i < rounds; i++) {
            sum.addAndGet(select.await() == send ? 1 : -1);
        }
    }
}
