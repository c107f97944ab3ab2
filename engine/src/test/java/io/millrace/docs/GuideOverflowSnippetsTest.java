package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.Overflow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The snippets of the guide about full and conflating channels. */
class GuideOverflowSnippetsTest {

    @Test
    void keepsTheLast() throws Exception {
        // snippet: dropOldest
        List<String> gone = new ArrayList<>();
        Channel<Integer> lastTwo = Channel.<Integer>builder()
                .capacity(2)
                .onFull(Overflow.DROP_OLDEST)
                .onUndelivered((message, reason) -> gone.add(message + " " + reason))
                .build();
        for (int i = 1; i <= 4; i++) {
            lastTwo.send(i);
        }
        int oldest = lastTwo.receive();
        int newest = lastTwo.receive();
        // end

        assertThat(oldest).isEqualTo(3);
        assertThat(newest).isEqualTo(4);
        assertThat(gone).containsExactly("1 EVICTED", "2 EVICTED");
    }

    @Test
    void keepsTheLatestOfEachKey() throws Exception {
        // snippet: conflatingBy
        record Tick(String symbol, int price) {}

        Channel<Tick> ticks = Channel.conflatingBy(Tick::symbol);
        ticks.send(new Tick("MILL", 10));
        ticks.send(new Tick("RACE", 70));
        ticks.send(new Tick("MILL", 11));

        Tick first = ticks.receive(); // MILL keeps its place in front, at 11
        Tick second = ticks.receive();
        // end

        assertThat(first).isEqualTo(new Tick("MILL", 11));
        assertThat(second).isEqualTo(new Tick("RACE", 70));
    }
}
