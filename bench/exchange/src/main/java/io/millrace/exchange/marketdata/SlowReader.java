package io.millrace.exchange.marketdata;

import io.millrace.Channel;
import io.millrace.Receiver;
import io.millrace.Sender;
import io.millrace.Timers;
import io.millrace.exchange.control.Ended;
import io.millrace.exchange.control.SupervisedTask;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * A reader of market data that is slower than the market, as a screen is: it takes one quote per tick. The channel
 * before it keeps the latest quote of each stock, so it holds nobody up, and what it takes is never stale.
 */
public final class SlowReader extends SupervisedTask {

    private final LongAdder replaced = new LongAdder();
    private final Channel<Quote> quotes = Channel.<Quote>builder()
            .conflatingBy(Quote::locate)
            .onUndelivered((quote, reason) -> replaced.increment())
            .name("quotes")
            .build();
    private final Map<Integer, Quote> latest = new HashMap<>();
    private final Duration pause;
    private long received;

    /**
     * Makes a reader.
     *
     * @param pause the time from one quote to the next, while quotes come
     * @param end takes its last message
     */
    public SlowReader(Duration pause, Sender<Ended> end) {
        super("slow-reader", end);
        this.pause = pause;
    }

    /** Where quotes for it go. */
    public Sender<Quote> quotes() {
        return quotes;
    }

    @Override
    protected void work() throws InterruptedException {
        Receiver<Instant> tick = Timers.tick(pause);
        for (Quote quote = quotes.receiveOrNull(); quote != null; quote = quotes.receiveOrNull()) {
            received++;
            latest.put(quote.locate(), quote);
            if (!quotes.isClosedForSend()) {
                tick.receive();
            }
        }
    }

    @Override
    protected void fail(Throwable cause) {
        quotes.close(cause);
    }

    /** How many quotes it took; to be asked when it has ended, as is all that follows. */
    public long received() {
        return received;
    }

    /** How many quotes a later one took the place of. */
    public long replaced() {
        return replaced.sum();
    }

    /** The last quote it took of a stock, or null. */
    public Quote latest(int locate) {
        return latest.get(locate);
    }

    /** How many stocks it has taken quotes of. */
    public int stocks() {
        return latest.size();
    }
}
