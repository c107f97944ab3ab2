package io.millrace.stress;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.Waiting;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.select.ReceiveSource;
import io.millrace.offheap.Codec;
import io.millrace.offheap.Lease;
import io.millrace.offheap.Ring;
import io.millrace.offheap.RingBuilder;
import java.util.Queue;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Edges RECORD, ROOM and LOOK, and PARK where the claims and the commits are Agrona's. Messages are eight bytes, sixteen with their header, so that a
 * ring of 64 holds three of one producer's, which keeps one header free, and four of several producers'.
 */
public class RingStress {

    static final int LENGTH = 8;

    /** A ring on the heap, which is cheap to make, with threads that park at once. */
    static Ring ring(boolean singleProducer, boolean singleConsumer) {
        RingBuilder builder =
                Ring.builder().capacity(64).onHeap().sendWaiting(Waiting.park()).receiveWaiting(Waiting.park());
        if (singleProducer) {
            builder.singleProducer();
        }
        if (singleConsumer) {
            builder.singleConsumer();
        }
        return builder.build();
    }

    /** 1 accepted, 0 full, -1 closed. */
    static int trySend(Ring ring, long value) {
        try {
            UnsafeBuffer bytes = new UnsafeBuffer(new byte[LENGTH]);
            bytes.putLong(0, value);
            return ring.trySend(1, bytes, 0, LENGTH) ? 1 : 0;
        } catch (ChannelClosedException e) {
            return -1;
        }
    }

    private static int send(Ring ring, long value) {
        try {
            UnsafeBuffer bytes = new UnsafeBuffer(new byte[LENGTH]);
            bytes.putLong(0, value);
            ring.send(1, bytes, 0, LENGTH);
            return 1;
        } catch (ChannelClosedException e) {
            return -1;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void fill(Ring ring) {
        while (trySend(ring, 1) == 1) {}
    }

    /** The value, 0 nothing, -1 closed and drained. */
    static int tryReceive(Ring ring) {
        int[] value = new int[1];
        try {
            ring.tryReceive((type, buffer, index, length) -> value[0] = (int) buffer.getLong(index), 1);
            return value[0];
        } catch (ChannelClosedException e) {
            return -1;
        }
    }

    static int receive(Ring ring) {
        int[] value = new int[1];
        try {
            ring.receive((type, buffer, index, length) -> value[0] = (int) buffer.getLong(index), 1);
            return value[0];
        } catch (ChannelClosedException e) {
            return -1;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "receive, send")
    @Outcome(id = "7, 1", expect = Expect.ACCEPTABLE, desc = "received, with what was done before the send")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a torn message, or one without what was done before")
    public static class RecordOfOneProducer {
        final Ring ring = ring(true, true);
        int written;

        @Actor
        public void sender() {
            written = 1;
            trySend(ring, 7);
        }

        @Actor
        public void receiver(II_Result r) {
            r.r1 = tryReceive(ring);
            r.r2 = r.r1 == 7 ? written : 0;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "receive, commit")
    @Outcome(id = "7, 1", expect = Expect.ACCEPTABLE, desc = "received, with what was done before the commit")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a torn message, or one without what was done before")
    public static class RecordOfALease {
        final Ring ring = ring(false, false);
        int written;

        @Actor
        public void sender() {
            Lease lease = ring.tryClaim(1, LENGTH);
            lease.buffer().putLong(0, 7);
            written = 1;
            lease.commit();
        }

        @Actor
        public void receiver(II_Result r) {
            r.r1 = tryReceive(ring);
            r.r2 = r.r1 == 7 ? written : 0;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the send found the ring full")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the send reused the room and sees the receiver's write")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the room was reused before the receiver's write was visible")
    public static class RoomIsGivenBack {
        final Ring ring = ring(true, true);
        int written;

        @Actor
        public void sender(II_Result r) {
            fill(ring);
            r.r1 = trySend(ring, 2);
            r.r2 = r.r1 == 1 ? written : 0;
        }

        @Actor
        public void receiver() {
            written = 1;
            tryReceive(ring);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 7", expect = Expect.ACCEPTABLE, desc = "received, parked or not")
    @Outcome(expect = Expect.FORBIDDEN, desc = "something else was received")
    public static class ParkedReceiverOfOneProducer {
        final Ring ring = ring(true, true);

        @Actor
        public void sender(II_Result r) {
            r.r1 = send(ring, 7);
        }

        @Actor
        public void receiver(II_Result r) {
            r.r2 = receive(ring);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "7", expect = Expect.ACCEPTABLE, desc = "received, parked or not, behind what was aborted")
    @Outcome(expect = Expect.FORBIDDEN, desc = "something else was received")
    public static class ParkedReceiverBehindAClaim {
        final Ring ring = ring(false, false);

        @Actor
        public void sender() {
            Lease lease = ring.tryClaim(1, LENGTH);
            trySend(ring, 7);
            lease.close();
        }

        @Actor
        public void receiver(I_Result r) {
            r.r1 = receive(ring);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the receive made room and woke the sender")
    @Outcome(expect = Expect.FORBIDDEN, desc = "something else happened")
    public static class ParkedSender {
        final Ring ring = ring(false, true);

        public ParkedSender() {
            fill(ring);
        }

        @Actor
        public void sender(II_Result r) {
            r.r1 = send(ring, 2);
        }

        @Actor
        public void receiver(II_Result r) {
            r.r2 = receive(ring);
        }
    }

    /** What a look copies is given back, zeroed and sent into again beside it. */
    @JCStressTest
    @State
    @Outcome(
            id = {"7", "8", "9", "10"},
            expect = Expect.ACCEPTABLE,
            desc = "a message that nobody had taken")
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "all were taken, and no other was there yet")
    @Outcome(expect = Expect.FORBIDDEN, desc = "part of a message that was taken meanwhile")
    public static class LookBesideAReadInPlace {
        final Ring ring = ring(false, true);
        final Queue<Long> queue = ring.channel(new Numbers()).asBlockingQueue();

        public LookBesideAReadInPlace() {
            trySend(ring, 7);
            trySend(ring, 8);
            trySend(ring, 9);
        }

        @Actor
        public void receiver() {
            ring.tryReceive((type, buffer, index, length) -> {}, 2);
            ring.tryReceive((type, buffer, index, length) -> {}, 2);
        }

        @Actor
        public void sender() {
            trySend(ring, 10);
            trySend(ring, 10);
        }

        @Actor
        public void looker(I_Result r) {
            Long seen = queue.peek();
            r.r1 = seen == null ? 0 : seen.intValue();
        }
    }

    /** Messages of eight bytes as numbers, for the clauses of selects. */
    private static final class Numbers implements Codec<Long> {

        @Override
        public int maxLength() {
            return Long.BYTES;
        }

        @Override
        public int length(Long message) {
            return Long.BYTES;
        }

        @Override
        public void encode(Long message, MutableDirectBuffer buffer, int offset) {
            buffer.putLong(offset, message);
        }

        @Override
        public Long decode(int type, DirectBuffer buffer, int offset, int length) {
            return buffer.getLong(offset);
        }

        @Override
        public Long decodeNew(int type, DirectBuffer buffer, int offset, int length) {
            return buffer.getLong(offset);
        }
    }

    /** While one receiver reads a record, the ring looks to others as if that was still being written. */
    @JCStressTest
    @State
    @Outcome(
            id = {"1, 0", "1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "the second message was seen")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "it was not, but the other receiver passed it on")
    @Outcome(expect = Expect.FORBIDDEN, desc = "parks for ever beside a message")
    public static class ParkAgainstAnotherReceiver {
        final Ring ring = ring(false, false);
        final Channel<Long> channel = ring.channel(new Numbers());
        final ReceiveSource<?> source = (ReceiveSource<?>) channel;
        final SelectToken token = new SelectToken(false);

        public ParkAgainstAnotherReceiver() {
            trySend(ring, 1);
            trySend(ring, 2);
        }

        @Actor
        public void parker(II_Result r) {
            source.registerReceive(token, 0);
            r.r1 = source.mayReceive(token) ? 1 : 0;
        }

        @Actor
        public void receiver() {
            tryReceive(ring);
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = token.isSignalled() ? 1 : 0;
        }
    }
}
