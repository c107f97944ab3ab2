package io.millrace.bench.suite.peer.selection;

import io.millrace.Channel;
import io.millrace.Select;
import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.MillraceHandoff;
import io.millrace.bench.suite.peer.Receives;
import io.millrace.bench.suite.peer.Sends;
import java.util.List;

/** A fair select, made once and used again. */
final class MillraceSelection<T> extends Selection<T> {

    private final List<Channel<T>> channels;

    MillraceSelection(List<Handoff<T>> handoffs) {
        super(handoffs);
        channels = handoffs.stream()
                .map(handoff -> ((MillraceHandoff<T>) handoff).channel())
                .toList();
    }

    @Override
    public Receives<T> fromAny() {
        Select select = Select.fair();
        channels.forEach(select::onReceive);
        return () -> select.received(channels.get(select.await()));
    }

    @Override
    public Sends<T> toAny() {
        return new SelectingSender<>(channels);
    }

    private static final class SelectingSender<T> implements Sends<T> {

        private final Select select = Select.fair();
        private T message;

        SelectingSender(List<Channel<T>> channels) {
            channels.forEach(channel -> select.onSend(channel, () -> message));
        }

        @Override
        public void send(T message) throws InterruptedException {
            this.message = message;
            select.await();
        }
    }
}
