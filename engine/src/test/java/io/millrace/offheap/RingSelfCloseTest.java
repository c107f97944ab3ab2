package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.Sender;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Codecs, handlers and suppliers that close what called them; and lengths that are out of range. */
class RingSelfCloseTest {

    @TempDir
    private Path folder;

    private final List<String> undelivered = new ArrayList<>();

    /** What foreign code does to its ring while it is called: nothing, until a test sets it. */
    private Runnable act = () -> {};

    private Point at = Point.ENCODE;

    /** Where a codec acts. */
    enum Point {
        LENGTH,
        ENCODE,
        DECODE
    }

    private final class ActingCodec extends Bytes.TextCodec {

        private void reach(Point point) {
            if (point == at) {
                Runnable once = act;
                act = () -> {};
                once.run();
            }
        }

        @Override
        public int length(String message) {
            reach(Point.LENGTH);
            return super.length(message);
        }

        @Override
        public void encode(String message, MutableDirectBuffer buffer, int offset) {
            reach(Point.ENCODE);
            super.encode(message, buffer, offset);
        }

        @Override
        public String decode(int type, DirectBuffer buffer, int offset, int length) {
            reach(Point.DECODE);
            return super.decode(type, buffer, offset, length);
        }
    }

    private Ring ring(boolean single) {
        RingBuilder builder = Ring.builder()
                .capacity(512)
                .recordStats()
                .onUndelivered((type, buffer, index, length, reason) ->
                        undelivered.add(buffer.getStringWithoutLengthAscii(index, length)));
        return (single ? builder.singleConsumer() : builder).build();
    }

    private SharedRing shared() {
        return SharedRing.builder(folder.resolve("ring"))
                .lanes(2)
                .laneCapacity(512)
                .create();
    }

    private static List<String> drain(Receiver<String> receiver) {
        List<String> texts = new ArrayList<>();
        receiver.drain(texts::add, 100);
        return texts;
    }

    // ---- within a process ----

    @ParameterizedTest
    @EnumSource(
            value = Point.class,
            names = {"LENGTH", "ENCODE"})
    void aCodecThatClosesItsRingWhileSendingSendsNothing(Point point) throws Exception {
        Ring ring = ring(false);
        Channel<String> channel = ring.channel(new ActingCodec());
        channel.send("before");
        at = point;
        act = ring::close;

        assertThatThrownBy(() -> channel.send("lost?")).isInstanceOf(ChannelClosedException.class);

        assertThat(drain(channel)).containsExactly("before");
        assertThat(ring.isClosedForReceive()).isTrue();
        assertThat(ring.stats().accepted()).isOne();
    }

    @Test
    void aCodecThatCancelsItsRingWhileSendingSendsNothing() throws Exception {
        Ring ring = ring(false);
        Channel<String> channel = ring.channel(new ActingCodec());
        channel.send("before");
        act = () -> channel.cancel(new IllegalStateException("by the codec"));

        assertThatThrownBy(() -> channel.send("lost?"))
                .isInstanceOf(ChannelClosedException.class)
                .hasRootCauseMessage("by the codec");

        assertThat(undelivered).containsExactly("before");
        assertThat(ring.pendingClaims()).isEmpty();
    }

    @Test
    void aDecoderThatClosesItsRingLosesNothing() throws Exception {
        Channel<String> channel = ring(false).channel(new ActingCodec());
        channel.send("one");
        channel.send("two");
        at = Point.DECODE;
        act = channel::close;

        assertThat(channel.receive()).isEqualTo("one");
        assertThat(channel.receive()).isEqualTo("two");
        assertThatThrownBy(channel::receive).isInstanceOf(ChannelClosedException.class);
    }

    @Test
    void aDecoderThatCancelsItsRingGetsItsMessageAndTheRestIsHandedOver() throws Exception {
        Channel<String> channel = ring(false).channel(new ActingCodec());
        channel.send("one");
        channel.send("two");
        at = Point.DECODE;
        act = channel::cancel;

        assertThat(channel.receive()).isEqualTo("one");
        assertThat(undelivered).containsExactly("two");
        assertThatThrownBy(channel::receive).isInstanceOf(ChannelClosedException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHandlerThatClosesItsRingGetsTheRest(boolean single) throws Exception {
        Ring ring = ring(single);
        Bytes.send(ring, 1);
        Bytes.send(ring, 2);
        List<Long> values = new ArrayList<>();

        ring.forEach((type, buffer, index, length) -> {
            ring.close();
            values.add(buffer.getLong(index));
        });

        assertThat(values).containsExactly(1L, 2L);
        assertThatThrownBy(() -> Bytes.send(ring, 3)).isInstanceOf(ChannelClosedException.class);
    }

    @Test
    void aControlledHandlerThatClosesItsRingAndLeavesAMessageGetsItAgain() throws Exception {
        Ring ring = ring(true);
        Bytes.send(ring, 1);

        int taken = ring.tryReceiveControlled(
                (type, buffer, index, length) -> {
                    ring.close();
                    return ControlledMessageHandler.Action.ABORT;
                },
                1);

        assertThat(taken).isZero();
        assertThat(Bytes.drainUntilClosed(ring)).containsExactly(1L);
    }

    @Test
    void aSupplierThatClosesItsRingSendsNothing() throws Exception {
        Channel<String> channel = ring(false).channel(new ActingCodec());
        Select select = Select.fair();
        select.onSend(channel, () -> {
            channel.close();
            return "lost?";
        });

        assertThat(select.await()).isZero();
        assertThat(select.isClosed()).isTrue();

        assertThat(drain(channel)).isEmpty();
        assertThat(channel.isClosedForReceive()).isTrue();
    }

    // ---- between processes ----

    /** What a codec or handler can close. */
    enum Closed {
        END,
        HANDLE,
        RING
    }

    @ParameterizedTest
    @EnumSource(Closed.class)
    void aCodecThatClosesItsSharedRingWhileSendingSendsNothing(Closed what) throws Exception {
        try (SharedRing ring = shared();
                SharedRing other = SharedRing.attach(ring.path())) {
            SharedSender shared = ring.openSender();
            Sender<String> sender = shared.channel(new ActingCodec());
            Receiver<String> receiver = other.openReceiver().channel(new ActingCodec());
            sender.send("before");
            act = action(what, ring, shared);

            assertThatThrownBy(() -> sender.send("lost?")).isInstanceOf(ChannelClosedException.class);

            assertThat(drain(receiver)).containsExactly("before");
        }
    }

    private static Runnable action(Closed what, SharedRing ring, AutoCloseable end) {
        return () -> {
            switch (what) {
                case HANDLE -> ring.close();
                case RING -> ring.shutdown();
                default -> closeQuietly(end);
            }
        };
    }

    private static void closeQuietly(AutoCloseable end) {
        try {
            end.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Closed.class)
    void aDecoderThatClosesItsSharedRingLosesNothing(Closed what) throws Exception {
        try (SharedRing ring = shared();
                SharedRing other = SharedRing.attach(ring.path())) {
            Sender<String> sender = other.openSender().channel(new ActingCodec());
            SharedReceiver shared = ring.openReceiver();
            Receiver<String> receiver = shared.channel(new ActingCodec());
            sender.send("one");
            sender.send("two");
            at = Point.DECODE;
            act = action(what, ring, shared);

            assertThat(receiver.receive()).isEqualTo("one");

            Receiver<String> next =
                    what == Closed.RING ? receiver : other.openReceiver().channel(new ActingCodec());
            assertThat(drain(next)).containsExactly("two");
        }
    }

    @ParameterizedTest
    @EnumSource(Closed.class)
    void aHandlerThatClosesItsSharedRingLosesNothing(Closed what) throws Exception {
        try (SharedRing ring = shared();
                SharedRing other = SharedRing.attach(ring.path());
                SharedSender sender = other.openSender()) {
            SharedReceiver receiver = ring.openReceiver();
            for (long value = 1; value <= 3; value++) {
                sender.send(1, Bytes.of(value), 0, 8);
            }
            List<Long> values = new ArrayList<>();
            Runnable closing = action(what, ring, receiver);

            int taken = receiver.tryReceive(
                    (type, buffer, index, length) -> {
                        closing.run();
                        values.add(buffer.getLong(index));
                    },
                    2);

            assertThat(taken).isEqualTo(2);
            SharedReceiver next = what == Closed.RING ? receiver : other.openReceiver();
            assertThat(next.tryReceive(Bytes.into(values), 5)).isOne();
            assertThat(values).containsExactly(1L, 2L, 3L);
        }
    }

    @ParameterizedTest
    @EnumSource(Closed.class)
    void aSupplierThatClosesItsSharedRingSendsNothing(Closed what) throws Exception {
        try (SharedRing ring = shared();
                SharedRing other = SharedRing.attach(ring.path())) {
            SharedSender shared = ring.openSender();
            Sender<String> sender = shared.channel(new ActingCodec());
            Runnable closing = action(what, ring, shared);
            Select select = Select.fair();
            select.onSend(sender, () -> {
                closing.run();
                return "lost?";
            });

            assertThat(select.await()).isZero();
            assertThat(select.isClosed()).isTrue();

            assertThat(other.state().lanes().get(0).sent()).isZero();
        }
    }

    // ---- lengths ----

    @ParameterizedTest
    @ValueSource(ints = {65, 512, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
    void aLengthOutOfRangeIsRefusedAndNothingIsClaimed(int length) throws Exception {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[1024]);
        Ring ring = ring(false);
        assertThat(ring.maxMessageLength()).isEqualTo(64);
        assertRefused(() -> ring.send(1, bytes, 0, length), length);
        assertRefused(() -> ring.trySend(1, bytes, 0, length), length);
        assertRefused(() -> ring.claim(1, length), length);
        assertRefused(() -> ring.tryClaim(1, length), length);
        assertThat(ring.pendingClaims()).isEmpty();
        assertThat(ring.isEmpty()).isTrue();
        try (SharedRing file = shared();
                SharedSender sender = file.openSender()) {
            assertRefused(() -> sender.send(1, bytes, 0, length), length);
            assertRefused(() -> sender.trySend(1, bytes, 0, length), length);
            assertRefused(() -> sender.claim(1, length), length);
            assertRefused(() -> sender.tryClaim(1, length), length);
            sender.send(1, bytes, 0, 64); // it is not in use
        }
    }

    private static void assertRefused(ThrowingCallable send, int length) {
        assertThatThrownBy(send)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("length is " + length + ", allowed is 0 to 64");
    }

    @Test
    void bytesBeyondTheirBufferAreRefused() throws Exception {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[16]);
        Ring ring = ring(false);
        assertThatThrownBy(() -> ring.send(1, bytes, 9, 8)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> ring.trySend(1, bytes, Integer.MAX_VALUE, 8))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> ring.trySend(1, bytes, -1, 8)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(ring.isEmpty()).isTrue();
    }

    @Test
    void aMessageLongerThanItsCodecSaysIsRefusedBeforeItIsEncoded() throws Exception {
        Channel<String> channel = ring(false).channel(new ActingCodec());
        act = () -> {
            throw new AssertionError("encoded");
        };
        assertThatThrownBy(() -> channel.send("x".repeat(33)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("codec.length(message) is 33, allowed is 0 to codec.maxLength(), 32");
        try (SharedRing ring = shared();
                SharedSender shared = ring.openSender()) {
            Sender<String> sender = shared.channel(new ActingCodec());
            assertThatThrownBy(() -> sender.trySend("x".repeat(33)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("codec.maxLength(), 32");
            act = () -> {};
            assertThat(sender.trySend("x".repeat(32))).isTrue();
        }
        assertThat(channel.isEmpty()).isTrue();
    }
}
