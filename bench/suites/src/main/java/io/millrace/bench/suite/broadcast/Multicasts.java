package io.millrace.bench.suite.broadcast;

import com.lmax.disruptor.BlockingWaitStrategy;
import io.millrace.Broadcast;
import io.millrace.Lagging;
import io.millrace.Subscription;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Peer.Family;
import io.millrace.bench.suite.Peers;
import io.millrace.bench.suite.peer.Capacity;
import io.millrace.bench.suite.peer.Handoffs;
import io.millrace.bench.suite.peer.Receives;
import io.millrace.bench.suite.peer.Sends;
import io.millrace.bench.suite.peer.traffic.DisruptorMulticast;
import io.millrace.bench.suite.peer.traffic.Message;
import io.millrace.bench.suite.peer.traffic.Traffic;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The ways to give every message to every receiver. */
final class Multicasts {

    static final Peer MILLRACE = Peer.of("Millrace Broadcast (spins then parks)", Family.MILLRACE);
    static final Peer DISRUPTOR = Peers.polled("Disruptor multicast", "com.lmax.disruptor.RingBuffer");
    static final Peer DISRUPTOR_PARKS = Peer.of(
            "Disruptor multicast (receivers park; sender back-off)",
            Family.POLLED,
            17,
            "com.lmax.disruptor.RingBuffer");

    /** Of these, each receiver has one. */
    private static final List<Peer> QUEUES =
            List.of(Peers.MILLRACE_TOLD, Peers.ARRAY_BLOCKING_QUEUE, Peers.JCTOOLS_SPSC, Peers.CONVERSANT_PUSH_PULL);

    private Multicasts() {}

    /** Returns all peers, Millrace first. */
    static List<Peer> peers() {
        return Stream.concat(
                        Stream.of(MILLRACE, DISRUPTOR, DISRUPTOR_PARKS),
                        QUEUES.stream().map(Multicasts::forEach))
                .toList();
    }

    /**
     * Makes an empty implementation for one sender.
     *
     * @param peer name of the peer
     * @param receivers how many threads will receive
     * @param capacity how far the sender can get ahead of the slowest; a power of two
     */
    static Traffic.Ways open(String peer, int receivers, int capacity) {
        if (peer.equals(MILLRACE.name())) {
            return new Subscriptions(receivers, capacity);
        }
        if (peer.equals(DISRUPTOR.name())) {
            return DisruptorMulticast.polled(receivers, capacity);
        }
        if (peer.equals(DISRUPTOR_PARKS.name())) {
            return new DisruptorMulticast(receivers, capacity, new BlockingWaitStrategy());
        }
        Peer queue = QUEUES.stream()
                .filter(each -> forEach(each).name().equals(peer))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("peer is '" + peer + "', allowed are "
                        + peers().stream().map(Peer::name).toList()));
        return Traffic.toEach(IntStream.range(0, receivers)
                .mapToObj(index -> Handoffs.<Message>open(queue.name(), 1, 1, Capacity.of(capacity)))
                .toList());
    }

    /** Returns the peer in which each receiver has a queue of its own. */
    static Peer forEach(Peer queue) {
        String name = queue.name().replace(" (", " for each receiver (");
        return Peer.of(name, queue.family(), queue.leastJdk(), queue.type());
    }

    private static final class Subscriptions implements Traffic.Ways {

        private final Broadcast<Message> broadcast;
        private final List<Subscription<Message>> subscriptions;

        Subscriptions(int receivers, int capacity) {
            broadcast = Broadcast.of(capacity);
            subscriptions = IntStream.range(0, receivers)
                    .mapToObj(index -> broadcast.subscribe(Lagging.HOLD))
                    .toList();
        }

        @Override
        public Sends<Message> sender(int index) {
            return broadcast::send;
        }

        @Override
        public Receives<Message> receiver(int index) {
            return subscriptions.get(index)::receive;
        }

        @Override
        public boolean toEach() {
            return true;
        }
    }
}
