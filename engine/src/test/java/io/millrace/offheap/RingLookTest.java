package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.support.Actors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler.Action;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Looks at channels over rings that take nothing: they leave alone what receivers have. */
class RingLookTest {

    private final Ring ring = Ring.builder().capacity(512).build();

    /** A long where it lies. */
    private static final class Flyweight {

        private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[8]);

        long value() {
            return bytes.getLong(0);
        }
    }

    private static class FlyweightCodec implements Codec<Flyweight> {

        private final Flyweight decoded = new Flyweight();

        @Override
        public int maxLength() {
            return 8;
        }

        @Override
        public int length(Flyweight message) {
            return 8;
        }

        @Override
        public void encode(Flyweight message, MutableDirectBuffer buffer, int offset) {
            buffer.putBytes(offset, message.bytes, 0, 8);
        }

        @Override
        public Flyweight decode(int type, DirectBuffer buffer, int offset, int length) {
            decoded.bytes.wrap(buffer, offset, length);
            return decoded;
        }
    }

    private static final class LookingCodec extends FlyweightCodec {

        @Override
        public Flyweight decodeNew(int type, DirectBuffer buffer, int offset, int length) {
            Flyweight found = new Flyweight();
            found.bytes.wrap(buffer, offset, length);
            return found;
        }
    }

    private static void send(Channel<Flyweight> channel, long value) throws InterruptedException {
        Flyweight message = new Flyweight();
        message.bytes.putLong(0, value);
        channel.send(message);
    }

    @Test
    void looksDoNotChangeTheFlyweightThatAReceiverHas() throws Exception {
        Channel<Flyweight> channel = ring.channel(new LookingCodec());
        BlockingQueue<Flyweight> queue = channel.asBlockingQueue();
        for (long value = 1; value <= 3; value++) {
            send(channel, value);
        }
        Flyweight held = channel.receive();

        Flyweight peeked = queue.peek();

        assertThat(queue).extracting(Flyweight::value).containsExactly(2L, 3L);
        assertThat(held.value()).isOne();
        assertThat(channel.receive().value()).isEqualTo(2);
        assertThat(channel.receive().value()).isEqualTo(3);
        assertThat(peeked.value()).isEqualTo(2);
    }

    @Test
    void aCodecThatCannotLookSaysSoAndNothingIsDecodedOrTaken() throws Exception {
        Channel<Flyweight> channel = ring.channel(new FlyweightCodec());
        BlockingQueue<Flyweight> queue = channel.asBlockingQueue();
        assertThat(queue.peek()).isNull();
        send(channel, 1);
        send(channel, 2);
        Flyweight held = channel.receive();

        assertThatThrownBy(queue::peek)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("Codec.decodeNew")
                .hasMessageContaining("FlyweightCodec");
        assertThatThrownBy(queue::iterator).isInstanceOf(UnsupportedOperationException.class);

        assertThat(held.value()).isOne();
        assertThat(channel.receive().value()).isEqualTo(2);
    }

    @Test
    void aLookDoesNotWaitForAHandlerThatReadsInPlace() throws Exception {
        Ring single = Ring.builder().capacity(512).singleConsumer().build();
        Channel<Flyweight> channel = single.channel(new LookingCodec());
        BlockingQueue<Flyweight> queue = channel.asBlockingQueue();
        for (long value = 1; value <= 3; value++) {
            send(channel, value);
        }
        List<List<Long>> seen = new ArrayList<>();

        int taken = single.tryReceive(
                (type, buffer, offset, length) -> seen.add(elsewhere(() -> {
                    Flyweight peeked = queue.peek();
                    List<Long> values = new ArrayList<>();
                    queue.forEach(found -> values.add(found.value()));
                    assertThat(peeked == null ? List.of() : List.of(peeked.value()))
                            .isEqualTo(values.subList(0, Math.min(1, values.size())));
                    return values;
                })),
                10);

        assertThat(taken).isEqualTo(3);
        assertThat(seen).containsExactly(List.of(2L, 3L), List.of(3L), List.of());
    }

    @Test
    void aLookBehindAHandlerThatGaveRoomBackFindsTheRest() throws Exception {
        Ring single = Ring.builder().capacity(512).singleConsumer().build();
        Channel<Flyweight> channel = single.channel(new LookingCodec());
        BlockingQueue<Flyweight> queue = channel.asBlockingQueue();
        for (long value = 1; value <= 3; value++) {
            send(channel, value);
        }
        List<Long> peeked = new ArrayList<>();

        single.tryReceiveControlled(
                (type, buffer, offset, length) -> {
                    peeked.add(elsewhere(() -> queue.peek().value()));
                    return buffer.getLong(offset) == 1 ? Action.COMMIT : Action.ABORT;
                },
                10);

        assertThat(peeked).containsExactly(2L, 3L);
        assertThat(queue.peek().value()).isEqualTo(2);
    }

    private static <T> T elsewhere(Callable<T> look) {
        try (Actors actors = new Actors()) {
            return actors.start("looker", look::call).join();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
