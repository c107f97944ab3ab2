package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.interop.Flows;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The snippets of the document on interop. {@link SnippetsTest} holds their text against the document. */
class InteropSnippetsTest {

    @Test
    void receivesWithoutAThread() throws Exception {
        ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
        // snippet: receiveAsync
        Channel<String> orders = Channel.bounded(16);
        CompletableFuture<Void> booked = orders.receiveAsync().thenAccept(order -> lines.add("booked " + order));
        orders.send("buy 10");
        booked.join();
        // end

        assertThat(lines).containsExactly("booked buy 10");
    }

    @Test
    void handlesAllWithoutAThread() throws Exception {
        ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
        Executor executor = ForkJoinPool.commonPool();
        // snippet: forEachAsync
        Channel<String> orders = Channel.bounded(16);
        CompletableFuture<Void> done = orders.forEachAsync(order -> lines.add("booked " + order), executor);
        orders.send("buy 10");
        orders.close();
        done.join(); // once everything accepted was handled
        // end

        assertThat(lines).containsExactly("booked buy 10");
    }

    @Test
    void receivesOnAnExecutor() throws Exception {
        Executor userInterface = Runnable::run;
        // snippet: receiveAsyncExecutor
        Channel<String> replies = Channel.rendezvous();
        CompletableFuture<String> reply =
                replies.receiveAsync(userInterface).completeOnTimeout("none", 10, TimeUnit.SECONDS);
        replies.send("filled"); // returns when the future has the message
        String answer = reply.join();
        // end

        assertThat(answer).isEqualTo("filled");
    }

    @Test
    void publishes() throws Exception {
        SubmissionPublisher<String> lines = new SubmissionPublisher<>();
        Flow.Processor<String, String> feed = new Relay(lines);
        Channel<String> received = Channel.unbounded();
        lines.subscribe(Flows.subscriber(received));
        Flow.Subscriber<String> subscriber = feed;
        // snippet: publisher
        Channel<String> quotes = Channel.bounded(128);
        Flow.Publisher<String> publisher = Flows.publisher(quotes);
        publisher.subscribe(subscriber);
        quotes.send("MILL 12.5");
        quotes.close(); // the subscriber gets onComplete after the last message
        // end

        assertThat(received.stream()).containsExactly("MILL 12.5");
    }

    @Test
    void subscribes() {
        SubmissionPublisher<String> publisher = new SubmissionPublisher<>();
        ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
        // snippet: subscriber
        Channel<String> quotes = Channel.bounded(128);
        publisher.subscribe(Flows.subscriber(quotes, refused::add));
        publisher.submit("MILL 12.5");
        publisher.close(); // closes the channel after the last message
        List<String> all = quotes.stream().toList();
        // end

        assertThat(all).containsExactly("MILL 12.5");
        assertThat(refused).isEmpty();
    }

    @Test
    void isABlockingQueue() throws Exception {
        // snippet: blockingQueue
        Channel<String> orders = Channel.bounded(16);
        BlockingQueue<String> queue = orders.asBlockingQueue();
        queue.put("buy 10");
        String order = orders.receive();
        // end

        assertThat(order).isEqualTo("buy 10");
    }

    @Test
    void isAStream() throws Exception {
        // snippet: stream
        Channel<String> orders = Channel.bounded(16);
        orders.sendAll(List.of("buy 10", "sell 4", "buy 2"));
        orders.close();
        String first = orders.stream().findFirst().orElseThrow(); // takes one message
        long rest = orders.stream().count(); // ends, as the channel is closed
        // end

        assertThat(first).isEqualTo("buy 10");
        assertThat(rest).isEqualTo(2);
    }

    /** Passes on to a publisher what it gets. */
    private record Relay(SubmissionPublisher<String> to) implements Flow.Processor<String, String> {

        @Override
        public void subscribe(Flow.Subscriber<? super String> subscriber) {
            to.subscribe(subscriber);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String message) {
            to.submit(message);
        }

        @Override
        public void onError(Throwable cause) {
            to.closeExceptionally(cause);
        }

        @Override
        public void onComplete() {
            to.close();
        }
    }
}
