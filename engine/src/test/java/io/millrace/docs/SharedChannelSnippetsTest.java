package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.Sender;
import io.millrace.Timers;
import io.millrace.Waiting;
import io.millrace.offheap.Codec;
import io.millrace.offheap.SharedReceiver;
import io.millrace.offheap.SharedRing;
import io.millrace.offheap.SharedSender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of docs/off-heap-processes.md about waiting, channels and selects. */
class SharedChannelSnippetsTest {

    @TempDir
    private Path folder;

    private final List<Long> prices = new ArrayList<>();

    /** A price in bytes. */
    private static final class Quote {
        private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[Long.BYTES]);

        Quote of(long price) {
            bytes.putLong(0, price);
            return this;
        }

        long price() {
            return bytes.getLong(0);
        }
    }

    private static final class QuoteCodec implements Codec<Quote> {
        private final Quote decoded = new Quote();

        @Override
        public int maxLength() {
            return Long.BYTES;
        }

        @Override
        public int length(Quote message) {
            return Long.BYTES;
        }

        @Override
        public void encode(Quote message, MutableDirectBuffer buffer, int offset) {
            buffer.putBytes(offset, message.bytes, 0, Long.BYTES);
        }

        @Override
        public Quote decode(int type, DirectBuffer buffer, int offset, int length) {
            decoded.bytes.wrap(buffer, offset, length);
            return decoded;
        }
    }

    private void book(Quote quote) {
        prices.add(quote.price());
    }

    @Test
    void aRingIsOneClauseAmongOthers() throws InterruptedException {
        Channel<String> stop = Channel.bounded(1);
        Receiver<?> everySecond = Timers.after(Duration.ofMillis(1));
        try (SharedRing ring = SharedRing.builder(folder.resolve("quotes")).open()) {
            // snippet: sharedWaiting
            SharedSender sender = ring.openSender(Waiting.park());
            SharedReceiver receiver = ring.openReceiver(Waiting.spin());
            // end
            // snippet: sharedChannel
            Sender<Quote> out = sender.channel(new QuoteCodec());
            Receiver<Quote> in = receiver.channel(new QuoteCodec());
            // end
            out.send(new Quote().of(99));
            stop.send("now");

            // snippet: sharedSelect
            Select select = Select.fair();
            int quoted = select.onReceive(in);
            int stopped = select.onReceive(stop);
            int ticked = select.onReceive(everySecond);

            int chosen;
            while ((chosen = select.await()) != stopped) {
                if (chosen == ticked) {
                    ring.force();
                } else if (select.isClosed()) {
                    select.disable(quoted); // some process has shut the ring down
                } else {
                    book(select.received(in));
                }
            }
            // end

            if (prices.isEmpty()) {
                book(in.receive());
            }
            assertThat(prices).containsExactly(99L);
            assertThat(chosen).isEqualTo(stopped);
        }
    }

    @Test
    void whatIsThrownAwayIsHandedOver() throws InterruptedException {
        try (SharedRing ring = SharedRing.builder(folder.resolve("quotes")).open();
                SharedSender sender = ring.openSender();
                SharedReceiver receiver = ring.openReceiver()) {
            Sender<Quote> out = sender.channel(new QuoteCodec());
            out.send(new Quote().of(98));

            // snippet: sharedCancel
            long lost = receiver.cancel((type, buffer, offset, length, reason) -> prices.add(buffer.getLong(offset)));
            // end

            assertThat(lost).isOne();
            assertThat(prices).containsExactly(98L);
            assertThatThrownBy(() -> out.send(new Quote())).isInstanceOf(ChannelClosedException.class);
        }
    }
}
