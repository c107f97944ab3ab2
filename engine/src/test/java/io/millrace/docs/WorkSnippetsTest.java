package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.Receiver;
import io.millrace.work.KeyedWorkers;
import io.millrace.work.OnFailure;
import io.millrace.work.Pipeline;
import io.millrace.work.RequestFailedException;
import io.millrace.work.RequestTimeoutException;
import io.millrace.work.Requests;
import io.millrace.work.WorkCounts;
import io.millrace.work.WorkerPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

/** The snippets of the documents on workers. {@link SnippetsTest} holds their text against the documents. */
class WorkSnippetsTest {

    private final ThreadFactory threads = Thread::new;

    @Test
    void sharesWork() throws Exception {
        ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
        // snippet: workerPool
        Channel<String> orders = Channel.bounded(1024);
        WorkerPool<String> pool =
                WorkerPool.on(orders, threads).workers(4).start(order -> lines.add("booked " + order));
        orders.send("buy 10");
        orders.send("sell 4");
        pool.stop(); // closes the channel and waits until both are booked
        // end

        assertThat(lines).containsExactlyInAnyOrder("booked buy 10", "booked sell 4");
    }

    @Test
    void hasAPolicyForFailures() throws Exception {
        ConcurrentLinkedQueue<String> rejected = new ConcurrentLinkedQueue<>();
        // snippet: workerPoolFailure
        Channel<String> numbers = Channel.bounded(16);
        WorkerPool<String> pool = WorkerPool.on(numbers, threads)
                .workers(2)
                .onFailure(
                        OnFailure.<String>skip((text, e) -> rejected.add(text)).afterRetries(1))
                .start(Integer::parseInt);
        numbers.send("12");
        numbers.send("twelve");
        pool.resize(3);
        WorkCounts counts = pool.stop();
        // end

        assertThat(rejected).containsExactly("twelve");
        assertThat(counts).isEqualTo(new WorkCounts(1, 1, 1, 0, 0, 0));
    }

    @Test
    void keepsTheOrderPerKey() throws Exception {
        // snippet: keyedWorkers
        Channel<String> results = Channel.bounded(64);
        KeyedWorkers<Character, String> books = KeyedWorkers.<Character, String>by(order -> order.charAt(0), threads)
                .workers(4)
                .backlog(64)
                .startOrdered(order -> order + " filled", results);
        for (String order : List.of("A1", "B1", "A2")) {
            books.send(order);
        }
        books.stop();
        List<String> inOrder = results.stream().toList(); // A1 filled, B1 filled, A2 filled
        // end

        assertThat(inOrder).containsExactly("A1 filled", "B1 filled", "A2 filled");
    }

    @Test
    void asksAndReplies() throws Exception {
        Integer price;
        String answer;
        // snippet: requests
        try (Requests<String, Integer> prices = Requests.of(16)) {
            prices.start(2, threads, symbol -> symbol.length() * 100);
            price = prices.ask("MILL", Duration.ofSeconds(10));
        }
        // end
        // snippet: requestFailure
        try (Requests<String, Integer> prices = Requests.of(16)) {
            prices.start(2, threads, Integer::valueOf);
            answer = "price " + prices.ask("no number", Duration.ofSeconds(10));
        } catch (RequestFailedException e) {
            answer = "failed: " + e.getCause().getMessage();
        } catch (RequestTimeoutException e) {
            answer = "too late";
        }
        // end

        assertThat(price).isEqualTo(400);
        assertThat(answer).isEqualTo("failed: For input string: \"no number\"");
    }

    @Test
    void linesUpStages() throws Exception {
        // snippet: pipeline
        Pipeline<String, Integer> pipeline = Pipeline.<String>from(threads)
                .capacity(128)
                .map("trim", 1, String::trim)
                .mapOrdered("parse", 4, Integer::valueOf)
                .start();
        pipeline.input().send(" 1 ");
        pipeline.input().send(" 2 ");
        pipeline.input().close();
        List<Integer> numbers = pipeline.output().stream().toList();
        // end

        assertThat(numbers).containsExactly(1, 2);
    }

    @Test
    void mergesAndTees() throws Exception {
        // snippet: mergeAndTee
        Channel<String> left = Channel.bounded(8);
        Channel<String> right = Channel.bounded(8);
        Receiver<String> merged = Pipeline.merge(threads, 8, List.of(left, right));
        List<Receiver<String>> copies = Pipeline.tee(threads, 8, merged, 2);
        left.send("from the left");
        right.send("from the right");
        left.close();
        right.close();
        long first = copies.get(0).stream().count();
        long second = copies.get(1).stream().count();
        // end

        assertThat(first).isEqualTo(2);
        assertThat(second).isEqualTo(2);
    }

    /** What the migration note's handler does. */
    private static final class Trade {
        final long id;

        Trade(long id) {
            this.id = id;
        }
    }

    @Test
    void replacesAWorkerPoolOfTheDisruptor() throws Exception {
        ConcurrentLinkedQueue<Long> stored = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Throwable> log = new ConcurrentLinkedQueue<>();
        // snippet: migratedPool
        Channel<Trade> trades =
                Channel.<Trade>builder().capacity(1024).name("trades").build();
        WorkerPool<Trade> pool = WorkerPool.on(trades, threads)
                .workers(4)
                .onFailure(OnFailure.skip((trade, e) -> log.add(e)))
                .start(trade -> stored.add(trade.id));

        trades.send(new Trade(7));

        pool.stop();
        // end

        assertThat(stored).containsExactly(7L);
        assertThat(log).isEmpty();
    }
}
