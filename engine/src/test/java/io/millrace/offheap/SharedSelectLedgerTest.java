package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.SelectKind;
import io.millrace.Sender;
import io.millrace.Timers;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every message once, in the order of its sender: several senders with selects and without, each with a lane and a handle of its own, and
 * a receiver that selects over two rings, a channel and a timer.
 */
class SharedSelectLedgerTest {

    private static final int SENDERS = 4;
    private static final int MESSAGES = 5_000;

    @TempDir
    private Path folder;

    /** Numbers, the last one in bytes of any count from 8 to 31. */
    private static final class NumberCodec implements Codec<Long> {

        @Override
        public int maxLength() {
            return 31;
        }

        @Override
        public int length(Long message) {
            return 8 + (int) (message % 24);
        }

        @Override
        public void encode(Long message, MutableDirectBuffer buffer, int offset) {
            buffer.setMemory(offset, length(message), (byte) 0x55);
            buffer.putLong(offset, message);
        }

        @Override
        public Long decode(int type, DirectBuffer buffer, int offset, int length) {
            long number = buffer.getLong(offset);
            assertThat(length).isEqualTo(length(number));
            return number;
        }
    }

    private SharedRing create(String name) {
        return SharedRing.builder(folder.resolve(name))
                .lanes(SENDERS)
                .laneCapacity(256)
                .create();
    }

    /** A number of a sender; half of them go by a select that may choose the one ring or the other. */
    private static long message(int sender, int number) {
        return sender * 1_000_000L + number;
    }

    private static void sendAll(int sender, Path one, Path two, SelectKind kind, Channel<Long> local) throws Exception {
        try (SharedRing left = SharedRing.attach(one);
                SharedRing right = SharedRing.attach(two);
                SharedSender toLeft = left.openSender();
                SharedSender toRight = right.openSender()) {
            Sender<Long> leftOut = toLeft.channel(new NumberCodec());
            Sender<Long> rightOut = toRight.channel(new NumberCodec());
            int[] next = {0};
            Select select = kind.open();
            select.onSend(leftOut, () -> message(sender, next[0]));
            select.onSend(rightOut, () -> message(sender, next[0]));
            select.onSend(local, () -> message(sender, next[0]));
            for (; next[0] < MESSAGES; next[0]++) {
                switch (next[0] % 4) {
                    case 0 -> leftOut.send(message(sender, next[0]));
                    case 1 -> {
                        while (!rightOut.trySend(message(sender, next[0]), Duration.ofMillis(1))) {}
                    }
                    default -> {
                        while (select.await(Duration.ofMillis(1)) == Select.NONE) {}
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SelectKind.class)
    void everyMessageOnce(SelectKind kind) throws Exception {
        Channel<Long> local = Channel.bounded(2);
        try (SharedRing left = create("left");
                SharedRing right = create("right");
                Actors actors = new Actors()) {
            Actor<List<List<Long>>> received = actors.start("receiver", () -> receiveAll(left, right, kind, local));
            List<Actor<Void>> senders = actors.startEach(SENDERS, "sender", number -> {
                sendAll(number, left.path(), right.path(), kind, local);
                return null;
            });
            Actors.joinAll(senders);
            left.shutdown();
            right.shutdown();
            local.close();

            List<Long> all = new ArrayList<>();
            for (List<Long> ofOneSource : received.join()) {
                requireInOrder(ofOneSource);
                all.addAll(ofOneSource);
            }
            assertThat(all).hasSize(SENDERS * MESSAGES).doesNotHaveDuplicates();
        }
    }

    private static List<List<Long>> receiveAll(SharedRing left, SharedRing right, SelectKind kind, Channel<Long> local)
            throws InterruptedException {
        List<Receiver<Long>> sources = List.of(
                left.openReceiver().channel(new NumberCodec()),
                right.openReceiver().channel(new NumberCodec()),
                local);
        List<List<Long>> received = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Select select = kind.open();
        sources.forEach(select::onReceive);
        int tick = select.onReceive(Timers.tick(Duration.ofMillis(1)));
        int open = sources.size();
        while (open > 0) {
            int chosen = select.await();
            if (chosen == tick) {
                continue;
            }
            if (select.isClosed()) {
                select.disable(chosen);
                open--;
            } else {
                received.get(chosen).add(select.received(sources.get(chosen)));
            }
        }
        return received;
    }

    private static void requireInOrder(List<Long> received) {
        long[] last = new long[SENDERS];
        Arrays.fill(last, -1);
        for (long message : received) {
            int sender = (int) (message / 1_000_000);
            assertThat(message).isGreaterThan(last[sender]);
            last[sender] = message;
        }
    }
}
