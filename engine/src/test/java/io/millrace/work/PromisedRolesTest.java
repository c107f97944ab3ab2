package io.millrace.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.Receiver;
import io.millrace.ThreadRoleException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Parts with threads of their own over channels that were promised one thread: they keep the promise or refuse the channel. */
class PromisedRolesTest {

    private static final ThreadFactory THREADS = Thread::new;

    private final Channel<Integer> channel = Channel.<Integer>builder()
            .capacity(64)
            .singleProducer()
            .singleConsumer()
            .build();

    @Test
    void aPoolOfOneKeepsThePromiseAndCannotGrow() throws InterruptedException {
        ConcurrentLinkedQueue<Integer> handled = new ConcurrentLinkedQueue<>();
        WorkerPool<Integer> pool = WorkerPool.on(channel, THREADS).start(handled::add);
        assertThatThrownBy(() -> pool.resize(2)).isInstanceOf(ThreadRoleException.class);
        assertThat(pool.workers()).isEqualTo(1);
        pool.resize(1);
        for (int message = 0; message < 200; message++) {
            channel.send(message);
        }
        assertThat(pool.stop().handled()).isEqualTo(200);
        assertThat(handled)
                .containsExactlyElementsOf(IntStream.range(0, 200).boxed().toList());
    }

    @Test
    void aPoolOfSeveralIsRefused() {
        assertThatThrownBy(() -> WorkerPool.on(channel, THREADS).workers(2).start(message -> {}))
                .isInstanceOf(ThreadRoleException.class)
                .hasMessageContaining("single consumer");
        assertThatThrownBy(() -> WorkerPool.on(channel.attachReceiver(), THREADS)
                        .workers(2)
                        .start(message -> {}))
                .isInstanceOf(ThreadRoleException.class);
    }

    @Test
    void aPartIsRefusedWhileAnotherThreadHasTheRole() throws InterruptedException {
        channel.tryReceive();
        assertThatThrownBy(() -> WorkerPool.on(channel, THREADS).start(message -> {}))
                .isInstanceOf(ThreadRoleException.class)
                .hasMessageContaining("releaseConsumer()");
        assertThatThrownBy(() -> Pipeline.merge(THREADS, 1, List.of(channel)))
                .isInstanceOf(ThreadRoleException.class)
                .hasMessageContaining("releaseConsumer()");
        assertThatThrownBy(() -> Pipeline.tee(THREADS, 1, channel, 2))
                .isInstanceOf(ThreadRoleException.class)
                .hasMessageContaining("releaseConsumer()");
        channel.releaseConsumer();
        channel.send(1);
        channel.close();
        Receiver<Integer> merged = Pipeline.merge(THREADS, 1, List.of(channel));
        assertThat(merged.receive()).isEqualTo(1);
        assertThat(merged.receiveOrNull()).isNull();
    }

    @Test
    void keyedWorkersThatSendToASingleProducersChannelAreRefusedUnlessTheyAreOne() throws InterruptedException {
        KeyedWorkersBuilder<Integer, Integer> several =
                KeyedWorkers.by((Integer message) -> message, THREADS).workers(2);
        assertThatThrownBy(() -> several.startOrdered(message -> message, channel))
                .isInstanceOf(ThreadRoleException.class)
                .hasMessageContaining("single producer");
        KeyedWorkers<Integer, Integer> one =
                KeyedWorkers.by((Integer message) -> message, THREADS).startOrdered(message -> message, channel);
        one.send(1);
        one.stop();
        assertThat(channel.receive()).isEqualTo(1);
    }

    @Test
    void aParallelStreamReceivesInOneThread() throws InterruptedException {
        for (int message = 0; message < 64; message++) {
            channel.send(message);
        }
        channel.close();
        assertThat(channel.stream().parallel().map(message -> message + 1).toList())
                .isEqualTo(IntStream.rangeClosed(1, 64).boxed().toList());
    }
}
