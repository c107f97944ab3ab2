package io.millrace.bench.exchange.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.ChannelClosedException;
import io.millrace.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HandoffTest {

    private static final int MANY = 20_000;

    @ParameterizedTest
    @EnumSource(HandoffKind.class)
    void allMessagesArriveInOrderAndThenTheEnd(HandoffKind kind) throws Exception {
        for (Waiting waiting : List.of(Waiting.park(), Waiting.adaptive())) {
            Handoff<Integer> handoff = kind.open("test", 8, waiting);
            FutureTask<List<Integer>> receiver = start(() -> {
                List<Integer> received = new ArrayList<>();
                for (Integer message = handoff.receive(); message != null; message = handoff.receive()) {
                    received.add(message);
                }
                return received;
            });
            List<Integer> sent = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                sent.add(i);
                handoff.send(i);
            }
            handoff.close();

            assertThat(receiver.get()).isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @EnumSource(HandoffKind.class)
    void aCapacityOfOneWorks(HandoffKind kind) throws Exception {
        Handoff<String> handoff = kind.open("test", 1, Waiting.park());
        FutureTask<String> receiver = start(() -> handoff.receive() + handoff.receive() + handoff.receive());
        handoff.send("a");
        handoff.send("b");
        handoff.close();

        assertThat(receiver.get()).isEqualTo("abnull");
    }

    @ParameterizedTest
    @EnumSource(HandoffKind.class)
    void aReceiverThatWaitsGetsTheCause(HandoffKind kind) throws Exception {
        Handoff<String> handoff = kind.open("test", 4, Waiting.park());
        Exception cause = new Exception("sender died");
        FutureTask<String> receiver = start(handoff::receive);
        handoff.fail(cause);

        assertFailsWith(receiver, cause);
    }

    @ParameterizedTest
    @EnumSource(HandoffKind.class)
    void aSenderThatWaitsGetsTheCause(HandoffKind kind) throws Exception {
        Handoff<String> handoff = kind.open("test", 2, Waiting.park());
        Exception cause = new Exception("receiver died");
        FutureTask<Void> sender = start(() -> {
            while (true) {
                handoff.send("message");
            }
        });
        handoff.receive();
        handoff.fail(cause);

        assertFailsWith(sender, cause);
    }

    @Test
    void theRingRoundsItsCapacityUp() {
        assertThat(HandoffKind.DISRUPTOR.capacity(1)).isEqualTo(1);
        assertThat(HandoffKind.DISRUPTOR.capacity(1000)).isEqualTo(1024);
        assertThat(HandoffKind.DISRUPTOR.capacity(1024)).isEqualTo(1024);
        assertThat(HandoffKind.MILLRACE.capacity(1000)).isEqualTo(1000);
    }

    private static void assertFailsWith(FutureTask<?> task, Throwable cause) {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(task::get)
                .satisfies(e -> assertThat(e.getCause()).isInstanceOf(ChannelClosedException.class))
                .satisfies(e -> assertThat(e.getCause().getCause()).isSameAs(cause));
    }

    private static <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "handoff-test");
        thread.setDaemon(true);
        thread.start();
        return task;
    }
}
