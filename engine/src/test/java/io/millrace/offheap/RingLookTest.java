package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import java.util.concurrent.BlockingQueue;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
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
}
