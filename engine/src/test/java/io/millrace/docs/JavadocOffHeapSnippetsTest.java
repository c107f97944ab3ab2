package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.offheap.Codec;
import io.millrace.offheap.DoubleChannel;
import io.millrace.offheap.Ring;
import io.millrace.offheap.RingReceiver;
import io.millrace.offheap.RingSender;
import io.millrace.offheap.SharedReceiver;
import io.millrace.offheap.SharedRing;
import io.millrace.offheap.SharedSender;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in the Javadoc of rings of bytes. {@link SnippetsTest} holds their text against the Javadoc. */
class JavadocOffHeapSnippetsTest {

    private static final int TRADE = 1;

    private final List<Long> booked = new ArrayList<>();

    @Test
    void ring() throws Exception {
        // snippet: javadocRing
        Ring ring = Ring.builder().capacity(1 << 16).build(); // 64 KiB outside the heap
        UnsafeBuffer trade = new UnsafeBuffer(new byte[8]);
        trade.putLong(0, 99_500);
        ring.send(TRADE, trade, 0, 8);
        ring.receive((type, buffer, index, length) -> booked.add(buffer.getLong(index)), 10);
        // end

        assertThat(booked).containsExactly(99_500L);
    }

    @Test
    void ringBuilder(@TempDir Path folder) {
        Path file = folder.resolve("orders");
        // snippet: javadocRingBuilder
        Ring orders = Ring.builder()
                .capacity(1 << 20) // bytes
                .mapped(file) // survives the process
                .singleConsumer()
                .name("orders")
                .recordStats()
                .build();
        // end

        assertThat(orders.name()).isEqualTo("orders");
    }

    @Test
    void ends() throws Exception {
        Ring ring = Ring.builder().capacity(1 << 16).build();
        RingSender sender = ring;
        RingReceiver receiver = ring;
        UnsafeBuffer trade = new UnsafeBuffer(new byte[8]);
        // snippet: javadocRingSender
        if (!sender.trySend(TRADE, trade, 0, 8)) { // no room now
            sender.send(TRADE, trade, 0, 8); // waits for it
        }
        // end
        // snippet: javadocRingReceiver
        int taken = receiver.receive((type, buffer, index, length) -> booked.add(buffer.getLong(index)), 100);
        // end

        assertThat(taken).isOne();
    }

    @Test
    void lease() throws Exception {
        Ring ring = Ring.builder().capacity(1 << 16).build();
        // snippet: javadocLease
        try (var lease = ring.claim(TRADE, 8)) {
            lease.buffer().putLong(0, 99_500); // straight into the ring
            lease.commit();
        }
        // end

        ring.receive((type, buffer, index, length) -> booked.add(buffer.getLong(index)), 10);
        assertThat(booked).containsExactly(99_500L);
    }

    // snippet: javadocCodec
    static final class TextCodec implements Codec<String> {
        @Override
        public int maxLength() {
            return 256;
        }

        @Override
        public int length(String text) {
            return text.length();
        }

        @Override
        public void encode(String text, MutableDirectBuffer buffer, int offset) {
            buffer.putStringWithoutLengthAscii(offset, text);
        }

        @Override
        public String decode(int type, DirectBuffer buffer, int offset, int length) {
            return buffer.getStringWithoutLengthAscii(offset, length);
        }
    }
    // end

    @Test
    void codec() throws Exception {
        var channel = Ring.builder().capacity(1 << 16).build().channel(new TextCodec());
        channel.send("MILL");

        assertThat(channel.receive()).isEqualTo("MILL");
    }

    @Test
    void doubles() throws Exception {
        // snippet: javadocDoubleChannel
        DoubleChannel prices = DoubleChannel.of(1024);
        prices.send(99.5);
        double price = prices.receive();
        // end

        assertThat(price).isEqualTo(99.5);
    }

    @Test
    void sharedRing(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("trades");
        UnsafeBuffer trade = new UnsafeBuffer(new byte[8]);
        trade.putLong(0, 99_500);
        // snippet: javadocSharedRing
        try (SharedRing ring = SharedRing.builder(file).lanes(4).open(); // or attaches, if the file is there
                SharedSender sender = ring.openSender();
                SharedReceiver receiver = ring.openReceiver()) { // in another process, as a rule
            sender.send(TRADE, trade, 0, 8);
            receiver.receive((type, buffer, index, length) -> booked.add(buffer.getLong(index)), 10);
        }
        // end

        assertThat(booked).containsExactly(99_500L);
    }
}
