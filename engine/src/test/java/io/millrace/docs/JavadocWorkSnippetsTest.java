package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.work.KeyedWorkers;
import io.millrace.work.OnFailure;
import io.millrace.work.Pipeline;
import io.millrace.work.Requests;
import io.millrace.work.WorkerPool;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

/** The examples in the Javadoc of workers. {@link SnippetsTest} holds their text against the Javadoc. */
class JavadocWorkSnippetsTest {

    private record Order(String symbol, int shares) {}

    private final ThreadFactory threads = Thread::new;
    private final ConcurrentLinkedQueue<Object> booked = new ConcurrentLinkedQueue<>();

    private void book(Object order) {
        booked.add(order);
    }

    @Test
    void workerPool() throws Exception {
        // snippet: javadocWorkerPool
        Channel<String> orders = Channel.bounded(1024);
        WorkerPool<String> pool = WorkerPool.on(orders, threads).workers(4).start(order -> book(order));
        orders.send("buy 10");
        pool.stop(); // closes the channel and waits until everything accepted is handled
        // end

        assertThat(booked).containsExactly("buy 10");
    }

    @Test
    void keyedWorkers() throws Exception {
        Order order = new Order("MILL", 10);
        // snippet: javadocKeyedWorkers
        KeyedWorkers<String, Order> books =
                KeyedWorkers.by(Order::symbol, threads).workers(4).start(received -> book(received));
        books.send(order); // behind the other orders of its symbol, beside those of other symbols
        books.stop();
        // end

        assertThat(booked).containsExactly(order);
    }

    @Test
    void onFailure() {
        // snippet: javadocOnFailure
        OnFailure<String> policy = OnFailure.<String>skip((order, failure) -> book(order + ": " + failure))
                .afterRetries(2); // three attempts in all, then the report
        // end

        assertThat(policy).isNotNull();
    }

    @Test
    void requests() throws Exception {
        // snippet: javadocRequests
        Requests<String, Integer> prices = Requests.of(64);
        prices.start(2, threads, symbol -> symbol.length()); // two servers
        int price = prices.ask("MILL", Duration.ofSeconds(10)); // a client
        // end

        assertThat(price).isEqualTo(4);
        prices.close();
    }

    @Test
    void pipeline() throws Exception {
        // snippet: javadocPipeline
        Pipeline<String, Integer> pipeline = Pipeline.<String>from(threads)
                .map("trim", 2, line -> line.trim())
                .mapOrdered("parse", 4, line -> Integer.valueOf(line))
                .start();
        pipeline.input().send(" 12 ");
        int number = pipeline.output().receive();
        // end

        assertThat(number).isEqualTo(12);
        pipeline.close();
    }
}
