package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.Sender;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Allocation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Channels over a ring between processes and selects over them allocate nothing after warm-up, whether they wait or not. */
class SharedAllocationTest {

    private static final int STEPS = 20_000;
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    private SharedRing ring;
    private Sender<Quote> sender;
    private Receiver<Quote> receiver;
    private final Quote quote = new Quote();

    @BeforeEach
    void open() {
        ring = SharedRing.builder(folder.resolve("ring"))
                .lanes(2)
                .laneCapacity(256)
                .create();
        sender = ring.openSender().channel(new Quote.QuoteCodec());
        receiver = ring.openReceiver().channel(new Quote.QuoteCodec());
        quote.bytes.wrap(new byte[16]);
        quote.bytes.putLong(0, 99);
    }

    @AfterEach
    void close() {
        ring.close();
    }

    /** Makes a step on the thread that runs it. */
    @FunctionalInterface
    private interface Steps {
        Allocation.Step make();
    }

    private static void assertNothingAllocated(Steps... ofEachThread) {
        try (Actors actors = new Actors()) {
            List<Actor<Long>> allocated = actors.startEach(
                    ofEachThread.length, "thread", number -> Allocation.least(STEPS, ofEachThread[number].make()));
            assertThat(Actors.joinAll(allocated)).containsOnly(0L);
        }
    }

    private static void require(Quote received) {
        if (received == null || received.price() != 99) {
            throw new AssertionError();
        }
    }

    @Test
    void sendsAndReceivesThatNeedNotWaitAllocateNothing() {
        Consumer<Quote> handler = SharedAllocationTest::require;
        assertNothingAllocated(() -> () -> {
            sender.send(quote);
            sender.trySend(quote);
            sender.trySend(quote, SECOND);
            sender.trySend(quote);
            require(receiver.receive());
            require(receiver.tryReceive(SECOND));
            receiver.drain(handler, 9);
            receiver.tryReceive();
            if (receiver.isClosedForReceive() || sender.isFull() || !sender.isEmpty()) {
                throw new AssertionError();
            }
        });
    }

    @Test
    void waitingAllocatesNothing() {
        assertNothingAllocated(() -> () -> sender.send(quote), () -> () -> require(receiver.receive()));
    }

    @Test
    void selectsThatNeedNotWaitAllocateNothing() {
        Channel<Quote> local = Channel.bounded(1);
        assertNothingAllocated(() -> {
            Select out = Select.fair();
            out.onSend(sender, () -> quote);
            Select in = Select.fair();
            int shared = in.onReceive(receiver);
            in.onReceive(local);
            return () -> {
                out.poll();
                out.await();
                in.await(SECOND);
                require(in.received(receiver));
                if (in.poll() != shared || in.poll() != Select.NONE) {
                    throw new AssertionError();
                }
            };
        });
    }

    @Test
    void selectsThatWaitAllocateNothing() {
        Channel<Quote> local = Channel.bounded(1);
        assertNothingAllocated(
                () -> {
                    Select out = Select.fair();
                    out.onSend(sender, () -> quote);
                    return out::await;
                },
                () -> {
                    Select in = Select.fair();
                    in.onReceive(receiver);
                    in.onReceive(local);
                    return () -> {
                        in.await();
                        require(in.received(receiver));
                    };
                });
    }
}
