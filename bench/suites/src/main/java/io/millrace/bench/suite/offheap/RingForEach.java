package io.millrace.bench.suite.offheap;

import io.millrace.bench.suite.peer.Backoff;
import io.millrace.offheap.Ring;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * A ring for each receiver. A sender goes round them and leaves out those that are full; if all are, it backs off. Its last message to
 * each tells that it has sent all.
 */
final class RingForEach implements ByteFan {

    private static final int BATCH = 64;
    private static final int MESSAGE = 1;
    private static final int LAST = 2;

    private final int senders;
    private final List<Way> ways;

    RingForEach(int senders, List<Way> ways) {
        this.senders = senders;
        this.ways = ways;
    }

    @Override
    public void begin(int messages) {}

    @Override
    public Outlet sender(int sender) {
        return new Round(sender);
    }

    @Override
    public void receiveAll(int receiver, MessageHandler handler) throws InterruptedException {
        Way way = ways.get(receiver);
        int[] ended = new int[1];
        MessageHandler sorted = (type, buffer, index, length) -> {
            if (type == LAST) {
                ended[0]++;
            } else {
                handler.onMessage(type, buffer, index, length);
            }
        };
        while (ended[0] < senders) {
            way.receive(sorted, BATCH);
        }
    }

    /** One sender's way round the rings. */
    private final class Round implements Outlet {

        private final UnsafeBuffer nothing = new UnsafeBuffer(new byte[Long.BYTES]);
        private int next;

        Round(int sender) {
            next = sender % ways.size();
        }

        @Override
        public void send(DirectBuffer bytes, int length) throws InterruptedException {
            int tries = 0;
            while (!tryAll(bytes, length)) {
                tries = Backoff.pause(tries);
            }
        }

        private boolean tryAll(DirectBuffer bytes, int length) {
            for (int i = 0; i < ways.size(); i++) {
                Way way = ways.get(next);
                next = next + 1 == ways.size() ? 0 : next + 1;
                if (way.trySend(MESSAGE, bytes, length)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void end() throws InterruptedException {
            for (Way way : ways) {
                int tries = 0;
                while (!way.trySend(LAST, nothing, Long.BYTES)) {
                    tries = Backoff.pause(tries);
                }
            }
        }
    }

    /** A ring of one receiver. */
    interface Way {

        /** Sends if there is room. */
        boolean trySend(int type, DirectBuffer bytes, int length);

        /** Receives at least one message, and at most so many. */
        void receive(MessageHandler handler, int limit) throws InterruptedException;
    }

    /** A ring of this library; the receiver waits in it. */
    record Own(Ring ring) implements Way {

        @Override
        public boolean trySend(int type, DirectBuffer bytes, int length) {
            return ring.trySend(type, bytes, 0, length);
        }

        @Override
        public void receive(MessageHandler handler, int limit) throws InterruptedException {
            ring.receive(handler, limit);
        }
    }

    /** A ring of Agrona; the receiver backs off. */
    record Bare(RingBuffer ring) implements Way {

        @Override
        public boolean trySend(int type, DirectBuffer bytes, int length) {
            return ring.write(type, bytes, 0, length);
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
