package io.millrace.internal.offheap.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lane against a queue of byte arrays, by one thread. */
class LaneModelTest {

    private static final int ROUNDS = 100_000;

    private static Lane lane(int capacity) {
        return new Lane(new UnsafeBuffer(BufferUtil.allocateDirectAligned(Lane.WORDS + capacity, 128)));
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 128, 256})
    void everyLengthFromEveryOffsetComesOutAsItWentIn(int capacity) {
        for (int offset = 0; offset < capacity; offset += 8) {
            for (int length = 0; length <= lane(capacity).maxMessageLength(); length++) {
                Lane lane = lane(capacity);
                LaneWriter writer = new LaneWriter(lane);
                LaneReader reader = new LaneReader(lane, "lane");
                for (int moved = 0; moved < offset; moved += 8) {
                    send(writer, lane, new byte[0]);
                    assertThat(reader.read(
                                    (type, buffer, index, size) ->
                                            assertThat(size).isZero(),
                                    1))
                            .isOne();
                }
                byte[] message = filled(length, length);
                assertThat(send(writer, lane, message)).isTrue();
                assertThat(reader.read(
                                (type, buffer, index, size) -> {
                                    byte[] found = new byte[size];
                                    buffer.getBytes(index, found);
                                    assertThat(found).isEqualTo(message);
                                },
                                9))
                        .as("length %s from offset %s", length, offset)
                        .isOne();
                assertThat(lane.isDrained()).isTrue();
            }
        }
    }

    private static byte[] filled(int length, int value) {
        byte[] message = new byte[length];
        Arrays.fill(message, (byte) value);
        return message;
    }

    private static boolean send(LaneWriter writer, Lane lane, byte[] message) {
        int index = writer.claim(message.length);
        if (index == LaneWriter.FULL) {
            return false;
        }
        lane.memory().putBytes(index, message);
        return writer.commit(1, message.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 128, 256})
    void itHoldsWhatAQueueHoldsThroughClaimsDeathsAndBatches(int capacity) {
        Random random = new Random(capacity);
        Lane lane = lane(capacity);
        LaneWriter writer = new LaneWriter(lane);
        LaneReader reader = new LaneReader(lane, "lane");
        ArrayDeque<byte[]> model = new ArrayDeque<>();
        for (int round = 0; round < ROUNDS; round++) {
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> {
                    byte[] message = filled(random.nextInt(capacity / 8 + 1), random.nextInt());
                    int held =
                            model.stream().mapToInt(each -> record(each.length)).sum();
                    if (send(writer, lane, message)) {
                        model.add(message);
                        assertThat(lane.size()).isBetween((long) held, (long) capacity);
                    } else {
                        assertThat(held).isGreaterThan(capacity / 2); // no more than two records are lost to padding
                    }
                }
                case 3 -> { // a producer dies with a claim
                    int index = writer.claim(capacity / 8);
                    if (index != LaneWriter.FULL) {
                        lane.memory().putBytes(index, filled(capacity / 8, 0x55));
                    }
                    writer = new LaneWriter(lane);
                }
                case 4 -> { // a producer dies when it has moved the end
                    byte[] message = filled(random.nextInt(capacity / 8 + 1), random.nextInt());
                    if (sendAndDie(writer, lane, message)) {
                        model.add(message);
                    }
                    writer = new LaneWriter(lane);
                }
                case 5 -> reader = new LaneReader(lane, "lane");
                case 6 -> { // fenced, taken over
                    lane.mark(Lane.FENCED);
                    assertThat(send(writer, lane, new byte[1])).isFalse();
                    lane.unmark(Lane.FENCED);
                    writer = new LaneWriter(lane);
                }
                default ->
                    reader.read(
                            (type, buffer, index, size) -> {
                                byte[] found = new byte[size];
                                buffer.getBytes(index, found);
                                assertThat(found).isEqualTo(model.remove());
                            },
                            1 + random.nextInt(4));
            }
            assertThat(lane.isSound()).isTrue();
            assertThat(reader.isDrained()).isEqualTo(model.isEmpty() && lane.isDrained());
        }
    }

    private static int record(int length) {
        return BitUtil.align(length + 8, 8);
    }

    /** Commits as {@link LaneWriter} does, but for the last stores. */
    private static boolean sendAndDie(LaneWriter writer, Lane lane, byte[] message) {
        int index = writer.claim(message.length);
        if (index == LaneWriter.FULL) {
            return false;
        }
        lane.memory().putBytes(index, message);
        long end = Lane.position(lane.end());
        long start = end + (lane.index(end) + 8 == index ? 0 : lane.capacity() + Lane.WORDS - lane.index(end));
        long next = start + record(message.length);
        lane.putNone(lane.index(next));
        lane.putUncommitted(index - 8, message.length + 8, 1);
        if (start > end) {
            lane.putUncommitted(lane.index(end), (int) (start - end), Lane.PADDING_TYPE);
        }
        return lane.commit(end, next);
    }

    @Test
    void aRecordThatIsCommittedButNotThereIsDamage() {
        Lane lane = lane(64);
        LaneReader reader = new LaneReader(lane, "the lane");
        lane.commit(0, 8);
        assertThatIllegalStateException()
                .isThrownBy(reader::isDrained)
                .withMessageContaining("the lane is damaged: at position 0, before its end 8, there is no record");
    }

    @Test
    void aRecordThatLeadsPastTheEndIsDamage() {
        Lane lane = lane(64);
        LaneReader reader = new LaneReader(lane, "the lane");
        lane.putUncommitted(lane.index(0), 16, 1);
        lane.putCommitted(lane.index(0), 16);
        reader.read((type, buffer, index, size) -> {}, 1);
        assertThatIllegalStateException()
                .isThrownBy(reader::isDrained)
                .withMessageContaining("its head is 16 and its end 0");
    }

    @Test
    void recordsThatLeadAroundTheLaneAreDamage() {
        Lane lane = lane(64);
        LaneReader reader = new LaneReader(lane, "the lane");
        for (int at = 0; at < 64; at += 8) {
            lane.putUncommitted(lane.index(at), 8, 1);
            lane.putCommitted(lane.index(at), 8);
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> reader.read((type, buffer, index, size) -> {}, 9))
                .withMessageContaining("at position 64 there is a record of 8 bytes, allowed is 8 to 0");
        assertThat(reader.taken).isEqualTo(8);
    }
}
