package io.millrace.exchange.pipeline;

import io.millrace.Sender;
import io.millrace.exchange.control.Ended;
import io.millrace.exchange.feed.Feed;
import io.millrace.exchange.itch.ItchReader;
import io.millrace.exchange.pipeline.link.StageLink;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads the bytes, decodes each message and sends it, at a rate if there is one. The rate is an open loop: a message
 * has a time at which it should be sent, whether or not the ones before it could be, and its latency counts from that
 * time. So a stall is paid by all messages that had to wait behind it, not only by one.
 */
final class FeedStage extends TradingStage {

    private static final long NEAR = 100_000;
    private static final int PROGRESS_EVERY = 256;

    private final Feed feed;
    private final StageLink<Event> out;
    private final RunSpec spec;
    private final AtomicLong progress = new AtomicLong();
    private volatile boolean stopped;

    FeedStage(Feed feed, RunSpec spec, Sender<Ended> end, StageLink<Event> out) {
        super(StageName.FEED, "feed, behind its schedule", spec, end, null, List.of(out));
        this.feed = feed;
        this.out = out;
        this.spec = spec;
    }

    /** About how many messages have been sent; for any thread. */
    long progress() {
        return progress.get();
    }

    /** Ends the input before the next message; for any thread. */
    void stop() {
        stopped = true;
    }

    @Override
    void takeAll() throws Exception {
        long start = System.nanoTime();
        try (ItchReader reader = feed.open()) {
            while (count() < spec.limit() && !stopped && reader.next()) {
                Event event = new Event(reader);
                long index = count();
                arrived(event.type);
                event.timed = index % spec.sampleEvery() == 0;
                if (spec.rate() > 0) {
                    event.intended = start + intended(index);
                    await(event.intended);
                    event.stamp = event.intended;
                    stamp(event);
                } else if (event.timed) {
                    event.intended = System.nanoTime();
                    event.stamp = event.intended;
                }
                handle(event);
                if (index % PROGRESS_EVERY == 0) {
                    progress.lazySet(index);
                }
            }
        }
    }

    @Override
    void handle(Event event) throws InterruptedException {
        out.send(event);
    }

    /** When the message of that index should be sent, in nanoseconds from the start. */
    private long intended(long index) {
        return (long) (index * (1e9 / spec.rate()));
    }

    private static void await(long time) throws InterruptedException {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            if (left > NEAR) {
                LockSupport.parkNanos(left - NEAR / 2);
            } else {
                Thread.yield();
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("waiting for the time to send");
            }
        }
    }
}
