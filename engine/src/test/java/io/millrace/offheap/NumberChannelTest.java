package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ChannelClosedException;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels of longs and doubles. */
class NumberChannelTest {

    private static final long[] LONGS = {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE};
    private static final double[] DOUBLES = {
        0.0, -0.0, 1.5, Double.MIN_VALUE, Double.NEGATIVE_INFINITY, Double.longBitsToDouble(0x7ff0_0000_0000_0001L)
    };

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 5, 8, 100, 1000})
    void soManyNumbersAsAskedForFitWhereverTheMemoryBegins(int numbers) throws Exception {
        LongChannel channel = LongChannel.of(numbers);
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < numbers; i++) {
                assertThat(channel.trySend(i)).isTrue();
            }
            assertThat(channel.size()).isEqualTo(16 * numbers);
            List<Long> received = new ArrayList<>();
            assertThat(channel.drain(received::add, 2 * numbers)).isEqualTo(numbers);
            assertThat(received).doesNotHaveDuplicates().startsWith(0L).endsWith(numbers - 1L);
            channel.send(round);
            assertThat(channel.receive()).isEqualTo(round);
        }
    }

    @Test
    void aSizeOutOfRangeIsRefused() {
        assertThatThrownBy(() -> LongChannel.of(0)).hasMessageContaining("numbers is 0, allowed is 1 to 67108863");
        assertThatThrownBy(() -> DoubleChannel.of(Integer.MAX_VALUE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyLongComesOutAsItWasSent() throws Exception {
        LongChannel channel = LongChannel.of(4);
        for (long value : LONGS) {
            channel.send(value);
            assertThat(channel.receive()).isEqualTo(value);
            assertThat(channel.trySend(value, Duration.ofSeconds(1))).isTrue();
            List<Long> received = new ArrayList<>();
            assertThat(channel.tryReceive(received::add)).isTrue();
            assertThat(channel.tryReceive(received::add)).isFalse();
            assertThat(received).containsExactly(value);
        }
    }

    @Test
    void everyDoubleComesOutWithItsBits() throws Exception {
        DoubleChannel channel = DoubleChannel.of(4);
        for (double value : DOUBLES) {
            channel.send(value);
            assertThat(Double.doubleToRawLongBits(channel.receive())).isEqualTo(Double.doubleToRawLongBits(value));
            channel.trySend(value);
            channel.drain(
                    received -> assertThat(Double.doubleToRawLongBits(received))
                            .isEqualTo(Double.doubleToRawLongBits(value)),
                    1);
        }
        assertThat(channel.isEmpty()).isTrue();
    }

    @Test
    void waitsTimeOutsAndTheEndAreThoseOfTheRing() throws Exception {
        ManualClock clock = new ManualClock();
        Ring ring = Ring.builder().capacity(64).timeSource(clock).build();
        LongChannel channel = ring.longs();
        try (Actors actors = new Actors()) {
            Actor<Boolean> receiver =
                    actors.start("receiver", () -> channel.tryReceive(value -> {}, Duration.ofSeconds(1)));
            clock.awaitWaiters(1);
            clock.advance(Duration.ofSeconds(1));
            assertThat(receiver.join()).isFalse();
            while (channel.trySend(7)) {}
            assertThat(channel.isFull()).isTrue();
            Actor<Boolean> sender = actors.start("sender", () -> channel.trySend(8, Duration.ofSeconds(1)));
            clock.awaitWaiters(1);
            clock.advance(Duration.ofSeconds(1));
            assertThat(sender.join()).isFalse();
            Actor<Void> patient = actors.run("patient", () -> channel.send(9));
            clock.awaitWaiters(1);
            assertThat(channel.receive()).isEqualTo(7);
            patient.join();
        }
        List<Long> received = new ArrayList<>();
        channel.close();
        channel.forEach(received::add);
        assertThat(received).startsWith(7L).endsWith(9L);
        assertThatThrownBy(channel::receive).isInstanceOf(ChannelClosedException.class);
        assertThatThrownBy(() -> channel.tryReceive(received::add)).isInstanceOf(ChannelClosedException.class);
        assertThat(channel.drain(received::add, 1)).isZero();
        assertThatThrownBy(() -> channel.trySend(1)).isInstanceOf(ChannelClosedException.class);
    }

    @Test
    void aMessageThatIsNoNumberIsReceivedAndNamed() {
        Ring ring = Ring.builder().capacity(256).name("mixed").build();
        ring.trySend(1, new UnsafeBuffer(new byte[9]), 0, 9);
        ring.longs().trySend(4);
        assertThatThrownBy(() -> ring.longs().receive())
                .hasMessageContaining("mixed")
                .hasMessageContaining("9 bytes");
        assertThat(Bytes.drain(ring)).containsExactly(4L);
    }

    @Test
    void manyThreadsLoseNothing() throws Exception {
        LongChannel channel = LongChannel.of(64);
        int each = 20_000;
        try (Actors actors = new Actors()) {
            List<Actor<Long>> receivers = actors.startEach(2, "receiver", number -> {
                long[] sum = new long[1];
                channel.forEach(value -> sum[0] += value);
                return sum[0];
            });
            List<Actor<Void>> senders = actors.startEach(2, "sender", number -> {
                for (int i = 0; i < each; i++) {
                    channel.send(i);
                }
                return null;
            });
            Actors.joinAll(senders);
            channel.close();
            assertThat(Actors.joinAll(receivers).stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo((long) each * (each - 1));
        }
    }

    @Test
    void aMessageThatIsTooShortForANumberCountsAsReceived() throws Exception {
        Ring ring = Ring.builder().capacity(256).recordStats().build();
        ring.send(1, Bytes.of(7), 0, Integer.BYTES);

        assertThatThrownBy(() -> ring.longs().tryReceive(value -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("4 bytes, not 8");
        assertThat(ring.stats().received()).isOne();
        assertThat(ring.stats().buffered()).isZero();
    }
}
