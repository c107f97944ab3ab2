package io.millrace.overflow;

import io.millrace.Channel;
import io.millrace.ChannelBuilder;
import io.millrace.Overflow;
import io.millrace.Waiting;
import java.util.List;
import java.util.function.Consumer;

/** One way to make a channel of {@link Update}s that does not keep them all. */
record OverflowKind(String name, Consumer<ChannelBuilder<Update>> setUp) {

    static final List<OverflowKind> ALL = List.of(
            bounded(1, Overflow.FAIL),
            bounded(64, Overflow.FAIL),
            bounded(1, Overflow.DROP_NEWEST),
            bounded(64, Overflow.DROP_NEWEST),
            bounded(1, Overflow.DROP_OLDEST),
            bounded(2, Overflow.DROP_OLDEST),
            bounded(3, Overflow.DROP_OLDEST).parking(),
            bounded(64, Overflow.DROP_OLDEST),
            new OverflowKind("conflating", ChannelBuilder::conflating),
            new OverflowKind("conflating", ChannelBuilder::conflating).parking(),
            byKey(),
            byKey().parking(),
            byKey(1, Overflow.WAIT),
            byKey(3, Overflow.WAIT).parking(),
            byKey(3, Overflow.FAIL),
            byKey(3, Overflow.DROP_NEWEST),
            byKey(1, Overflow.DROP_OLDEST),
            byKey(3, Overflow.DROP_OLDEST).parking());

    static OverflowKind bounded(int capacity, Overflow policy) {
        return new OverflowKind(
                "bounded(" + capacity + ") " + policy,
                builder -> builder.capacity(capacity).onFull(policy));
    }

    static OverflowKind byKey() {
        return new OverflowKind("conflating by key", builder -> builder.conflatingBy(Update::key));
    }

    static OverflowKind byKey(int capacity, Overflow policy) {
        return new OverflowKind(
                "conflating by " + capacity + " keys, " + policy,
                builder -> builder.capacity(capacity).conflatingBy(Update::key).onFull(policy));
    }

    OverflowKind parking() {
        return new OverflowKind(
                name + ", park",
                setUp.andThen(builder -> builder.sendWaiting(Waiting.park()).receiveWaiting(Waiting.park())));
    }

    ChannelBuilder<Update> builder() {
        ChannelBuilder<Update> builder = Channel.builder();
        setUp.accept(builder);
        return builder;
    }

    @Override
    public String toString() {
        return name;
    }
}
