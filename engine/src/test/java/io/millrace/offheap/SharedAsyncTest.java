package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.interop.Flows;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

/** Waits over a ring between processes that hold no thread. */
class SharedAsyncTest extends SharedChannelFixture {

    @Test
    void aFutureGetsTheMessageThatIsThereOrThatComes() {
        sender.trySend("a");
        assertThat(receiver.receiveAsync()).isCompletedWithValue("a");

        CompletableFuture<String> later = receiver.receiveAsync();
        CompletableFuture<String> last = receiver.receiveAsync();
        assertThat(later).isNotDone();
        sender.trySend("b");
        assertThat(later.join()).isEqualTo("b");
        sender.trySend("c");
        assertThat(last.join()).isEqualTo("c");
    }

    @Test
    void aFutureFailsOnceTheRingIsShutDown() {
        CompletableFuture<String> future = receiver.receiveAsync();
        here.shutdown("enough");
        assertThatThrownBy(future::join)
                .cause()
                .isInstanceOf(ChannelClosedException.class)
                .cause()
                .hasMessage("enough");
    }

    @Test
    void aFutureFailsOnceTheHandleIsClosed() {
        CompletableFuture<String> future = receiver.receiveAsync();
        there.close();
        assertThatThrownBy(future::join)
                .cause()
                .isInstanceOf(ChannelClosedException.class)
                .hasMessageContaining("in this process");
    }

    @Test
    void aCancelledFutureTakesNothing() throws Exception {
        CompletableFuture<String> future = receiver.receiveAsync();
        assertThat(future.cancel(true)).isTrue();
        sender.trySend("a");
        assertThat(receiver.receive()).isEqualTo("a");
    }

    @Test
    void aFutureFailsIfAnotherThreadIsAtWork() {
        try (Actors actors = new Actors()) {
            CompletableFuture<String> future = receiver.receiveAsync();
            Actor<String> waiting = actors.start("receiver", () -> {
                while (true) {
                    try {
                        return receiver.receive();
                    } catch (IllegalStateException e) {
                        assertThat(e).hasMessageContaining("is in use"); // the pool was looking just then
                    }
                }
            });
            assertThatThrownBy(future::join).cause().hasMessageContaining("is for one thread at a time");
            sender.trySend("a");
            assertThat(waiting.join()).isEqualTo("a");
        }
    }

    @Test
    void aFutureFailsIfItsMessageCannotBeDecodedAndTheNextIsServed() {
        Channel<String> ring = Ring.builder().capacity(256).build().channel(new Failing());
        CompletableFuture<String> first = ring.receiveAsync();
        CompletableFuture<String> second = ring.receiveAsync();
        ring.trySend("bad");
        ring.trySend("good");
        assertThatThrownBy(first::join).cause().hasMessage("bad");
        assertThat(second.join()).isEqualTo("good");
    }

    private static final class Failing implements Codec<String> {

        private final Bytes.TextCodec texts = new Bytes.TextCodec();

        @Override
        public int maxLength() {
            return texts.maxLength();
        }

        @Override
        public int length(String message) {
            return texts.length(message);
        }

        @Override
        public void encode(String message, MutableDirectBuffer buffer, int offset) {
            texts.encode(message, buffer, offset);
        }

        @Override
        public String decode(int type, DirectBuffer buffer, int offset, int length) {
            String text = texts.decode(type, buffer, offset, length);
            if (text.equals("bad")) {
                throw new IllegalArgumentException(text);
            }
            return text;
        }
    }

    @Test
    void whatIsPublishedGoesIntoTheRingAsRoomComes() throws Exception {
        int count = 500;
        Channel<String> source = Channel.unbounded();
        for (int i = 0; i < count; i++) {
            source.send("m" + i);
        }
        source.close();
        Flow.Subscriber<String> subscriber = Flows.subscriber(sender, refused -> {});

        Flows.publisher(source).subscribe(subscriber);

        List<String> received = new ArrayList<>();
        receiver.forEach(received::add);
        assertThat(received).hasSize(count).startsWith("m0", "m1").endsWith("m" + (count - 1));
        Await.until("the ring is shut down", there::isShutdown);
    }

    @Test
    void whatIsInTheRingIsPublished() throws Exception {
        Channel<String> sink = Channel.unbounded();
        Flows.publisher(receiver).subscribe(Flows.subscriber(sink, refused -> {}));

        for (int i = 0; i < 500; i++) {
            sender.send("m" + i);
        }
        sender.close();

        assertThat(sink.stream()).hasSize(500).startsWith("m0", "m1").endsWith("m499");
    }
}
