package io.millrace.exchange.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.exchange.control.Ended;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlowReaderTest {

    private static final int STOCKS = 3;
    private static final int QUOTES = 1_000;
    private final Channel<Ended> ends = Channel.unbounded();
    private final SlowReader reader = new SlowReader(Duration.ofNanos(1), ends);

    @Test
    void ofQuotesThatItCouldNotTakeItGetsTheLastOfEachStock() throws Exception {
        send();

        reader.run();

        assertThat(reader.received()).isEqualTo(STOCKS);
        assertThat(reader.replaced()).isEqualTo(QUOTES - STOCKS);
        assertLatest();
    }

    @Test
    void everyQuoteIsReceivedOrReplacedWhileBothRun() throws Exception {
        Thread thread = new Thread(reader);
        thread.start();
        send();
        thread.join();

        assertThat(reader.received() + reader.replaced()).isEqualTo(QUOTES);
        assertLatest();
    }

    private void send() throws InterruptedException {
        for (int i = 1; i <= QUOTES; i++) {
            reader.quotes().send(new Quote(i % STOCKS, i, i, i, i));
        }
        reader.quotes().close();
    }

    private void assertLatest() {
        assertThat(ends.tryReceive()).isEqualTo(new Ended("slow-reader", null));
        assertThat(reader.stocks()).isEqualTo(STOCKS);
        for (int i = QUOTES - STOCKS + 1; i <= QUOTES; i++) {
            assertThat(reader.latest(i % STOCKS)).isEqualTo(new Quote(i % STOCKS, i, i, i, i));
        }
    }
}
