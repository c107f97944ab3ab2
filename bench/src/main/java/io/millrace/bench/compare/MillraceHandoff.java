package io.millrace.bench.compare;

import io.millrace.Channel;

/** A channel with its default waiting. */
final class MillraceHandoff extends Handoff {

    private final Channel<Message> channel;

    MillraceHandoff(Channel<Message> channel) {
        this.channel = channel;
    }

    @Override
    void send(Message message) throws InterruptedException {
        channel.send(message);
    }

    @Override
    Message receive() throws InterruptedException {
        return channel.receive();
    }
}
