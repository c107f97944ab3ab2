package io.millrace.exchange.pipeline.link;

import io.millrace.Channel;
import io.millrace.Waiting;
import java.util.function.Consumer;

/** A bounded channel, told that each of its ends has one thread. Closing and failing are what channels do anyway. */
public final class ChannelLink<T> implements StageLink<T> {

    private final Channel<T> channel;

    public ChannelLink(String name, int capacity, Waiting waiting) {
        channel = Channel.<T>builder()
                .capacity(capacity)
                .singleProducer()
                .singleConsumer()
                .sendWaiting(waiting)
                .receiveWaiting(waiting)
                .name(name)
                .build();
    }

    @Override
    public void send(T message) throws InterruptedException {
        channel.send(message);
    }

    @Override
    public T receive() throws InterruptedException {
        return channel.receiveOrNull();
    }

    @Override
    public void close() {
        channel.close();
    }

    @Override
    public void fail(Throwable cause) {
        channel.close(cause);
    }

    /** Takes what is there now, up to a limit, without waiting. */
    public void drain(Consumer<? super T> handler, int limit) {
        channel.drain(handler, limit);
    }
}
