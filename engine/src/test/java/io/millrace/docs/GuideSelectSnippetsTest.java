package io.millrace.docs;

import static io.millrace.Select.receive;
import static io.millrace.Select.send;
import static io.millrace.Select.timeout;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.Select;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The snippets of the guide's section on select. {@link SnippetsTest} holds their text against the document. */
class GuideSelectSnippetsTest {

    @Test
    void choosesOneOfSeveralOperations() throws Exception {
        // snippet: select
        Channel<String> orders = Channel.bounded(16);
        Channel<String> quit = Channel.rendezvous();
        Channel<Integer> reports = Channel.bounded(1);
        orders.send("buy 10");

        Select select = Select.biased();
        int stop = select.onReceive(quit);
        int order = select.onReceive(orders);
        int report = select.onSend(reports, orders::size);

        List<String> seen = new ArrayList<>();
        int chosen;
        while ((chosen = select.await(Duration.ofMillis(1))) != Select.NONE && chosen != stop) {
            if (chosen == order) {
                seen.add(select.received(orders));
            } else if (chosen == report) {
                seen.add("sent a report");
            }
        }
        // end

        assertThat(seen).containsExactly("buy 10", "sent a report");
        assertThat(reports.receive()).isZero();
    }

    @Test
    void endsWhenAllClausesAreClosed() throws Exception {
        Channel<Integer> first = Channel.bounded(2);
        Channel<Integer> second = Channel.bounded(1);
        first.send(1);
        first.send(2);
        second.send(3);
        first.close();
        second.close();

        // snippet: selectDropClosed
        Select all = Select.fair().dropClosed();
        all.onReceive(first);
        all.onReceive(second);
        int sum = 0;
        int chosen;
        while ((chosen = all.await()) != Select.ENDED) {
            sum += all.received(chosen == 0 ? first : second);
        }
        // end

        assertThat(sum).isEqualTo(6);
    }

    @Test
    void readsInOnePiece() throws Exception {
        Channel<String> orders = Channel.bounded(16);
        Channel<Integer> reports = Channel.rendezvous();
        List<String> seen = new ArrayList<>();
        orders.send("buy 10");
        orders.close();

        // snippet: selectOf
        boolean[] open = {true};
        while (open[0]) {
            Select.of(
                    receive(orders, order -> seen.add(order), cause -> open[0] = false),
                    send(reports, seen.size(), () -> seen.add("sent a report")),
                    timeout(Duration.ofSeconds(1), () -> seen.add("idle")));
        }

        boolean sent = Select.of(send(reports, 1), timeout(Duration.ofMillis(1))) == 0;
        // end

        assertThat(seen).containsExactly("buy 10");
        assertThat(sent).isFalse();
    }
}
