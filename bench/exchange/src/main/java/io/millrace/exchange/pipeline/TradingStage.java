package io.millrace.exchange.pipeline;

import io.millrace.Sender;
import io.millrace.exchange.control.Ended;
import io.millrace.exchange.control.SupervisedTask;
import io.millrace.exchange.itch.MessageType;
import io.millrace.exchange.pipeline.link.StageLink;
import java.util.List;

/**
 * A stage: one thread that takes messages from a link, works on them and hands them on. When it ends, it closes
 * what it sends to. When it fails, it fails everything it touches with the cause, so that its neighbours end with the
 * same cause and nobody stays blocked.
 */
abstract class TradingStage extends SupervisedTask {

    final Latency latency;
    private final StageName name;
    private final StageLink<Event> in;
    private final List<StageLink<Event>> outs;
    private final long failAt;
    private final long[] byType = new long[MessageType.COUNT];
    private long count;

    TradingStage(
            StageName name,
            String path,
            RunSpec spec,
            Sender<Ended> end,
            StageLink<Event> in,
            List<StageLink<Event>> outs) {
        super(name.toString(), end);
        this.name = name;
        this.latency = new Latency(path);
        this.in = in;
        this.outs = outs;
        this.failAt = spec.failStage() == name ? spec.failAt() : -1;
    }

    /** Works on one message. */
    abstract void handle(Event event) throws InterruptedException;

    /** Takes messages until the end. */
    void takeAll() throws Exception {
        for (Event event = in.receive(); event != null; event = in.receive()) {
            arrived(event.type);
            handle(event);
        }
    }

    @Override
    protected void work() throws Exception {
        takeAll();
        for (StageLink<Event> out : outs) {
            out.close();
        }
    }

    @Override
    protected void fail(Throwable cause) {
        if (in != null) {
            in.fail(cause);
        }
        for (StageLink<Event> out : outs) {
            out.fail(cause);
        }
    }

    /** Counts a message, and fails if it is the one to fail at. */
    final void arrived(MessageType type) {
        byType[type.ordinal()]++;
        if (++count == failAt) {
            throw new InjectedFailure(name, failAt);
        }
    }

    /** Records how long ago the last stage was done, and stamps the message for the next one. */
    final void stamp(Event event) {
        if (event.timed) {
            long now = System.nanoTime();
            latency.record(now - event.stamp);
            event.stamp = now;
        }
    }

    final StageName name() {
        return name;
    }

    final long count() {
        return count;
    }

    final long count(MessageType type) {
        return byType[type.ordinal()];
    }
}
