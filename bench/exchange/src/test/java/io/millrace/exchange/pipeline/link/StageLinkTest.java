package io.millrace.exchange.pipeline.link;

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

class StageLinkTest {

    private static final int MANY = 20_000;

    @ParameterizedTest
    @EnumSource(LinkKind.class)
    void allMessagesArriveInOrderAndThenTheEnd(LinkKind kind) throws Exception {
        for (Waiting waiting : List.of(Waiting.park(), Waiting.adaptive())) {
            StageLink<Integer> link = kind.open("test", 8, waiting);
            FutureTask<List<Integer>> receiver = start(() -> {
                List<Integer> received = new ArrayList<>();
                for (Integer message = link.receive(); message != null; message = link.receive()) {
                    received.add(message);
                }
                return received;
            });
            List<Integer> sent = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                sent.add(i);
                link.send(i);
            }
            link.close();

            assertThat(receiver.get()).isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @EnumSource(LinkKind.class)
    void aCapacityOfOneWorks(LinkKind kind) throws Exception {
        StageLink<String> link = kind.open("test", 1, Waiting.park());
        FutureTask<String> receiver = start(() -> link.receive() + link.receive() + link.receive());
        link.send("a");
        link.send("b");
        link.close();

        assertThat(receiver.get()).isEqualTo("abnull");
    }

    @ParameterizedTest
    @EnumSource(LinkKind.class)
    void aReceiverThatWaitsGetsTheCause(LinkKind kind) throws Exception {
        StageLink<String> link = kind.open("test", 4, Waiting.park());
        Exception cause = new Exception("sender died");
        FutureTask<String> receiver = start(link::receive);
        link.fail(cause);

        assertFailsWith(receiver, cause);
    }

    @ParameterizedTest
    @EnumSource(LinkKind.class)
    void aSenderThatWaitsGetsTheCause(LinkKind kind) throws Exception {
        StageLink<String> link = kind.open("test", 2, Waiting.park());
        Exception cause = new Exception("receiver died");
        FutureTask<Void> sender = start(() -> {
            while (true) {
                link.send("message");
            }
        });
        link.receive();
        link.fail(cause);

        assertFailsWith(sender, cause);
    }

    @Test
    void theRingRoundsItsCapacityUp() {
        assertThat(LinkKind.DISRUPTOR.capacity(1)).isEqualTo(1);
        assertThat(LinkKind.DISRUPTOR.capacity(1000)).isEqualTo(1024);
        assertThat(LinkKind.DISRUPTOR.capacity(1024)).isEqualTo(1024);
        assertThat(LinkKind.MILLRACE.capacity(1000)).isEqualTo(1000);
    }

    private static void assertFailsWith(FutureTask<?> task, Throwable cause) {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(task::get)
                .satisfies(e -> assertThat(e.getCause()).isInstanceOf(ChannelClosedException.class))
                .satisfies(e -> assertThat(e.getCause().getCause()).isSameAs(cause));
    }

    private static <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "link-test");
        thread.setDaemon(true);
        thread.start();
        return task;
    }
}
