package io.millrace.bench.suite.processes;

import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Peers;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.MessageHandler;

/** The peers, and the endpoint of each. */
final class Endpoints {

    static final Peer MILLRACE = Peer.of("Millrace shared ring (spins then naps)", Peer.Family.MILLRACE);
    static final Peer AGRONA =
            Peers.polled("Agrona OneToOneRingBuffer", "org.agrona.concurrent.ringbuffer.OneToOneRingBuffer");
    static final Peer AERON = Peers.polled("Aeron IPC", "io.aeron.driver.MediaDriver");
    static final Peer CHRONICLE = Peer.of(
            "Chronicle Queue (receiver back-off; sender never waits)",
            Peer.Family.POLLED,
            17,
            "net.openhft.chronicle.queue.ChronicleQueue");

    private Endpoints() {}

    static List<Peer> peers() {
        return List.of(MILLRACE, AGRONA, AERON, CHRONICLE);
    }

    /** Returns the options that a JVM needs for a peer, beside those that all have. */
    static List<String> flags(String peer) {
        return peer.equals(CHRONICLE.name()) ? ChronicleEndpoint.FLAGS : List.of();
    }

    /**
     * Opens an endpoint, of this peer only, so that no JVM loads two.
     *
     * @param task what the connection is for
     * @param side which side; the local one comes first
     * @param folder what both share
     * @param handler gets the messages
     */
    static Endpoint open(Task task, Side side, Path folder, MessageHandler handler) {
        String peer = task.peer();
        if (peer.equals(MILLRACE.name())) {
            return new SharedRingEndpoint(side, folder, task.capacity(), handler);
        }
        if (peer.equals(AGRONA.name())) {
            return new AgronaEndpoint(side, folder, task.capacity(), handler);
        }
        if (peer.equals(AERON.name())) {
            return new AeronEndpoint(side, folder, task.capacity(), handler);
        }
        if (peer.equals(CHRONICLE.name())) {
            return new ChronicleEndpoint(side, folder, handler);
        }
        throw new IllegalArgumentException("peer is '" + peer + "', allowed are "
                + peers().stream().map(Peer::name).toList());
    }
}
