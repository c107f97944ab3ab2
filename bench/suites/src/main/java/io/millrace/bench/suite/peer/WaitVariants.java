package io.millrace.bench.suite.peer;

import io.millrace.Channel;
import io.millrace.Waiting;
import io.millrace.bench.suite.Peer;

/** Channels whose waiting is chosen, beside the peers that {@link Handoffs} opens. */
public final class WaitVariants {

    /** Waits on both sides as {@link Waiting#park} says. */
    public static final Peer MILLRACE_PARKS = Peer.of("Millrace (parks)", Peer.Family.MILLRACE);

    /** Waits on both sides as {@link Waiting#spin} says. */
    public static final Peer MILLRACE_SPINS = Peer.of("Millrace (spins)", Peer.Family.MILLRACE);

    private WaitVariants() {}

    /**
     * Makes an empty implementation.
     *
     * @param peer name of a peer, one of these or one that {@link Handoffs#open} knows
     * @param senders how many threads will send
     * @param receivers how many threads will receive
     * @param capacity how many messages it shall hold
     * @param <T> what it shall carry
     * @throws IllegalArgumentException if there is no such peer, or it does not do that; the message says why
     */
    public static <T> Handoff<T> open(String peer, int senders, int receivers, Capacity capacity) {
        if (peer.equals(MILLRACE_PARKS.name())) {
            return new MillraceHandoff<>(channel(capacity, Waiting.park()));
        }
        if (peer.equals(MILLRACE_SPINS.name())) {
            return new MillraceHandoff<>(channel(capacity, Waiting.spin()));
        }
        return Handoffs.open(peer, senders, receivers, capacity);
    }

    private static <T> Channel<T> channel(Capacity capacity, Waiting waiting) {
        var builder = Channel.<T>builder().sendWaiting(waiting).receiveWaiting(waiting);
        return (capacity.kind() == Capacity.Kind.UNBOUNDED ? builder.unbounded() : builder.capacity(capacity.slots()))
                .build();
    }
}
