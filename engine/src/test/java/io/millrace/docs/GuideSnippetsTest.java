package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelStats;
import io.millrace.Receiver;
import io.millrace.Sender;
import io.millrace.ThreadRoleException;
import io.millrace.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The snippets of the guide. {@link SnippetsTest} holds their text against the documents. */
class GuideSnippetsTest {

    @Test
    void sendsAndReceives() throws Exception {
        // snippet: sendAndReceive
        Channel<String> channel = Channel.bounded(2);
        Sender<String> sender = channel;
        Receiver<String> receiver = channel;

        sender.send("first");
        sender.send("second");
        String first = receiver.receive();
        String second = receiver.receive();
        // end

        assertThat(first).isEqualTo("first");
        assertThat(second).isEqualTo("second");
    }

    @Test
    void triesAndWaitsOnlySoLong() throws Exception {
        // snippet: tryAndTimed
        Channel<Integer> channel = Channel.bounded(1);
        boolean accepted = channel.trySend(1);
        boolean full = !channel.trySend(2);
        boolean stillFull = !channel.trySend(2, Duration.ofMillis(5));

        Integer there = channel.tryReceive();
        Integer nothing = channel.tryReceive();
        Integer stillNothing = channel.tryReceive(5, TimeUnit.MILLISECONDS);
        // end

        assertThat(accepted && full && stillFull).isTrue();
        assertThat(there).isEqualTo(1);
        assertThat(nothing).isNull();
        assertThat(stillNothing).isNull();
    }

    @Test
    void closes() throws Exception {
        // snippet: close
        Channel<String> channel = Channel.bounded(8);
        channel.send("last words");
        channel.close();

        List<String> received = new ArrayList<>();
        for (String message : channel) {
            received.add(message);
        }
        // end

        assertThat(received).containsExactly("last words");
    }

    @Test
    void closesWithCause() throws Exception {
        // snippet: closeWithCause
        Channel<String> channel = Channel.bounded(8);
        channel.close(new IllegalStateException("feed lost"));

        Throwable why = null;
        try {
            channel.receive();
        } catch (ChannelClosedException e) {
            why = e.getCause();
        }
        // end

        assertThat(why).hasMessage("feed lost");
    }

    @Test
    void cancels() throws Exception {
        // snippet: cancel
        List<String> released = new ArrayList<>();
        Channel<String> channel = Channel.<String>builder()
                .capacity(8)
                .onUndelivered((message, reason) -> released.add(message + " " + reason))
                .build();
        channel.send("never read");
        channel.cancel();
        // end

        assertThat(released).containsExactly("never read CANCELLED");
    }

    @Test
    void cancelsWithCause() throws Exception {
        Channel<String> channel = Channel.bounded(8);
        channel.send("not a number");
        List<Integer> book = new ArrayList<>();

        // snippet: cancelWithCause
        try {
            channel.forEach(order -> book.add(Integer.valueOf(order)));
        } catch (RuntimeException failure) {
            channel.cancel(failure);
        }
        // end

        assertThat(channel.closeCause()).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void countsHandles() throws Exception {
        // snippet: handles
        Channel<String> channel = Channel.unbounded();
        List<Sender<String>> senders = List.of(channel.attachSender(), channel.attachSender(), channel.attachSender());
        for (Sender<String> sender : senders) {
            Thread worker = new Thread(() -> {
                try (sender) {
                    sender.trySend("result");
                }
            });
            worker.start();
        }
        long results = channel.stream().count(); // ends when the third worker has closed its handle
        // end

        assertThat(results).isEqualTo(3);
    }

    @Test
    void handsOver() throws Exception {
        // snippet: rendezvous
        Channel<String> handOver = Channel.rendezvous();
        Thread waiter = new Thread(() -> handOver.forEach(message -> {}));
        waiter.start();

        handOver.send("taken when this returns");
        handOver.close();
        waiter.join();
        // end

        assertThat(handOver.isClosedForReceive()).isTrue();
    }

    @Test
    void tellsTheOnlyConsumer() throws Exception {
        // snippet: singleConsumer
        Channel<String> retries =
                Channel.<String>builder().capacity(1).singleConsumer().build();
        retries.send("first");
        String job = retries.receive(); // this thread is the consumer from now on
        retries.send(job + ", again");
        try {
            retries.send("nobody else makes room");
        } catch (ThreadRoleException e) {
            retries.tryReceive(); // nothing was sent; take one, or use trySend
        }
        // end

        assertThat(retries.isEmpty()).isTrue();
    }

    @Test
    void handsTheRoleOver() throws Exception {
        // snippet: releaseProducer
        Channel<String> told =
                Channel.<String>builder().capacity(16).singleProducer().build();
        told.send("from the thread that sets things up");
        told.releaseProducer(); // what it did happens-before what the next producer does

        Thread producer = new Thread(() -> told.trySend("from the one that goes on"));
        producer.start();
        producer.join();
        // end

        assertThat(told.size()).isEqualTo(2);
    }

    @Test
    void transfer() throws Exception {
        Channel<Integer> from = Channel.bounded(4);
        Channel<Integer> to = Channel.bounded(4);
        List<Integer> rejected = new ArrayList<>();
        from.sendAll(List.of(1, 2, 3));
        from.close();
        long moved = 0;
        // snippet: transfer
        try {
            moved = from.transferTo(to, message -> rejected.add(message));
        } catch (ChannelClosedException e) {
            // the other was closed: one message may be in rejected, the rest is still in from
        }
        // end
        assertThat(moved).isEqualTo(3);
        assertThat(to.size()).isEqualTo(3);
        assertThat(rejected).isEmpty();
    }

    @Test
    void batches() throws Exception {
        // snippet: batches
        Channel<Integer> channel = Channel.bounded(4);
        int accepted = channel.trySendAll(new Integer[] {1, 2, 3, 4, 5, 6}, 0, 6);

        List<Integer> received = new ArrayList<>();
        int drained = channel.drain(received::add, 100);

        channel.sendAll(List.of(7, 8));
        int batch = channel.receiveBatch(received::add, 100);
        // end

        assertThat(accepted).isEqualTo(4);
        assertThat(drained).isEqualTo(4);
        assertThat(batch).isEqualTo(2);
        assertThat(received).containsExactly(1, 2, 3, 4, 7, 8);
    }

    @Test
    void builds() throws Exception {
        // snippet: builder
        Channel<String> channel = Channel.<String>builder()
                .capacity(4096)
                .sendWaiting(Waiting.park())
                .receiveWaiting(Waiting.spin())
                .name("ticks")
                .recordStats()
                .build();
        channel.send("tick");
        ChannelStats stats = channel.stats();
        // end

        assertThat(stats.accepted()).isEqualTo(1);
        assertThat(stats.buffered()).isEqualTo(1);
    }

    @Test
    void looksLikeAQueue() throws Exception {
        // snippet: queue
        Channel<Runnable> tasks = Channel.bounded(16);
        BlockingQueue<Runnable> queue = tasks.asBlockingQueue();
        queue.put(() -> {});
        Runnable task = queue.poll(1, TimeUnit.SECONDS);
        // end

        assertThat(task).isNotNull();
    }
}
