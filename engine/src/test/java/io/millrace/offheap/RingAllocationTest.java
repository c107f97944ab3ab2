package io.millrace.offheap;

import io.millrace.Channel;
import io.millrace.support.Allocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing on a ring allocates after warm-up, whether it waits or not. */
class RingAllocationTest {

    private static final int STEPS = 20_000;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final MessageHandler IGNORE = (type, buffer, index, length) -> {};
    private static final ControlledMessageHandler GO_ON =
            (type, buffer, index, length) -> ControlledMessageHandler.Action.COMMIT;

    private static void assertNothingAllocated(Allocation.Step... ofEachThread) {
        Allocation.assertNone(STEPS, ofEachThread);
    }

    static Stream<Ring> rings() {
        List<Ring> rings = new ArrayList<>();
        for (int roles = 0; roles < 4; roles++) {
            RingBuilder builder = Ring.builder().capacity(1024).recordStats();
            if ((roles & 1) == 0) {
                builder.singleProducer();
            }
            if ((roles & 2) == 0) {
                builder.singleConsumer();
            }
            rings.add(builder.build());
        }
        return rings.stream();
    }

    @ParameterizedTest
    @MethodSource("rings")
    void sendsClaimsAndReceivesThatNeedNotWaitAllocateNothing(Ring ring) {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[32]);
        assertNothingAllocated(() -> {
            ring.send(1, bytes, 0, 32);
            ring.trySend(1, bytes, 0, 8, SECOND);
            try (Lease lease = ring.claim(2, 16)) {
                lease.buffer().putLong(0, 1);
                lease.commit();
            }
            ring.receive(IGNORE, 2);
            ring.tryReceive(IGNORE, 2, SECOND);
            ring.tryReceive(IGNORE, 2);
        });
    }

    @ParameterizedTest
    @MethodSource("rings")
    void waitingAllocatesNothing(Ring ring) {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[128]);
        assertNothingAllocated(() -> ring.send(1, bytes, 0, 128), () -> ring.receive(IGNORE, 1));
    }

    @ParameterizedTest
    @MethodSource("rings")
    void longsAndDoublesAllocateNothing(Ring ring) {
        LongChannel longs = ring.longs();
        DoubleChannel doubles = ring.doubles();
        long[] sum = new long[1];
        LongConsumer add = value -> sum[0] += value;
        DoubleConsumer addDouble = value -> sum[0] += (long) value;
        assertNothingAllocated(() -> {
            longs.send(1);
            longs.receive();
            longs.trySend(2, SECOND);
            longs.tryReceive(add, SECOND);
            longs.trySend(3);
            longs.drain(add, 5);
            doubles.send(4);
            doubles.receive();
            doubles.trySend(5);
            doubles.tryReceive(addDouble);
        });
    }

    @Test
    void waitingForLongsAllocatesNothing() {
        LongChannel longs = LongChannel.of(8);
        assertNothingAllocated(() -> longs.send(1), longs::receive);
    }

    @Test
    void controlledReceivesAllocateNothing() {
        Ring ring = Ring.builder().capacity(256).singleConsumer().build();
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[32]);
        assertNothingAllocated(() -> ring.send(1, bytes, 0, 32), () -> ring.receiveControlled(GO_ON, 1));
    }

    @ParameterizedTest
    @MethodSource("rings")
    void flyweightsOverAChannelAllocateNothing(Ring ring) {
        Channel<Quote> quotes = ring.channel(new Quote.QuoteCodec());
        Quote quote = new Quote();
        quote.bytes.wrap(new byte[16]);
        quote.bytes.putLong(0, 99);
        assertNothingAllocated(() -> {
            quotes.send(quote);
            if (quotes.receive().price() != 99) {
                throw new AssertionError();
            }
        });
    }
}
