package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** Receives without a thread from a channel over a ring of bytes: codecs are foreign code, and run outside of all locks. */
class RingAsyncTest {

    private UnaryOperator<String> decoding = UnaryOperator.identity();

    private final Channel<String> channel = Ring.builder()
            .capacity(512)
            .recordStats()
            .build()
            .channel(new Bytes.TextCodec() {
                @Override
                public String decode(int type, DirectBuffer buffer, int offset, int length) {
                    return decoding.apply(super.decode(type, buffer, offset, length));
                }
            });

    @Test
    void aCodecCanReceiveWithoutAThreadFromItsOwnChannel() throws Exception {
        List<CompletableFuture<String>> inner = new ArrayList<>();
        decoding = message -> {
            if (message.equals("outer")) {
                inner.add(channel.receiveAsync());
            }
            return message;
        };
        CompletableFuture<String> outer = channel.receiveAsync();

        channel.send("outer");

        assertThat(outer.get()).isEqualTo("outer");
        channel.send("inner");
        assertThat(inner.get(0).get()).isEqualTo("inner");
    }

    @Test
    void aCodecThatTakesItsTimeHoldsUpNoOtherReceive() throws Exception {
        CountDownLatch decodes = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        decoding = message -> {
            decodes.countDown();
            awaitUninterrupted(goOn);
            return message;
        };
        CompletableFuture<String> slow = channel.receiveAsync();
        channel.send("slow");
        decodes.await();

        CompletableFuture<String> other = channel.receiveAsync();
        assertThat(other.cancel(false)).isTrue();

        goOn.countDown();
        assertThat(slow.get()).isEqualTo("slow");
    }

    @Test
    void aReceiveWhoseMessageIsBeingDecodedIsNotCancelled() throws Exception {
        CountDownLatch decodes = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        decoding = message -> {
            decodes.countDown();
            awaitUninterrupted(goOn);
            return message;
        };
        CompletableFuture<String> future = channel.receiveAsync();
        channel.send("message");
        decodes.await();
        try (Actors actors = new Actors()) {
            Actor<Boolean> cancels = actors.start("cancels", () -> future.cancel(false));
            goOn.countDown();
            assertThat(cancels.join()).isFalse();
        }
        assertThat(future.get()).isEqualTo("message");
    }

    @Test
    void aCodecThatThrowsFailsItsReceiveAndNoOther() throws Exception {
        decoding = message -> {
            if (message.equals("bad")) {
                throw new IllegalArgumentException("cannot read it");
            }
            return message;
        };
        CompletableFuture<String> first = channel.receiveAsync();
        CompletableFuture<String> second = channel.receiveAsync();

        channel.send("bad");
        channel.send("good");

        assertThatThrownBy(first::get).hasRootCauseMessage("cannot read it");
        assertThat(second.get()).isEqualTo("good");
        assertThat(channel.stats().received()).isEqualTo(2);
    }

    @Test
    void anExecutorThatRefusesLosesNoMessage() throws Exception {
        CompletableFuture<String> refused = channel.receiveAsync(task -> {
            throw new RejectedExecutionException("full");
        });
        CompletableFuture<String> broken = channel.receiveAsync(task -> {
            throw new OutOfMemoryError("no thread");
        });

        channel.send("a");
        channel.send("b");

        assertThat(refused.get()).isEqualTo("a");
        assertThat(broken.get()).isEqualTo("b");
    }

    @Test
    void anExecutorThatRefusesEndsItsLoopAndTakesNothing() throws Exception {
        CompletableFuture<Void> loop = channel.forEachAsync(message -> {}, task -> {
            throw new OutOfMemoryError("no thread");
        });

        assertThatThrownBy(loop::get).hasRootCauseMessage("no thread");
        channel.send("a");
        assertThat(channel.receive()).isEqualTo("a");
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
