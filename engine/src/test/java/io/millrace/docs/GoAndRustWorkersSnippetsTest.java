package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.work.Pipeline;
import io.millrace.work.Requests;
import io.millrace.work.WorkerPool;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The programs of docs/from-go-and-rust.md that take their workers from the library. */
class GoAndRustWorkersSnippetsTest extends GoAndRustSnippetsTest {

    @Test
    void workerPool() throws Exception {
        // snippet: goWorkerPool
        Channel<Integer> jobs = Channel.bounded(100);
        Channel<Integer> results = Channel.bounded(100);
        WorkerPool<Integer> workers = WorkerPool.on(jobs, threads).workers(4).start(job -> results.send(job * job));
        for (int job = 1; job <= 9; job++) {
            jobs.send(job);
        }
        workers.stop();
        results.close();
        // end

        assertThat(results.stream()).containsExactlyInAnyOrder(1, 4, 9, 16, 25, 36, 49, 64, 81);
        assertThat(workers.counts().handled()).isEqualTo(9);
    }

    @Test
    void fanOut() throws Exception {
        // snippet: goFanOut
        Pipeline<Integer, Integer> squares =
                Pipeline.<Integer>from(threads).map("square", 3, n -> n * n).start();
        squares.input().sendAll(List.of(1, 2, 3, 4));
        squares.input().close();
        int sum = squares.output().stream().mapToInt(Integer::intValue).sum();
        // end

        assertThat(sum).isEqualTo(30);
    }

    @Test
    void fanIn() throws Exception {
        Channel<String> left = Channel.bounded(8);
        Channel<String> right = Channel.bounded(8);
        left.send("left");
        right.send("right");
        left.close();
        right.close();
        // snippet: goFanIn
        Receiver<String> merged = Pipeline.merge(threads, 8, List.of(left, right));
        // end

        assertThat(merged.stream()).containsExactlyInAnyOrder("left", "right");
    }

    @Test
    void requestAndResponse() throws Exception {
        int price;
        // snippet: goRequestResponse
        try (Requests<String, Integer> prices = Requests.of(0)) {
            prices.start(1, threads, symbol -> symbol.length() * 100);
            price = prices.ask("MILL");
        }
        // end

        assertThat(price).isEqualTo(400);
    }

    @Test
    void errorsTravel() throws Exception {
        ConcurrentLinkedQueue<Integer> quotients = new ConcurrentLinkedQueue<>();
        Throwable failure = null;
        // snippet: goErrors
        Pipeline<Integer, Integer> divide =
                Pipeline.<Integer>from(threads).map("divide", 1, n -> 12 / n).start();
        Future<?> producer = go(() -> {
            for (int n = 3; ; n--) {
                divide.input().send(n);
            }
        });
        try {
            divide.output().forEach(quotients::add);
        } catch (ChannelClosedException e) {
            failure = e.getCause();
        }
        // end

        assertThat(failure).isInstanceOf(ArithmeticException.class);
        assertThat(quotients).containsExactly(4, 6, 12);
        assertThatThrownBy(producer::get).isInstanceOf(ExecutionException.class).hasRootCause(failure);
    }

    @Test
    void aWorkerPanics() throws Exception {
        ConcurrentLinkedQueue<Integer> done = new ConcurrentLinkedQueue<>();
        Throwable panic = null;
        // snippet: rustPanic
        Channel<Integer> jobs = Channel.rendezvous();
        WorkerPool.on(jobs, threads).start(job -> done.add(6 / (3 - job)));
        try {
            jobs.sendAll(List.of(1, 2, 3, 4, 5));
        } catch (ChannelClosedException refused) {
            panic = refused.getCause();
        }
        // end

        assertThat(panic).isInstanceOf(ArithmeticException.class);
        assertThat(done).containsExactly(3, 6);
    }
}
