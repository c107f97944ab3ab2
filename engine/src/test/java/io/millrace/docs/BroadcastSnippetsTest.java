package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Broadcast;
import io.millrace.ChannelClosedException;
import io.millrace.Lagging;
import io.millrace.Subscription;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The snippets of the document on broadcasts. {@link SnippetsTest} holds their text against the document. */
class BroadcastSnippetsTest {

    @Test
    void reachesEverySubscriber() throws Exception {
        List<String> journal = new ArrayList<>();
        // snippet: broadcast
        Broadcast<String> trades = Broadcast.of(1024);
        Subscription<String> toJournal = trades.subscribe(Lagging.HOLD);
        Subscription<String> toScreen = trades.subscribe(Lagging.CONFLATE);
        trades.send("10 at 99.5");
        trades.send("20 at 99.6");
        trades.close();
        toJournal.forEach(journal::add); // both
        String latest = toScreen.receive(); // 20 at 99.6
        // end

        assertThat(journal).containsExactly("10 at 99.5", "20 at 99.6");
        assertThat(latest).isEqualTo("20 at 99.6");
    }

    @Test
    void dropsAndCounts() throws Exception {
        // snippet: broadcastDrop
        Broadcast<Integer> ticks = Broadcast.of(4);
        Subscription<Integer> slow = ticks.subscribe(Lagging.DROP);
        for (int tick = 1; tick <= 10; tick++) {
            ticks.send(tick); // never waits
        }
        int next = slow.receive(); // 7, the oldest of the last four
        long missed = slow.missed(); // 6
        // end

        assertThat(next).isEqualTo(7);
        assertThat(missed).isEqualTo(6);
    }

    @Test
    void conflates() throws Exception {
        Broadcast<Integer> ticks = Broadcast.of(4);
        int message;
        long missed;
        // snippet: broadcastConflate
        try (Subscription<Integer> latest = ticks.subscribe(Lagging.CONFLATE)) {
            ticks.send(1);
            ticks.send(2);
            message = latest.receive(); // 2
            missed = latest.missed(); // 1
        }
        // end

        assertThat(message).isEqualTo(2);
        assertThat(missed).isEqualTo(1);
    }

    @Test
    void disconnects() throws Exception {
        Broadcast<Integer> ticks = Broadcast.of(4);
        String why = "";
        Subscription<Integer> slow = ticks.subscribe(Lagging.DISCONNECT);
        ticks.sendAll(List.of(1, 2, 3, 4, 5));
        // snippet: broadcastDisconnect
        try {
            slow.receive();
        } catch (ChannelClosedException e) {
            why = e.getCause().getMessage(); // ... fell more than 4 messages behind and missed 5 ...
        }
        // end

        assertThat(why).contains("fell more than 4 messages behind and missed 5");
    }

    @Test
    void startsWhereAsked() throws Exception {
        // snippet: broadcastStart
        Broadcast<Integer> ticks = Broadcast.of(4);
        ticks.sendAll(List.of(1, 2, 3, 4, 5, 6));
        Subscription<Integer> fromNow = ticks.subscribe(Lagging.HOLD);
        Subscription<Integer> fromOldest = ticks.subscribeFromOldest(Lagging.HOLD); // 3, 4, 5, 6
        Subscription<Integer> fromLastTwo = ticks.subscribeFromLast(2, Lagging.HOLD); // 5, 6
        // end

        assertThat(fromNow.tryReceive()).isNull();
        assertThat(fromOldest.receive()).isEqualTo(3);
        assertThat(fromLastTwo.receive()).isEqualTo(5);
    }
}
