package io.millrace.contract;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelKind;
import io.millrace.contract.Contract.Kinds;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.ManualClock;
import io.millrace.support.StrictParker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;

/** Operations that wait for a limited time. The clock stands still unless a test moves it. */
class TimeoutContractTest extends ChannelContract {

    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

    private final ManualClock clock = new ManualClock(1_000);
    private final StrictParker parker = new StrictParker(clock);

    @Contract(told = true)
    @Behaviour(9)
    void receiveTimesOutExactlyWhenTheTimeIsUp(ChannelKind kind) {
        Channel<Integer> channel = kind.open(clock, parker);
        Actor<Integer> receiver = actors.start("receiver", () -> channel.tryReceive(50, MILLISECONDS));
        endsAfterMillis(50, receiver);
        assertThat(receiver.join()).isNull();
    }

    @Contract(on = Kinds.LIMITED)
    @Behaviour({11, 33})
    void sendTimesOutExactlyWhenTheTimeIsUp(ChannelKind kind) {
        Channel<Integer> channel = kind.open(clock, parker);
        fill(channel);
        Actor<Boolean> sender = actors.start("sender", () -> channel.trySend(-1, Duration.ofMillis(50)));
        endsAfterMillis(50, sender);
        assertThat(sender.join()).isFalse();
    }

    private void endsAfterMillis(long millis, Actor<?> actor) {
        actor.awaitBlocked();
        clock.advance(MILLISECONDS.toNanos(millis) - 1);
        actor.awaitBlocked();
        clock.advance(1);
        actor.join();
    }

    @Contract(told = true)
    @Behaviour(9)
    void receiveTimesOutNoEarlierByTheRealClock(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        long start = System.nanoTime();
        assertThat(channel.tryReceive(5, MILLISECONDS)).isNull();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(MILLISECONDS.toNanos(5));
    }

    @Contract(on = Kinds.LIMITED, told = true)
    @Behaviour(11)
    void sendTimesOutNoEarlierByTheRealClock(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        fill(channel);
        long start = System.nanoTime();
        assertThat(channel.trySend(-1, 5, MILLISECONDS)).isFalse();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(MILLISECONDS.toNanos(5));
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour(10)
    void aMessageThatIsThereIsTakenThoughTheTimeIsUp(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        for (Duration none : List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofSeconds(Long.MIN_VALUE))) {
            channel.send(1);
            assertThat(channel.tryReceive(none)).isEqualTo(1);
            channel.send(2);
            assertThat(channel.tryReceive(none.isZero() ? 0 : Long.MIN_VALUE, DAYS))
                    .isEqualTo(2);
        }
    }

    @Contract(told = true)
    @Behaviour(10)
    void theMessageOfABlockedSenderIsTakenThoughTheTimeIsUp(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        offerInAnyWay(kind, channel, 4);
        assertThat(channel.tryReceive(Duration.ZERO)).isEqualTo(4);
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour({11, 42})
    void aMessageThatFitsIsAcceptedThoughTheTimeIsUp(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        for (Duration none : List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofSeconds(Long.MIN_VALUE))) {
            assertThat(channel.trySend(1, none)).isTrue();
            assertThat(channel.receive()).isEqualTo(1);
        }
        assertThat(channel.trySend(2, Long.MIN_VALUE, NANOSECONDS)).isTrue();
    }

    @Contract(told = true)
    @Behaviour(9)
    void noTimeAtAllMeansToTryOnceAndNotToPark(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open(clock, parker);
        assertThat(channel.tryReceive(Duration.ZERO)).isNull();
        assertThat(channel.tryReceive(-1, DAYS)).isNull();
        fill(channel);
        if (!kind.isUnbounded()) {
            assertThat(channel.trySend(-1, Duration.ZERO)).isFalse();
            assertThat(channel.trySend(-1, Long.MIN_VALUE, DAYS)).isFalse();
        }
        assertThat(parker.parks()).isZero();
    }

    @Contract(told = true)
    @Behaviour(25)
    void aTimeTooLongToCountMeansToWaitForEver(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open(clock, parker);
        List<Callable<Integer>> waits = List.of(
                () -> channel.tryReceive(FOR_EVER),
                () -> channel.tryReceive(Long.MAX_VALUE, NANOSECONDS),
                () -> channel.tryReceive(Long.MAX_VALUE, DAYS));
        for (Callable<Integer> wait : waits) {
            Actor<Integer> receiver = actors.start("receiver", wait).awaitBlocked();
            clock.advance(DAYS.toNanos(365));
            receiver.awaitBlocked();
            channel.send(3);
            assertThat(receiver.join()).isEqualTo(3);
        }
    }

    @Contract(on = Kinds.LIMITED)
    @Behaviour(25)
    void aSendTimeTooLongToCountMeansToWaitForEver(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open(clock, parker);
        List<Callable<Boolean>> waits = List.of(
                () -> channel.trySend(-1, FOR_EVER),
                () -> channel.trySend(-1, Long.MAX_VALUE, NANOSECONDS),
                () -> channel.trySend(-1, Long.MAX_VALUE, DAYS));
        for (Callable<Boolean> wait : waits) {
            fill(channel);
            Actor<Boolean> sender = actors.start("sender", wait).awaitBlocked();
            clock.advance(DAYS.toNanos(365));
            sender.awaitBlocked();
            channel.receive();
            assertThat(sender.join()).isTrue();
            takeAll(channel);
        }
    }

    @Contract(told = true)
    @Behaviour(25)
    void timeoutsHoldWhenTheClockOverflows(ChannelKind kind) {
        ManualClock late = new ManualClock(Long.MAX_VALUE - 10);
        Channel<Integer> channel = kind.open(late, new StrictParker(late));
        Actor<Integer> receiver = actors.start("receiver", () -> channel.tryReceive(20, NANOSECONDS))
                .awaitBlocked();
        late.advance(19);
        receiver.awaitBlocked();
        late.advance(1);
        assertThat(receiver.join()).isNull();
    }

    @Contract(told = true)
    @Behaviour({9, 73})
    void aReceiveThatCanCompleteWhenTheTimeIsUpCompletes(ChannelKind kind) {
        for (int round = 0; round < 50; round++) {
            Channel<Integer> channel = kind.open(clock, parker);
            Actor<Integer> receiver = actors.start("receiver", () -> channel.tryReceive(10, NANOSECONDS))
                    .awaitBlocked();
            assertThat(channel.trySend(6)).isTrue();
            clock.advance(10);
            assertThat(receiver.join()).isEqualTo(6);
        }
    }

    @Contract(on = Kinds.LIMITED)
    @Behaviour(11)
    void aSendThatCanCompleteWhenTheTimeIsUpCompletes(ChannelKind kind) {
        for (int round = 0; round < 50; round++) {
            Channel<Integer> channel = kind.open(clock, parker);
            fill(channel);
            Actor<Boolean> sender = actors.start("sender", () -> channel.trySend(-1, 10, NANOSECONDS))
                    .awaitBlocked();
            assertThat(channel.tryReceive()).isNotNull();
            clock.advance(10);
            assertThat(sender.join()).isTrue();
        }
    }

    @Contract(on = Kinds.LIMITED, told = true)
    @Behaviour({33, 113})
    void timedOutSendsLeaveNoGhostMessage(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        List<Integer> sent = fill(channel);
        for (int i = 0; i < 500; i++) {
            assertThat(channel.trySend(-1, 1, MICROSECONDS)).isFalse();
        }
        assertThat(takeAll(channel)).isEqualTo(sent);
        assertThat(channel.tryReceive()).isNull();
    }

    @Contract(told = true)
    @Behaviour({112, 113})
    void timedOutReceivesSwallowNoLaterMessage(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        for (int i = 0; i < 500; i++) {
            assertThat(channel.tryReceive(1, MICROSECONDS)).isNull();
        }
        offerInAnyWay(kind, channel, 9);
        assertThat(channel.receive()).isEqualTo(9);
    }

    @Contract
    @Behaviour({21, 34})
    void shortTimeoutsOnBothSidesLoseAndDoubleNothing(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        int messages = 1_000;
        List<Actor<List<Integer>>> senders = actors.startEach(2, "sender", number -> {
            Random random = new Random(number);
            List<Integer> accepted = new ArrayList<>();
            for (int i = number; i < messages; i += 2) {
                if (channel.trySend(i, random.nextInt(50), MICROSECONDS)) {
                    accepted.add(i);
                }
            }
            return accepted;
        });
        List<Actor<List<Integer>>> receivers = actors.startEach(2, "receiver", number -> {
            Random random = new Random(-number);
            List<Integer> received = new ArrayList<>();
            try {
                while (true) {
                    Integer message = channel.tryReceive(random.nextInt(50), MICROSECONDS);
                    if (message != null) {
                        received.add(message);
                    }
                }
            } catch (ChannelClosedException e) {
                return received;
            }
        });
        List<Integer> accepted = flat(Actors.joinAll(senders));
        channel.close();
        assertThat(flat(Actors.joinAll(receivers))).containsExactlyInAnyOrderElementsOf(accepted);
    }

    private static List<Integer> flat(List<List<Integer>> lists) {
        return lists.stream().flatMap(List::stream).toList();
    }
}
