package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ChannelClosedException;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Senders, receivers and closers race: every accepted message comes out once, whole, and in its sender's order. */
class RingLedgerTest {

    private static final int ROUNDS = 25;
    private static final int EACH = 400;
    private static final int MAX_LENGTH = 64;

    /** Which ring, and how it ends. */
    record Shape(int capacity, int senders, int receivers, boolean promised, boolean cancels, boolean mapped) {
        Shape(int capacity, int senders, int receivers, boolean promised, boolean cancels) {
            this(capacity, senders, receivers, promised, cancels, false);
        }
    }

    @TempDir
    private static Path folder;

    static Stream<Shape> shapes() {
        List<Shape> shapes = new ArrayList<>();
        for (boolean cancels : new boolean[] {false, true}) {
            shapes.add(new Shape(512, 1, 1, true, cancels));
            shapes.add(new Shape(512, 3, 1, true, cancels));
            shapes.add(new Shape(512, 1, 3, true, cancels));
            shapes.add(new Shape(512, 3, 3, false, cancels));
            shapes.add(new Shape(4096, 2, 2, false, cancels));
            shapes.add(new Shape(512, 1, 1, true, cancels, true));
            shapes.add(new Shape(512, 3, 3, false, cancels, true));
        }
        return shapes.stream();
    }

    /** Sent by number {@code sender} as its message {@code number}. */
    record Entry(int sender, int number) {}

    @ParameterizedTest
    @MethodSource("shapes")
    void acceptedIsReceivedOrUndelivered(Shape shape) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            new Race(shape, round).run();
        }
    }

    /** Receivers that stop when they have their share, so that none is there to look after the others: no close wakes those. */
    @Test
    void receiversThatTakeTurnsMissNothingWithoutAClose() throws Exception {
        int threads = 4;
        int each = 50_000;
        for (int round = 0; round < ROUNDS; round++) {
            Ring ring = Ring.builder().capacity(4096).build();
            try (Actors actors = new Actors()) {
                List<Actor<Void>> all = new ArrayList<>();
                all.addAll(actors.startEach(threads, "receiver", number -> {
                    int left = each;
                    while (left > 0) {
                        left -= ring.receive((type, buffer, index, length) -> {}, Math.min(left, 8));
                    }
                    return null;
                }));
                all.addAll(actors.startEach(threads, "sender", number -> {
                    for (int i = 0; i < each; i++) {
                        Bytes.send(ring, i);
                    }
                    return null;
                }));
                Actors.joinAll(all);
            }
            assertThat(ring.isEmpty()).isTrue();
        }
    }

    private static final class Race {

        private final Shape shape;
        private final int seed;
        private final ConcurrentLinkedQueue<Entry> undelivered = new ConcurrentLinkedQueue<>();
        private final Ring ring;

        Race(Shape shape, int seed) {
            this.shape = shape;
            this.seed = seed;
            RingBuilder builder = Ring.builder()
                    .capacity(shape.capacity)
                    .recordStats()
                    .onUndelivered((type, buffer, offset, length, reason) ->
                            undelivered.add(entry(type, buffer, offset, length)));
            if (shape.promised && shape.senders == 1) {
                builder.singleProducer();
            }
            if (shape.promised && shape.receivers == 1) {
                builder.singleConsumer();
            }
            if (shape.mapped) {
                builder.mapped(folder.resolve(shape + " " + seed));
            }
            ring = builder.build();
        }

        void run() throws Exception {
            List<Actor<Integer>> senders;
            List<Actor<List<Entry>>> receivers;
            try (Actors actors = new Actors()) {
                receivers = actors.startEach(shape.receivers, "receiver", this::receiveAll);
                senders = actors.startEach(shape.senders, "sender", this::sendAll);
                int until = new Random(seed).nextInt(shape.senders * EACH);
                while (ring.stats().accepted() < until) {
                    Thread.yield();
                }
                if (shape.cancels) {
                    ring.cancel();
                } else {
                    ring.close();
                }
            }
            List<Entry> out = new ArrayList<>();
            for (Actor<List<Entry>> receiver : receivers) {
                List<Entry> entries = receiver.join();
                requireOrder(entries);
                out.addAll(entries);
            }
            out.addAll(undelivered);
            List<Entry> expected = new ArrayList<>();
            for (int sender = 0; sender < shape.senders; sender++) {
                int accepted = senders.get(sender).join();
                for (int number = 0; number < accepted; number++) {
                    expected.add(new Entry(sender, number));
                }
            }
            out.sort(Comparator.comparing(Entry::sender).thenComparing(Entry::number));
            assertThat(out).as("round %s", seed).isEqualTo(expected);
            assertThat(ring.isClosedForReceive()).isTrue();
            assertThat(ring.stats().accepted()).isEqualTo(expected.size());
            assertThat(ring.stats().received()).isEqualTo(expected.size() - undelivered.size());
            assertThat(ring.stats().undelivered()).isEqualTo(undelivered.size());
        }

        /** Returns how many were accepted. */
        private int sendAll(int sender) throws InterruptedException {
            Random random = new Random(31L * seed + sender);
            UnsafeBuffer bytes = new UnsafeBuffer(new byte[MAX_LENGTH]);
            int number = 0;
            try {
                while (number < EACH) {
                    int length = 8 + random.nextInt(MAX_LENGTH - 7);
                    if (random.nextInt(3) == 0) {
                        try (Lease lease = ring.claim(1, length)) {
                            if (random.nextInt(4) == 0) {
                                continue;
                            }
                            fill(bytes, sender, number, length);
                            lease.buffer().putBytes(0, bytes, 0, length);
                            lease.commit();
                        }
                    } else {
                        fill(bytes, sender, number, length);
                        ring.send(1, bytes, 0, length);
                    }
                    number++;
                }
            } catch (ChannelClosedException e) {
                // the end of the race
            }
            return number;
        }

        private static void fill(UnsafeBuffer bytes, int sender, int number, int length) {
            bytes.setMemory(8, length - 8, (byte) (sender + number));
            bytes.putInt(0, sender);
            bytes.putInt(4, number);
        }

        private List<Entry> receiveAll(int receiver) throws InterruptedException {
            List<Entry> entries = new ArrayList<>();
            MessageHandler handler = (type, buffer, index, length) -> entries.add(entry(type, buffer, index, length));
            if (receiver == 0) {
                ring.forEach(handler);
                return entries;
            }
            try {
                while (true) {
                    ring.receive(handler, receiver);
                }
            } catch (ChannelClosedException e) {
                return entries;
            }
        }

        private static Entry entry(int type, DirectBuffer buffer, int index, int length) {
            int sender = buffer.getInt(index);
            int number = buffer.getInt(index + 4);
            for (int i = 8; i < length; i++) {
                if (buffer.getByte(index + i) != (byte) (sender + number)) {
                    throw new AssertionError("byte " + i + " of message " + number + " of sender " + sender);
                }
            }
            assertThat(type).isOne();
            return new Entry(sender, number);
        }

        private void requireOrder(List<Entry> entries) {
            int[] last = new int[shape.senders];
            for (Entry entry : entries) {
                assertThat(entry.number + 1).isGreaterThan(last[entry.sender]);
                last[entry.sender] = entry.number + 1;
            }
        }
    }
}
