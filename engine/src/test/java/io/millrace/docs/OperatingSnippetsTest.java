package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.work.WorkerPool;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** The snippets of the page on operating. {@link SnippetsTest} holds their text against the document. */
class OperatingSnippetsTest {

    @Test
    void endsInGoodOrder() throws Exception {
        ConcurrentLinkedQueue<String> handled = new ConcurrentLinkedQueue<>();
        Channel<String> requests = Channel.bounded(16);
        WorkerPool<String> pool = WorkerPool.on(requests, Thread::new).start(handled::add);
        requests.send("accepted");

        // snippet: shutdownHook
        Thread hook = new Thread(() -> {
            try {
                requests.close(); // new requests fail, accepted ones are still handled
                if (!pool.awaitTermination(Duration.ofSeconds(10))) {
                    pool.cancel(); // interrupts the handlers and hands the rest to onUndelivered
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        // end

        Runtime.getRuntime().removeShutdownHook(hook);
        hook.run();
        pool.awaitTermination(Duration.ofDays(1));
        assertThat(handled).containsExactly("accepted");
    }
}
