package io.millrace.bench.suite.offheap;

import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Peers;
import io.millrace.bench.suite.peer.Backoff;
import io.millrace.offheap.Ring;
import io.millrace.offheap.RingBuilder;
import java.util.List;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** The peers: the ring of this library, told its roles and not, and the bare rings of Agrona. */
final class ByteHandoffs {

    static final Peer TOLD = Peer.of("Millrace ring told its roles (spins then parks)", Peer.Family.MILLRACE);
    static final Peer UNTOLD = Peer.of("Millrace ring (spins then parks)", Peer.Family.MILLRACE);
    static final Peer AGRONA =
            Peers.polled("Agrona ring buffer", "org.agrona.concurrent.ringbuffer.OneToOneRingBuffer");

    private static final int LINE = 64;

    private ByteHandoffs() {}

    static List<Peer> peers() {
        return List.of(TOLD, UNTOLD, AGRONA);
    }

    /** Makes one for so many senders and one receiver. */
    static ByteHandoff open(String peer, int senders, int capacity) {
        if (peer.equals(AGRONA.name())) {
            return new Bare(bare(senders, capacity));
        }
        if (peer.equals(TOLD.name())) {
            RingBuilder builder = Ring.builder().capacity(capacity).singleConsumer();
            return new Waiting((senders == 1 ? builder.singleProducer() : builder).build());
        }
        if (peer.equals(UNTOLD.name())) {
            return new Waiting(Ring.builder().capacity(capacity).build());
        }
        throw new IllegalArgumentException("peer is '" + peer + "', allowed are "
                + peers().stream().map(Peer::name).toList());
    }

    /** Makes a ring of Agrona for so many senders and one receiver. */
    static RingBuffer bare(int senders, int capacity) {
        UnsafeBuffer memory = new UnsafeBuffer(
                BufferUtil.allocateDirectAligned(capacity + RingBufferDescriptor.TRAILER_LENGTH, 2 * LINE));
        return senders == 1 ? new OneToOneRingBuffer(memory) : new ManyToOneRingBuffer(memory);
    }

    /** Waits by itself. */
    private record Waiting(Ring ring) implements ByteHandoff {

        @Override
        public void send(DirectBuffer bytes, int length) throws InterruptedException {
            ring.send(1, bytes, 0, length);
        }

        @Override
        public void receive(MessageHandler handler, int limit) throws InterruptedException {
            ring.receive(handler, limit);
        }
    }

    /** Tries again after the back-off of all that do not wait. */
    private static final class Bare implements ByteHandoff {

        private final RingBuffer ring;

        Bare(RingBuffer ring) {
            this.ring = ring;
        }

        @Override
        public void send(DirectBuffer bytes, int length) throws InterruptedException {
            int tries = 0;
            while (!ring.write(1, bytes, 0, length)) {
                tries = Backoff.pause(tries);
            }
        }

        @Override
        public void receive(MessageHandler handler, int limit) throws InterruptedException {
            int tries = 0;
            while (ring.read(handler, limit) == 0) {
                tries = Backoff.pause(tries);
            }
        }
    }
}
