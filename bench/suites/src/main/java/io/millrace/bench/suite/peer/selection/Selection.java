package io.millrace.bench.suite.peer.selection;

import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Peers;
import io.millrace.bench.suite.peer.Capacity;
import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.Handoffs;
import io.millrace.bench.suite.peer.Receives;
import io.millrace.bench.suite.peer.Sends;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Several channels of one implementation, and its select over them. Only channels can be selected from: the queues of the JDK, of
 * JCTools and the others have nothing of the kind.
 *
 * @param <T> what the channels carry
 */
public abstract class Selection<T> {

    /** Why all other peers are absent. */
    public static final String ABSENT = "Queues have no select: only channels of Millrace, Jox and Kotlin take part.";

    private final List<Handoff<T>> channels;

    /** For subclasses. */
    public Selection(List<Handoff<T>> channels) {
        this.channels = channels;
    }

    /** Returns the peers that can select. */
    public static List<Peer> peers() {
        return List.of(Peers.MILLRACE, Peers.JOX, Peers.KOTLIN);
    }

    /**
     * Makes empty channels.
     *
     * @param peer name of the peer
     * @param count how many channels
     * @param capacity how many messages each holds
     * @throws IllegalArgumentException if the peer cannot select
     */
    public static <T> Selection<T> open(String peer, int count, Capacity capacity) {
        if (peers().stream().noneMatch(each -> each.name().equals(peer))) {
            throw new IllegalArgumentException(
                    "peer is '" + peer + "', allowed are those of Selection.peers(). " + ABSENT);
        }
        List<Handoff<T>> channels = IntStream.range(0, count)
                .mapToObj(i -> Handoffs.<T>open(peer, Integer.MAX_VALUE, Integer.MAX_VALUE, capacity))
                .toList();
        if (peer.equals(Peers.MILLRACE.name())) {
            return new MillraceSelection<>(channels);
        }
        return peer.equals(Peers.JOX.name()) ? new JoxSelection<>(channels) : new KotlinSelection<>(channels);
    }

    /** Returns all channels. */
    public final List<Handoff<T>> channels() {
        return channels;
    }

    /** Makes a select that receives from any of the channels, for the calling thread. */
    public abstract Receives<T> fromAny();

    /** Makes a select that sends to any of the channels, for the calling thread. */
    public abstract Sends<T> toAny();
}
