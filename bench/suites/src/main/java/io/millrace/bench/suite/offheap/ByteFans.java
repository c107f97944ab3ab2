package io.millrace.bench.suite.offheap;

import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Peers;
import io.millrace.offheap.Ring;
import io.millrace.offheap.RingBuilder;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The peers: one ring of this library for all receivers, and a ring for each receiver, of Agrona's and of this library's. Together the
 * rings of a fan have the bytes of the one.
 */
final class ByteFans {

    static final Peer AGRONA_EACH =
            Peers.polled("Agrona ring buffer for each receiver", "org.agrona.concurrent.ringbuffer.OneToOneRingBuffer");
    static final Peer MILLRACE_EACH =
            Peer.of("Millrace ring for each receiver (spins then parks; sender back-off)", Peer.Family.MILLRACE);

    private ByteFans() {}

    /** Returns who is measured with so many senders; to be told of a single sender helps only where there is one. */
    static List<Peer> peers(int senders) {
        return senders == 1
                ? List.of(ByteHandoffs.TOLD, ByteHandoffs.UNTOLD, MILLRACE_EACH, AGRONA_EACH)
                : List.of(ByteHandoffs.UNTOLD, MILLRACE_EACH, AGRONA_EACH);
    }

    /** Makes one for so many senders and receivers, with so many bytes. */
    static ByteFan open(String peer, int senders, int receivers, int capacity) {
        int share = capacity / receivers;
        if (peer.equals(ByteHandoffs.TOLD.name())) {
            return new RingForAll(told(senders).capacity(capacity).build());
        }
        if (peer.equals(ByteHandoffs.UNTOLD.name())) {
            return new RingForAll(Ring.builder().capacity(capacity).build());
        }
        if (peer.equals(MILLRACE_EACH.name())) {
            return rings(
                    senders,
                    receivers,
                    () -> new RingForEach.Own(
                            told(senders).singleConsumer().capacity(share).build()));
        }
        if (peer.equals(AGRONA_EACH.name())) {
            return rings(senders, receivers, () -> new RingForEach.Bare(ByteHandoffs.bare(senders, share)));
        }
        throw new IllegalArgumentException("peer is '" + peer + "', allowed are "
                + peers(senders).stream().map(Peer::name).toList());
    }

    private static RingBuilder told(int senders) {
        return senders == 1 ? Ring.builder().singleProducer() : Ring.builder();
    }

    private static ByteFan rings(int senders, int receivers, Supplier<RingForEach.Way> way) {
        return new RingForEach(
                senders, IntStream.range(0, receivers).mapToObj(i -> way.get()).toList());
    }
}
