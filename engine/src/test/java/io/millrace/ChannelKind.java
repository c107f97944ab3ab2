package io.millrace;

import io.millrace.support.ManualClock;
import io.millrace.support.StrictParker;
import java.util.List;
import java.util.function.Consumer;

/**
 * One way to make a channel. The contract runs over {@link #ALL}: a flavor, a capacity, a start sequence and a way to wait make
 * a kind. To put a new flavor under the contract, add its kinds there.
 *
 * @param name what the test reports show
 * @param capacity what the channel must report
 * @param setUp makes the builder build this kind
 */
public record ChannelKind(String name, int capacity, Consumer<ChannelBuilder<?>> setUp) {

    /** The sequence number outgrows an int within the first messages. */
    private static final long NEAR_INT_LIMIT = (1L << 31) - 5;

    /** Sequences never wrap, so they start as high as leaves room for any test. */
    private static final long NEAR_LONG_LIMIT = Long.MAX_VALUE - 1_000_000_000;

    private static final String TOLD_ITS_ROLES = " with single producer and consumer";
    private static final String TOLD_ITS_SENDER = " with single producer";
    private static final String TOLD_ITS_RECEIVER = " with single consumer";

    public static final List<ChannelKind> ALL = List.of(
            bounded(1),
            bounded(2),
            bounded(3),
            bounded(64),
            bounded(1000),
            bounded(1).parking(),
            bounded(3).parking(),
            bounded(1).from("2^31", NEAR_INT_LIMIT),
            bounded(3).from("2^31", NEAR_INT_LIMIT).parking(),
            bounded(64).from("2^31", NEAR_INT_LIMIT),
            bounded(2).from("2^63", NEAR_LONG_LIMIT),
            bounded(3).from("2^63", NEAR_LONG_LIMIT),
            bounded(1000).from("2^63", NEAR_LONG_LIMIT).parking(),
            rendezvous(),
            rendezvous().parking(),
            unbounded(),
            unbounded().segments(1),
            unbounded().segments(2).parking(),
            unbounded().from("2^31", NEAR_INT_LIMIT),
            unbounded().segments(1).from("2^31", NEAR_INT_LIMIT).parking(),
            unbounded().segments(2).from("2^63", NEAR_LONG_LIMIT),
            conflating(1),
            conflating(3).parking(),
            conflating(64).from("2^31", NEAR_INT_LIMIT),
            conflating(2).from("2^63", NEAR_LONG_LIMIT),
            conflating(),
            conflating().from("2^31", NEAR_INT_LIMIT).parking());

    /** Those for one sender or receiver, or one of each, for the rules that do with so few. */
    public static final List<ChannelKind> TOLD = List.of(
            bounded(1).told(),
            bounded(3).told().parking(),
            bounded(64).told(),
            bounded(3).told().from("2^31", NEAR_INT_LIMIT),
            bounded(1000).told().from("2^63", NEAR_LONG_LIMIT).parking(),
            bounded(1).toldReceiver(),
            bounded(3).toldReceiver().parking(),
            bounded(64).toldReceiver(),
            bounded(3).toldReceiver().from("2^31", NEAR_INT_LIMIT),
            bounded(1000).toldReceiver().from("2^63", NEAR_LONG_LIMIT).parking(),
            bounded(1).toldSender(),
            bounded(3).toldSender().parking(),
            bounded(64).toldSender(),
            bounded(3).toldSender().from("2^31", NEAR_INT_LIMIT),
            bounded(1000).toldSender().from("2^63", NEAR_LONG_LIMIT).parking(),
            unbounded().told(),
            unbounded().segments(1).told().parking(),
            unbounded().segments(2).told().from("2^63", NEAR_LONG_LIMIT),
            unbounded().toldReceiver(),
            unbounded().segments(1).toldReceiver().from("2^31", NEAR_INT_LIMIT).parking(),
            unbounded().segments(2).toldSender().parking());

    public static ChannelKind bounded(int capacity) {
        return new ChannelKind("bounded(" + capacity + ")", capacity, builder -> builder.capacity(capacity));
    }

    public static ChannelKind rendezvous() {
        return new ChannelKind("rendezvous", 0, builder -> builder.capacity(0));
    }

    public static ChannelKind unbounded() {
        return new ChannelKind("unbounded", ChannelEnd.UNBOUNDED, ChannelBuilder::unbounded);
    }

    /** Every message has a key of its own, so that none replaces another, and the rules are those of any channel. */
    public static ChannelKind conflating(int capacity) {
        return new ChannelKind(
                "conflating(" + capacity + ")",
                capacity,
                builder -> builder.capacity(capacity).conflatingBy(message -> new Object()));
    }

    /** As {@link #conflating(int)}, for any number of keys. */
    public static ChannelKind conflating() {
        return new ChannelKind(
                "conflating", ChannelEnd.UNBOUNDED, builder -> builder.conflatingBy(message -> new Object()));
    }

    public ChannelKind from(String near, long startSequence) {
        return with(" near " + near, builder -> builder.startSequence(startSequence));
    }

    public ChannelKind segments(int segmentSize) {
        return with(" in segments of " + segmentSize, builder -> builder.segmentSize(segmentSize));
    }

    /** For one sender and one receiver. */
    public ChannelKind told() {
        return with(TOLD_ITS_ROLES, builder -> builder.singleProducer().singleConsumer());
    }

    /** For one sender. */
    public ChannelKind toldSender() {
        return with(TOLD_ITS_SENDER, ChannelBuilder::singleProducer);
    }

    /** For one receiver. */
    public ChannelKind toldReceiver() {
        return with(TOLD_ITS_RECEIVER, ChannelBuilder::singleConsumer);
    }

    public ChannelKind parking() {
        return waiting(Waiting.park());
    }

    public ChannelKind waiting(Waiting waiting) {
        return with(", " + waiting, builder -> builder.sendWaiting(waiting).receiveWaiting(waiting));
    }

    private ChannelKind with(String suffix, Consumer<ChannelBuilder<?>> more) {
        return new ChannelKind(name + suffix, capacity, setUp.andThen(more));
    }

    public <T> ChannelBuilder<T> builder() {
        ChannelBuilder<T> builder = Channel.builder();
        setUp.accept(builder);
        return builder;
    }

    public <T> Channel<T> open() {
        return this.<T>builder().build();
    }

    /** A channel that counts. */
    public <T> Channel<T> openCounting() {
        return this.<T>builder().recordStats().build();
    }

    /** A channel whose threads park at once, and by the given clock. */
    public <T> Channel<T> open(ManualClock clock, StrictParker parker) {
        return this.parking().<T>builder().clock(clock).parker(parker).build();
    }

    public boolean isBounded() {
        return !isRendezvous() && !isUnbounded();
    }

    public boolean isRendezvous() {
        return capacity == 0;
    }

    /** Whether it is for one sender. */
    public boolean hasOneSender() {
        return name.contains(TOLD_ITS_SENDER);
    }

    /** Whether it is for one receiver. */
    public boolean hasOneReceiver() {
        return name.contains(TOLD_ITS_ROLES) || name.contains(TOLD_ITS_RECEIVER);
    }

    /** Whether its memory comes and goes in segments. */
    public boolean isSegmented() {
        return isUnbounded() && !name.startsWith("conflating");
    }

    public boolean isUnbounded() {
        return capacity == ChannelEnd.UNBOUNDED;
    }

    @Override
    public String toString() {
        return name;
    }
}
