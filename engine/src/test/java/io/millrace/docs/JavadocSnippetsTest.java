package io.millrace.docs;

import static io.millrace.Select.receive;
import static io.millrace.Select.send;
import static io.millrace.Select.timeout;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Broadcast;
import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelStats;
import io.millrace.Lagging;
import io.millrace.Overflow;
import io.millrace.PartialSendException;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.Sender;
import io.millrace.Subscription;
import io.millrace.ThreadRoleException;
import io.millrace.Timers;
import io.millrace.Waiting;
import io.millrace.interop.Flows;
import io.millrace.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** The examples in the Javadoc of channels, selects and timers. {@link SnippetsTest} holds their text against the Javadoc. */
class JavadocSnippetsTest {

    private final List<String> booked = new ArrayList<>();
    private int sent;
    private int idle;

    private void book(String order) {
        booked.add(order);
    }

    @Test
    void channel() throws Exception {
        // snippet: javadocChannel
        Channel<String> orders = Channel.bounded(1024);
        Thread desk = new Thread(() -> orders.forEach(order -> book(order)));
        desk.start();
        orders.send("buy 10"); // waits while 1024 orders are buffered
        orders.close(); // the desk books what is buffered, then its loop ends
        // end

        desk.join();
        assertThat(booked).containsExactly("buy 10");
    }

    @Test
    void channelBuilder() throws Exception {
        List<String> rejected = new ArrayList<>();
        // snippet: javadocChannelBuilder
        Channel<String> orders = Channel.<String>builder()
                .capacity(1024)
                .name("orders")
                .singleConsumer()
                .onUndelivered((order, reason) -> rejected.add(order))
                .recordStats()
                .build();
        // end

        orders.send("buy 10");
        orders.cancel();
        assertThat(rejected).containsExactly("buy 10");
    }

    @Test
    void sender() throws Exception {
        List<String> kept = new ArrayList<>();
        Sender<String> sender = Channel.bounded(2);
        String order = "buy 10";
        // snippet: javadocSender
        boolean accepted = sender.trySend(order, Duration.ofMillis(10)); // waits up to that long for room
        try {
            sender.send(order); // waits for room
        } catch (ChannelClosedException e) {
            kept.add(order); // it was not accepted; e.getCause() says why the channel was closed
        }
        // end

        assertThat(accepted).isTrue();
        assertThat(kept).isEmpty();
    }

    @Test
    void receiver() throws Exception {
        Channel<String> channel = Channel.bounded(2);
        channel.send("buy 10");
        channel.close();
        Receiver<String> receiver = channel;
        // snippet: javadocReceiver
        String order;
        while ((order = receiver.receiveOrNull()) != null) { // waits for a message
            book(order);
        }
        // closed and drained; with a close cause, receiveOrNull would have thrown
        // end

        assertThat(booked).containsExactly("buy 10");
    }

    @Test
    void broadcast() throws Exception {
        // snippet: javadocBroadcast
        Broadcast<String> trades = Broadcast.of(1024);
        Subscription<String> journal = trades.subscribe("journal", Lagging.HOLD); // the senders wait for it
        Subscription<String> screen = trades.subscribe("screen", Lagging.CONFLATE); // gets the latest only
        trades.send("10 at 99.5");
        trades.send("20 at 99.6");
        trades.close();
        journal.forEach(trade -> book(trade)); // both
        String latest = screen.receive(); // 20 at 99.6
        // end

        assertThat(booked).hasSize(2);
        assertThat(latest).isEqualTo("20 at 99.6");
    }

    @Test
    void subscription() throws Exception {
        Broadcast<Integer> ticks = Broadcast.of(4);
        int[] gaps = new int[2];
        // snippet: javadocSubscription
        try (Subscription<Integer> slow = ticks.subscribe(Lagging.DROP)) {
            for (int tick = 1; tick <= 10; tick++) {
                ticks.send(tick);
            }
            gaps[0] = slow.receive(); // 7, the oldest that a broadcast of capacity 4 still has
            gaps[1] = (int) slow.missed(); // 6
        }
        // end

        assertThat(gaps).containsExactly(7, 6);
    }

    @Test
    void broadcastBuilder() {
        // snippet: javadocBroadcastBuilder
        Broadcast<String> trades = Broadcast.<String>builder()
                .capacity(1024)
                .name("trades")
                .receiveWaiting(Waiting.park())
                .build();
        // end

        assertThat(trades.name()).isEqualTo("trades");
    }

    @Test
    void timers() throws Exception {
        // snippet: javadocTimers
        Receiver<Instant> heartbeat = Timers.tick(Duration.ofMillis(1));
        Receiver<Instant> deadline = Timers.after(Duration.ofMillis(10));
        Select select = Select.biased();
        int over = select.onReceive(deadline);
        int beat = select.onReceive(heartbeat);
        while (select.await() == beat) {
            book("alive at " + select.received(heartbeat));
        }
        // end

        assertThat(over).isZero();
        heartbeat.close();
    }

    @Test
    void waiting() {
        // snippet: javadocWaiting
        Channel<String> ticks = Channel.<String>builder()
                .capacity(1024)
                .sendWaiting(Waiting.park()) // the senders share their processors with others
                .receiveWaiting(Waiting.spin()) // the receiver has a processor of its own
                .build();
        // end

        assertThat(ticks.capacity()).isEqualTo(1024);
    }

    @Test
    void stats() throws Exception {
        Channel<String> channel = Channel.<String>builder()
                .capacity(1)
                .onFull(Overflow.DROP_OLDEST)
                .recordStats()
                .build();
        channel.send("a");
        channel.send("b");
        // snippet: javadocChannelStats
        ChannelStats stats = channel.stats();
        long lost = stats.dropped() + stats.evicted(); // by the policy of a full channel
        boolean senderWaited = stats.blockedSends() > 0;
        // end

        assertThat(lost).isOne();
        assertThat(senderWaited).isFalse();
    }

    @Test
    void select() throws Exception {
        Channel<String> orders = Channel.bounded(1);
        Channel<String> reports = Channel.rendezvous();
        String next = "report";
        orders.send("buy 10");
        Select select = Select.fair();
        // snippet: javadocSelect
        int order = select.onReceive(orders);
        int report = select.onSend(reports, () -> next);
        int chosen = select.await();
        if (chosen == order) {
            book(select.received(orders));
        } else if (chosen == report) {
            sent++;
        }
        // end

        assertThat(booked).containsExactly("buy 10");
        assertThat(sent).isZero();
    }

    @Test
    void selectOf() throws Exception {
        Channel<String> orders = Channel.bounded(1);
        Channel<String> reports = Channel.rendezvous();
        String report = "report";
        orders.send("buy 10");
        // snippet: javadocSelectOf
        Select.of(
                receive(orders, order -> book(order)),
                send(reports, report, () -> sent++),
                timeout(Duration.ofMillis(10), () -> idle++));
        // end

        assertThat(booked).containsExactly("buy 10");
        assertThat(sent + idle).isZero();
    }

    @Test
    void partialSend() throws Exception {
        Channel<String> sender = Channel.bounded(2);
        sender.close();
        List<String> orders = List.of("buy 10", "sell 4");
        List<String> kept = new ArrayList<>();
        // snippet: javadocPartialSend
        try {
            sender.sendAll(orders);
        } catch (ChannelClosedException e) {
            int accepted = PartialSendException.acceptedBefore(e);
            kept.addAll(orders.subList(accepted, orders.size()));
        }
        // end

        assertThat(kept).isEqualTo(orders);
    }

    @Test
    void roles() throws Exception {
        Channel<String> retries =
                Channel.<String>builder().capacity(1).singleConsumer().build();
        retries.send("first");
        // snippet: javadocThreadRole
        String job = retries.receive(); // this thread is the single consumer from now on
        retries.send(job);
        try {
            retries.send("second"); // the channel is full, and nobody else may make room
        } catch (ThreadRoleException e) {
            retries.receive();
        }
        // end

        assertThat(retries.size()).isZero();
    }

    @Test
    void flows() throws Exception {
        Channel<String> quotes = Channel.bounded(16);
        Channel<String> copies = Channel.bounded(16);
        // snippet: javadocFlows
        Flow.Publisher<String> publisher = Flows.publisher(quotes);
        publisher.subscribe(Flows.subscriber(copies)); // moves quotes to copies, as fast as copies has room
        quotes.send("MILL 12.5");
        quotes.close(); // copies closes after the last quote
        // end

        assertThat(copies.stream().toList()).containsExactly("MILL 12.5");
    }

    @Test
    void manualClock() throws Exception {
        // snippet: javadocManualClock
        ManualClock clock = new ManualClock();
        Channel<String> replies =
                Channel.<String>builder().capacity(8).timeSource(clock).build();
        FutureTask<String> client = new FutureTask<>(() -> replies.tryReceive(Duration.ofSeconds(30)));
        new Thread(client).start();
        clock.awaitWaiters(1);
        clock.advance(Duration.ofSeconds(30)); // the client gives up, without a pause
        // end

        assertThat(client.get()).isNull();
    }
}
