package io.millrace.overflow;

import io.millrace.Channel;
import io.millrace.ChannelBuilder;
import io.millrace.Overflow;
import io.millrace.Waiting;
import java.util.List;
import java.util.function.Consumer;

/** One way to make a channel of {@link Update}s that does not keep them all. */
record OverflowKind(String name, Consumer<ChannelBuilder<Update>> setUp) {

    private static final String TOLD_ITS_SENDER = ", single producer";
    private static final String TOLD_ITS_RECEIVER = ", single consumer";

    static final List<OverflowKind> ALL = List.of(
            bounded(1, Overflow.FAIL),
            bounded(64, Overflow.FAIL),
            bounded(1, Overflow.DROP_NEWEST),
            bounded(64, Overflow.DROP_NEWEST),
            bounded(1, Overflow.DROP_OLDEST),
            bounded(2, Overflow.DROP_OLDEST),
            bounded(3, Overflow.DROP_OLDEST).parking(),
            bounded(64, Overflow.DROP_OLDEST),
            bounded(1, Overflow.DROP_OLDEST).toldSender(),
            bounded(3, Overflow.DROP_OLDEST).toldSender().toldReceiver(),
            bounded(64, Overflow.DROP_OLDEST).toldReceiver().parking(),
            bounded(3, Overflow.DROP_NEWEST).toldSender().parking(),
            bounded(3, Overflow.FAIL).toldReceiver(),
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
        return with(", park", builder -> builder.sendWaiting(Waiting.park()).receiveWaiting(Waiting.park()));
    }

    private OverflowKind toldSender() {
        return with(TOLD_ITS_SENDER, ChannelBuilder::singleProducer);
    }

    private OverflowKind toldReceiver() {
        return with(TOLD_ITS_RECEIVER, ChannelBuilder::singleConsumer);
    }

    private OverflowKind with(String suffix, Consumer<ChannelBuilder<Update>> more) {
        return new OverflowKind(name + suffix, setUp.andThen(more));
    }

    /** How many threads may send, of so many. */
    int sendersOf(int wanted) {
        return name.contains(TOLD_ITS_SENDER) ? 1 : wanted;
    }

    /** How many threads may receive, of so many. */
    int receiversOf(int wanted) {
        return name.contains(TOLD_ITS_RECEIVER) ? 1 : wanted;
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
