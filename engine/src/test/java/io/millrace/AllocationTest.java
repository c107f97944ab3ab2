package io.millrace;

import io.millrace.contract.Behaviour;
import io.millrace.support.Allocation;
import io.millrace.support.Allocation.Step;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bounded channels and rendezvous allocate nothing after warm-up, whether they wait or not, on both sides. */
class AllocationTest {

    /** Operations of a round in which threads wait for each other: each may cost two switches of threads, and is like all others. */
    private static final int WAITS = 2_000;

    private static final Object MESSAGE = new Object();

    static Stream<ChannelKind> bounded() {
        return Stream.of(ChannelKind.bounded(1), ChannelKind.bounded(3), ChannelKind.bounded(1024));
    }

    /** With those where the thread that sends and receives is the only one. */
    static Stream<ChannelKind> ofOneThread() {
        return Stream.concat(bounded(), Stream.of(ChannelKind.bounded(64).told()));
    }

    static Stream<ChannelKind> handOffs() {
        return Stream.of(
                ChannelKind.bounded(1),
                ChannelKind.bounded(1).parking(),
                ChannelKind.bounded(64),
                ChannelKind.bounded(64).parking(),
                ChannelKind.rendezvous(),
                ChannelKind.rendezvous().parking());
    }

    static Stream<ChannelKind> handOffsOfTwo() {
        return Stream.concat(
                handOffs(),
                Stream.of(
                        ChannelKind.bounded(64).told(),
                        ChannelKind.bounded(1).told().parking()));
    }

    @ParameterizedTest
    @MethodSource("ofOneThread")
    @Behaviour(122)
    void operationsThatNeedNotWaitAllocateNothing(ChannelKind kind) {
        Channel<Object> channel = kind.open();
        Allocation.assertNone(20_000, () -> {
            channel.send(MESSAGE);
            channel.receive();
            channel.trySend(MESSAGE, 1, TimeUnit.SECONDS);
            channel.tryReceive(1, TimeUnit.SECONDS);
            channel.trySend(MESSAGE);
            channel.tryReceive();
        });
    }

    @ParameterizedTest
    @MethodSource("bounded")
    @Behaviour(122)
    void refusedTriesAllocateNothing(ChannelKind kind) {
        Channel<Object> empty = kind.open();
        Channel<Object> full = kind.open();
        while (full.trySend(MESSAGE)) {}
        Allocation.assertNone(20_000, () -> {
            empty.tryReceive();
            full.trySend(MESSAGE);
            empty.tryReceive(0, TimeUnit.SECONDS);
            full.trySend(MESSAGE, 0, TimeUnit.SECONDS);
        });
    }

    @ParameterizedTest
    @MethodSource("ofOneThread")
    @Behaviour(122)
    void batchesAllocateNothing(ChannelKind kind) {
        Channel<Object> channel = kind.open();
        Object[] messages = {MESSAGE, MESSAGE, MESSAGE, MESSAGE};
        Allocation.assertNone(20_000, () -> {
            channel.trySendAll(messages, 0, messages.length);
            channel.drain(message -> {}, messages.length);
        });
    }

    @ParameterizedTest
    @MethodSource("handOffsOfTwo")
    @Behaviour(122)
    void handingOverBetweenThreadsAllocatesNothingOnEitherSide(ChannelKind kind) {
        Channel<Object> channel = kind.open();
        Allocation.assertNone(WAITS, () -> channel.send(MESSAGE), channel::receive);
    }

    @ParameterizedTest
    @MethodSource("handOffsOfTwo")
    @Behaviour(122)
    void aPingPongWhereEveryReceiveWaitsAllocatesNothingOnEitherSide(ChannelKind kind) {
        Channel<Object> ping = kind.open();
        Channel<Object> pong = kind.open();
        Allocation.assertNone(
                WAITS,
                () -> {
                    ping.send(MESSAGE);
                    pong.receive();
                },
                () -> pong.send(ping.receive()));
    }

    @ParameterizedTest
    @MethodSource("handOffsOfTwo")
    @Behaviour(122)
    void timedWaitsAllocateNothingOnEitherSide(ChannelKind kind) {
        Channel<Object> channel = kind.open();
        Allocation.assertNone(
                WAITS, () -> channel.trySend(MESSAGE, 1, TimeUnit.HOURS), () -> channel.tryReceive(1, TimeUnit.HOURS));
    }

    @ParameterizedTest
    @MethodSource("handOffs")
    @Behaviour(122)
    void waitsThatTimeOutAllocateNothing(ChannelKind kind) {
        Channel<Object> empty = kind.open();
        Allocation.assertNone(500, () -> empty.tryReceive(1, TimeUnit.MICROSECONDS));
    }

    @ParameterizedTest
    @MethodSource("handOffs")
    @Behaviour(122)
    void severalSendersAndReceiversAllocateNothing(ChannelKind kind) {
        Channel<Object> channel = kind.open();
        Step send = () -> channel.send(MESSAGE);
        Step receive = channel::receive;
        Allocation.assertNone(WAITS, send, send, receive, receive);
    }

    private static Step selecting(Consumer<Select> clauses) {
        Select[] select = new Select[1]; // belongs to the thread that uses it first
        return () -> {
            if (select[0] == null) {
                select[0] = Select.fair();
                clauses.accept(select[0]);
            }
            select[0].await();
        };
    }

    @ParameterizedTest
    @MethodSource("bounded")
    @Behaviour({86, 122})
    void selectsThatNeedNotWaitAllocateNothing(ChannelKind kind) {
        Channel<Object> channel = kind.open();
        Channel<Object> empty = kind.open();
        Step send = selecting(select -> {
            select.onSend(channel, () -> MESSAGE);
            select.onReceive(empty);
        });
        Step receive = selecting(select -> {
            select.onReceive(empty);
            select.onReceive(channel);
        });
        Allocation.assertNone(20_000, () -> {
            send.run();
            receive.run();
        });
    }

    @ParameterizedTest
    @MethodSource("handOffs")
    @Behaviour({86, 122})
    void selectsThatWaitForEachOtherAllocateNothing(ChannelKind kind) {
        Channel<Object> ping = kind.open();
        Channel<Object> pong = kind.open();
        Channel<Object> never = kind.open();
        Step sendPing = selecting(select -> select.onSend(ping, () -> MESSAGE));
        Step sendPong = selecting(select -> select.onSend(pong, () -> MESSAGE));
        Step receivePing = selecting(select -> {
            select.onReceive(never);
            select.onReceive(ping);
        });
        Step receivePong = selecting(select -> {
            select.onReceive(never);
            select.onReceive(pong);
        });
        Allocation.assertNone(
                WAITS,
                () -> {
                    sendPing.run();
                    receivePong.run();
                },
                () -> {
                    receivePing.run();
                    sendPong.run();
                });
    }
}
