package io.millrace.docs;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.Select;
import io.millrace.offheap.Codec;
import io.millrace.offheap.Lease;
import io.millrace.offheap.LongChannel;
import io.millrace.offheap.PendingClaim;
import io.millrace.offheap.Ring;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets about rings of bytes. {@link SnippetsTest} holds their text against the documents. */
class OffHeapSnippetsTest {

    /** An instrument and its price, wherever they lie. */
    static final class Quote {

        private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[16]);

        Quote of(long instrument, long price) {
            bytes.putLong(0, instrument);
            bytes.putLong(8, price);
            return this;
        }

        long price() {
            return bytes.getLong(8);
        }
    }

    @Test
    void ringBasics() throws Exception {
        List<Long> prices = new ArrayList<>();
        // snippet: ringBasics
        Ring ring = Ring.builder()
                .capacity(1 << 16)
                .singleProducer()
                .singleConsumer()
                .build();

        UnsafeBuffer quote = new UnsafeBuffer(new byte[16]);
        quote.putLong(0, 4711); // instrument
        quote.putLong(8, 99_500); // price
        ring.send(1, quote, 0, 16);

        ring.receive((type, buffer, index, length) -> prices.add(buffer.getLong(index + 8)), 10);
        // end

        assertThat(prices).containsExactly(99_500L);
    }

    @Test
    void mappedRing(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("orders");
        List<Long> left = new ArrayList<>();
        // snippet: mappedRing
        Ring orders = Ring.builder().capacity(1 << 16).mapped(file).build();
        // end
        UnsafeBuffer order = new UnsafeBuffer(new byte[8]);
        order.putLong(0, 4711);
        orders.send(1, order, 0, 8);

        // snippet: mappedRingLeft
        try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
            UnsafeBuffer copy = new UnsafeBuffer(channel.map(MapMode.PRIVATE, 0, channel.size()));
            new ManyToOneRingBuffer(copy).read((type, buffer, index, length) -> left.add(buffer.getLong(index)));
        }
        // end

        assertThat(left).containsExactly(4711L);
        assertThat(orders.size()).isEqualTo(16);
    }

    @Test
    void ringClaim() throws Exception {
        Ring ring = Ring.builder().capacity(1024).build();
        List<String> log = new ArrayList<>();
        // snippet: ringClaim
        try (Lease lease = ring.claim(1, 16)) {
            lease.buffer().putLong(0, 4711);
            lease.buffer().putLong(8, 99_500);
            lease.commit();
        }
        // end

        ring.claim(1, 24);
        // snippet: pendingClaims
        for (PendingClaim claim : ring.pendingClaims()) {
            log.add(claim.owner().getName() + " has claimed " + claim.length() + " bytes and not committed");
        }
        // end

        assertThat(ring.tryReceive((type, buffer, index, length) -> {}, 10)).isOne();
        assertThat(log).containsExactly(Thread.currentThread().getName() + " has claimed 24 bytes and not committed");
    }

    @Test
    void controlled() throws Exception {
        Ring ring = Ring.builder().capacity(1024).singleConsumer().build();
        Channel<Long> downstream = Channel.bounded(1);
        ring.longs().send(1);
        ring.longs().send(2);
        // snippet: controlled
        int taken = ring.tryReceiveControlled(
                (type, buffer, index, length) -> {
                    if (!downstream.trySend(buffer.getLong(index))) {
                        return ControlledMessageHandler.Action.ABORT; // again next time
                    }
                    return ControlledMessageHandler.Action.CONTINUE;
                },
                100);
        // end

        assertThat(taken).isOne();
        assertThat(ring.longs().receive()).isEqualTo(2);
    }

    // snippet: codec
    final class QuoteCodec implements Codec<Quote> {
        private final Quote decoded = new Quote(); // for one receiving thread

        @Override
        public int maxLength() {
            return 16;
        }

        @Override
        public int length(Quote message) {
            return 16;
        }

        @Override
        public void encode(Quote message, MutableDirectBuffer buffer, int offset) {
            buffer.putBytes(offset, message.bytes, 0, 16);
        }

        @Override
        public Quote decode(int type, DirectBuffer buffer, int offset, int length) {
            decoded.bytes.wrap(buffer, offset, length);
            return decoded;
        }
    }
    // end

    @Test
    void ringSelect() throws Exception {
        Ring ring = Ring.builder().capacity(1024).build();
        Channel<String> stop = Channel.rendezvous();
        Quote quote = new Quote().of(4711, 99_500);
        long price = 0;
        // snippet: ringSelect
        Channel<Quote> quotes = ring.channel(new QuoteCodec());
        quotes.send(quote);

        Select select = Select.fair();
        int quoted = select.onReceive(quotes);
        int stopped = select.onReceive(stop);
        if (select.await() == quoted) {
            price = select.received(quotes).price();
        }
        // end

        assertThat(price).isEqualTo(99_500);
        assertThat(stopped).isNotEqualTo(quoted);
    }

    @Test
    void longChannel() throws Exception {
        // snippet: longChannel
        LongChannel ticks = LongChannel.of(1024);
        ticks.send(42);
        long tick = ticks.receive();
        // end

        assertThat(tick).isEqualTo(42);
    }
}
