package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.Sender;
import io.millrace.Timers;
import io.millrace.internal.flavor.Invariants;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of a channel, as far as one over a ring keeps it. */
class RingChannelTest {

    private final ManualClock clock = new ManualClock();
    private final List<Long> undelivered = new ArrayList<>();
    private final Ring ring = Ring.builder()
            .capacity(512)
            .name("texts")
            .timeSource(clock)
            .recordStats()
            .onUndelivered((type, buffer, offset, length, reason) -> undelivered.add((long) length))
            .build();
    private final Channel<String> channel = ring.channel(new Bytes.TextCodec());

    @AfterEach
    void structureIsWhole() {
        Invariants.check(channel);
    }

    private int fill() {
        int sent = 0;
        while (channel.trySend("m" + sent)) {
            sent++;
        }
        return sent;
    }

    @Test
    void messagesComeOutInOrderByEveryReceive() throws Exception {
        for (int i = 0; i < 8; i++) {
            channel.send("m" + i);
        }
        List<String> received = new ArrayList<>();
        received.add(channel.receive());
        received.add(channel.tryReceive());
        received.add(channel.receiveOrNull());
        channel.drain(received::add, 2);
        channel.receiveBatch(received::add, 2);
        assertThat(channel.tryReceive(Duration.ofSeconds(1))).isEqualTo("m7");
        assertThat(received).containsExactly("m0", "m1", "m2", "m3", "m4", "m5", "m6");
        assertThat(channel.tryReceive()).isNull();
    }

    @Test
    void nullIsRefused() {
        assertThatThrownBy(() -> channel.send(null)).isInstanceOf(NullPointerException.class);
        assertThat(channel.isEmpty()).isTrue();
    }

    @Test
    void aFullChannelRefusesAndSaysSo() throws Exception {
        int sent = fill();
        assertThat(channel.isFull()).isTrue();
        assertThat(channel.size()).isPositive().isLessThanOrEqualTo(channel.capacity());
        assertThat(channel.stats().accepted()).isEqualTo(sent);
        assertThat(channel.stats().buffered()).isEqualTo(sent);
        channel.drain(text -> {}, sent);
        assertThat(channel.isFull()).isFalse();
        assertThat(channel.isEmpty()).isTrue();
        assertThat(channel.stats()).isEqualTo(ring.stats());
        assertThat(channel.stats().received()).isEqualTo(sent);
    }

    @Test
    void waitingSendersAndReceiversAreWoken() throws Exception {
        try (Actors actors = new Actors()) {
            Actor<String> receiver = actors.start("receiver", channel::receive).awaitBlocked();
            channel.send("first");
            assertThat(receiver.join()).isEqualTo("first");
            int sent = fill();
            Actor<Void> sender =
                    actors.run("sender", () -> channel.send("x".repeat(32))).awaitBlocked();
            channel.drain(text -> {}, sent);
            sender.join();
            assertThat(channel.receive()).hasSize(32);
        }
    }

    @Test
    void timeoutsEndByTheClockOfTheRing() throws Exception {
        try (Actors actors = new Actors()) {
            Actor<String> receiver = actors.start("receiver", () -> channel.tryReceive(Duration.ofSeconds(1)));
            clock.awaitWaiters(1);
            clock.advance(Duration.ofSeconds(1));
            assertThat(receiver.join()).isNull();
        }
    }

    @Test
    void theRingAndTheChannelSeeTheSameMessagesAndTheSameEnd() throws Exception {
        channel.send("four");
        assertThat(ring.tryReceive(
                        (type, buffer, index, length) -> assertThat(length).isEqualTo(4), 1))
                .isOne();
        Bytes.send(ring, 1);
        assertThat(channel.receive()).hasSize(8);
        channel.close();
        assertThat(ring.isClosedForSend()).isTrue();
        assertThat(channel.receiveOrNull()).isNull();
        assertThatThrownBy(() -> Bytes.send(ring, 1)).isInstanceOf(ChannelClosedException.class);
        assertThatThrownBy(() -> channel.send("")).isInstanceOf(ChannelClosedException.class);
    }

    @Test
    void cancelHandsOverToTheRingsCallback() throws Exception {
        channel.send("1");
        channel.send("22");
        channel.cancel();
        assertThat(undelivered).containsExactly(1L, 2L);
        assertThat(channel.isClosedForReceive()).isTrue();
        assertThat(channel.isEmpty()).isTrue();
    }

    @Test
    void theLastHandleClosesOrCancels() throws Exception {
        Sender<String> sender = channel.attachSender();
        sender.send("a");
        sender.close();
        assertThat(ring.isClosedForSend()).isTrue();
        Receiver<String> receiver = channel.attachReceiver();
        receiver.close();
        assertThat(undelivered).containsExactly(1L);
    }

    @Test
    void aBatchIsSentAsFarAsItFits() {
        String[] texts =
                Stream.iterate(0, i -> i + 1).limit(100).map(i -> "m" + i).toArray(String[]::new);
        int sent = channel.trySendAll(texts, 0, texts.length);
        assertThat(sent).isBetween(1, 99);
        List<String> received = new ArrayList<>();
        channel.drain(received::add, 100);
        assertThat(received).containsExactly(java.util.Arrays.copyOf(texts, sent));
    }

    @Test
    void itCanBeLookedAtAsAQueue() throws Exception {
        channel.send("a");
        channel.send("b");
        assertThat(channel.asBlockingQueue().peek()).isEqualTo("a");
        assertThat(channel.asBlockingQueue()).containsExactly("a", "b");
        assertThat(channel.asBlockingQueue().take()).isEqualTo("a");
    }

    // ---- codecs that fail ----

    /** Fails on a word. */
    private static final class Picky implements Codec<String> {

        private final Bytes.TextCodec texts = new Bytes.TextCodec();

        @Override
        public int maxLength() {
            return texts.maxLength();
        }

        @Override
        public int length(String message) {
            return message.equals("length") ? 33 : message.length();
        }

        @Override
        public void encode(String message, MutableDirectBuffer buffer, int offset) {
            if (message.equals("encode")) {
                throw new IllegalStateException("encode");
            }
            texts.encode(message, buffer, offset);
        }

        @Override
        public String decode(int type, DirectBuffer buffer, int offset, int length) {
            String text = texts.decode(type, buffer, offset, length);
            if (text.equals("decode")) {
                throw new IllegalStateException("decode");
            }
            return text.equals("null") ? null : text;
        }
    }

    @Test
    void aCodecThatFailsSendsNothingAndLeavesNothing() throws Exception {
        Channel<String> picky = ring.channel(new Picky());
        assertThatThrownBy(() -> picky.send("encode")).hasMessage("encode");
        assertThatThrownBy(() -> picky.send("length"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("codec.length(message) is 33");
        assertThatThrownBy(() -> picky.trySendAll(new String[] {"a", "encode", "b"}, 0, 3))
                .hasMessage("encode");
        Select select = Select.fair();
        select.onSend(picky, () -> "length");
        assertThatThrownBy(select::poll).isInstanceOf(IllegalArgumentException.class);
        assertThat(picky.receive()).isEqualTo("a");
        assertThat(picky.isEmpty()).isTrue();
        assertThat(ring.stats().accepted()).isOne();
        assertThat(ring.stats().buffered()).isZero();
    }

    @Test
    void aMessageThatCannotBeDecodedHasBeenReceived() throws Exception {
        Channel<String> picky = ring.channel(new Picky());
        picky.send("decode");
        picky.send("null");
        picky.send("fine");
        assertThatThrownBy(picky::receive).hasMessage("decode");
        assertThatThrownBy(picky::tryReceive).isInstanceOf(NullPointerException.class);
        assertThat(picky.receive()).isEqualTo("fine");
        assertThat(ring.stats().received()).isEqualTo(3);
    }

    /** Writes more than it says, or writes late to what it was given. */
    private static final class Reckless implements Codec<Long> {

        private MutableDirectBuffer kept = new UnsafeBuffer(new byte[Long.BYTES]);

        @Override
        public int maxLength() {
            return Integer.BYTES;
        }

        @Override
        public int length(Long message) {
            return Integer.BYTES;
        }

        @Override
        public void encode(Long message, MutableDirectBuffer buffer, int offset) {
            kept = buffer;
            if (message == 1) {
                buffer.putInt(offset, 1);
            } else {
                buffer.putLong(offset, message);
            }
        }

        @Override
        public Long decode(int type, DirectBuffer buffer, int offset, int length) {
            return (long) buffer.getInt(offset);
        }
    }

    @Test
    void aCodecThatWritesMoreThanItSaysSendsNothingAndTouchesNothing() throws Exception {
        Channel<Long> reckless = ring.channel(new Reckless());
        assertThatThrownBy(() -> reckless.send(2L)).isInstanceOf(IndexOutOfBoundsException.class);
        Select select = Select.fair();
        select.onSend(reckless, () -> 2L);
        assertThatThrownBy(select::poll).isInstanceOf(IndexOutOfBoundsException.class);
        reckless.send(1L);
        assertThat(reckless.receive()).isOne();
        assertThat(reckless.isEmpty()).isTrue();
    }

    @Test
    void aCodecCannotWriteToAMessageAfterItWasSent() throws Exception {
        Reckless codec = new Reckless();
        Channel<Long> reckless = ring.channel(codec);
        reckless.send(1L);
        assertThatThrownBy(() -> codec.kept.putInt(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(reckless.receive()).isOne();
    }

    @Test
    void aCodecForMessagesTooLongIsRefused() {
        Ring small = Ring.builder().capacity(128).build();
        assertThatThrownBy(() -> small.channel(new Bytes.TextCodec()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("codec.maxLength() is 32, allowed is at most 16");
    }

    // ---- select ----

    @Test
    void aSelectMayHaveRingsChannelsAndTimersSideBySide() throws Exception {
        Channel<Integer> numbers = Channel.bounded(1);
        Select select = Select.biased();
        int text = select.onReceive(channel);
        int number = select.onReceive(numbers);
        select.onReceive(Timers.never());
        assertThat(select.poll()).isEqualTo(Select.NONE);
        numbers.send(5);
        channel.send("a");
        assertThat(select.await()).isEqualTo(text);
        assertThat(select.received(channel)).isEqualTo("a");
        assertThat(select.await()).isEqualTo(number);
        channel.close();
        assertThat(select.await()).isEqualTo(text);
        assertThat(select.isClosed()).isTrue();
    }

    static Stream<Integer> capacities() {
        return Stream.of(256, 512, 4096);
    }

    @ParameterizedTest
    @MethodSource("capacities")
    void selectsOnBothSidesLoseNothing(int capacity) throws Exception {
        int count = 20_000;
        Channel<String> texts = Ring.builder().capacity(capacity).build().channel(new Bytes.TextCodec());
        Channel<String> quit = Channel.rendezvous();
        try (Actors actors = new Actors()) {
            List<Actor<Integer>> receivers = actors.startEach(2, "receiver", number -> {
                Select select = Select.fair();
                int text = select.onReceive(texts);
                select.onReceive(quit);
                int received = 0;
                while (select.await() == text && !select.isClosed()) {
                    received++;
                }
                return received;
            });
            List<Actor<Void>> senders = actors.startEach(2, "sender", number -> {
                AtomicLong next = new AtomicLong();
                Select select = Select.biased();
                select.onSend(texts, () -> "order " + next.getAndIncrement());
                for (int i = 0; i < count; i++) {
                    if (i % 2 == number) {
                        select.await();
                    } else {
                        texts.send("x".repeat(i % 33));
                    }
                }
                return null;
            });
            Actors.joinAll(senders);
            texts.close();
            assertThat(Actors.joinAll(receivers).stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .isEqualTo(2 * count);
        }
    }
}
