package io.millrace.faults;

import io.millrace.Channel;
import io.millrace.ChannelBuilder;
import io.millrace.Overflow;
import java.util.function.Consumer;

/** The channels that faults are thrown into, one of each algorithm and policy. */
enum FaultKind {
    BOUNDED(builder -> builder.capacity(64)),
    BOUNDED_1(builder -> builder.capacity(1)),
    ONE_TO_ONE(builder -> builder.capacity(64).singleProducer().singleConsumer()),
    MANY_TO_ONE(builder -> builder.capacity(64).singleConsumer()),
    ONE_TO_MANY(builder -> builder.capacity(64).singleProducer()),
    UNBOUNDED(ChannelBuilder::unbounded),
    UNBOUNDED_ONE_TO_ONE(builder -> builder.unbounded().singleProducer().singleConsumer()),
    RENDEZVOUS(builder -> builder.capacity(0)),
    DROP_NEWEST(builder -> builder.capacity(4).onFull(Overflow.DROP_NEWEST)),
    DROP_OLDEST(builder -> builder.capacity(4).onFull(Overflow.DROP_OLDEST)),
    CONFLATING(ChannelBuilder::conflating),
    BY_KEY(builder -> builder.conflatingBy(FaultKind::key)),
    BY_KEY_DROP_OLDEST(
            builder -> builder.capacity(2).conflatingBy(FaultKind::key).onFull(Overflow.DROP_OLDEST));

    private final Consumer<ChannelBuilder<Integer>> setUp;

    FaultKind(Consumer<ChannelBuilder<Integer>> setUp) {
        this.setUp = setUp;
    }

    private static Object key(Integer message) {
        FaultPoint.callsOut("key function");
        return new Key(message % 5);
    }

    /** Keys of which some have the same hash. */
    private record Key(int number) {

        @Override
        public int hashCode() {
            FaultPoint.requireNoLock("hashCode");
            return number % 2;
        }

        @Override
        public boolean equals(Object other) {
            FaultPoint.requireNoLock("equals");
            return other instanceof Key key && key.number == number;
        }
    }

    /** Whether a send that finds no room waits. */
    boolean waits() {
        return switch (this) {
            case BOUNDED, BOUNDED_1, ONE_TO_ONE, MANY_TO_ONE, ONE_TO_MANY, RENDEZVOUS -> true;
            default -> false;
        };
    }

    /** Whether it refuses what any thread may run that receives. */
    boolean hasSoleReceiver() {
        return this == ONE_TO_ONE || this == MANY_TO_ONE || this == UNBOUNDED_ONE_TO_ONE;
    }

    Channel<Integer> open(Consumer<Integer> onUndelivered) {
        ChannelBuilder<Integer> builder = Channel.builder();
        setUp.accept(builder);
        return builder.onUndelivered((message, reason) -> onUndelivered.accept(message))
                .onClose(cause -> FaultPoint.callsOut("onClose"))
                .recordStats()
                .name(name())
                .build();
    }
}
