package io.millrace.internal.offheap.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.offheap.SharedReceiver;
import io.millrace.offheap.SharedRing;
import io.millrace.offheap.SharedRingState.OwnerState;
import io.millrace.offheap.SharedSender;
import io.millrace.support.Await;
import io.millrace.support.LiveJvm;
import io.millrace.support.OtherJdk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes and one ring. */
class ProcessesTest {

    private static final int RACERS = 8;
    private static final int RACES = Integer.getInteger("millrace.races", 40);
    private static final int MESSAGES = 20_000;

    @TempDir
    private Path folder;

    private Path done;

    @BeforeEach
    void makeFileOfWhatIsDone() throws IOException {
        done = Files.write(folder.resolve("done"), new byte[Long.BYTES]);
    }

    @Test
    void ofEightRacingCreatorsOneMakesEachRingAndNothingIsLost() throws Exception {
        for (int race = 0; race < RACES; race++) {
            Files.createDirectory(folder.resolve("folder" + race));
        }
        List<LiveJvm> racers = new ArrayList<>();
        try {
            for (int racer = 0; racer < RACERS; racer++) {
                racers.add(LiveJvm.start(folder, RingChild.class, "race", folder, done, racer, 0, 0));
            }
            for (LiveJvm racer : racers) {
                assertThat(racer.line()).isEqualTo(RingChild.READY);
            }
            for (LiveJvm racer : racers) {
                racer.go();
            }
            int[] creators = new int[RACES];
            for (LiveJvm racer : racers) {
                String created = racer.line();
                assertThat(created).hasSize(RACES);
                for (int race = 0; race < RACES; race++) {
                    creators[race] += created.charAt(race) - '0';
                }
                assertThat(racer.awaitEnd()).isZero();
            }
            assertThat(creators).containsOnly(1);
        } finally {
            racers.forEach(LiveJvm::close);
        }
        for (int race = 0; race < RACES; race++) {
            requireOneMessageOfEachRacer(folder.resolve("folder" + race));
        }
        System.out.println(RACES + " files, each made and opened by " + RACERS
                + " processes at the same time: one creator each, " + RACES * RACERS + " messages whole");
    }

    private static void requireOneMessageOfEachRacer(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            assertThat(files).containsExactlyInAnyOrder(place.resolve("ring"), place.resolve(".ring.lock"));
        }
        CheckedRecord record = new CheckedRecord(0, RingChild.MAX_LENGTH);
        BitSet seen = new BitSet();
        try (SharedRing ring = SharedRing.attach(place.resolve("ring"));
                SharedReceiver receiver = ring.openReceiver()) {
            assertThat(ring.lanes()).isEqualTo(RACERS);
            assertThat(ring.laneCapacity()).isEqualTo(RingChild.RACE_LANE_CAPACITY);
            int taken = receiver.tryReceive(
                    (type, buffer, index, length) -> {
                        assertThat(record.isWhole(type, buffer, index, length)).isTrue();
                        seen.set((int) CheckedRecord.writer(buffer, index));
                    },
                    100);
            assertThat(taken).isEqualTo(RACERS);
        }
        assertThat(seen.cardinality()).isEqualTo(RACERS);
    }

    @Test
    void aSenderOnAnotherJdkIsUnderstood() throws Exception {
        Path jdk = OtherJdk.home();
        Path path = folder.resolve("ring");
        CheckedRecord record = new CheckedRecord(0, RingChild.MAX_LENGTH);
        long[] next = {0};
        try (SharedRing ring =
                        SharedRing.builder(path).lanes(2).laneCapacity(4096).create();
                SharedReceiver receiver = ring.openReceiver();
                LiveJvm child = LiveJvm.start(jdk, folder, RingChild.class, "write", path, done, 5, 0, 0)) {
            while (next[0] < MESSAGES) {
                receiver.receive(
                        (type, buffer, index, length) -> {
                            assertThat(record.isWhole(type, buffer, index, length))
                                    .isTrue();
                            assertThat(CheckedRecord.number(buffer, index)).isEqualTo(next[0]++);
                        },
                        RingChild.BATCH);
            }
            assertThat(ring.state().lanes().get(0).owner().state()).isEqualTo(OwnerState.ALIVE);
            child.kill();
            assertThat(ring.state().lanes().get(0).owner().state()).isEqualTo(OwnerState.GONE);
            assertThat(ring.openSender().epoch()).isEqualTo(2);
        }
    }

    @Test
    void aReceiverOnAnotherJdkUnderstands() throws Exception {
        Path jdk = OtherJdk.home();
        Path path = folder.resolve("ring");
        CheckedRecord record = new CheckedRecord(0, RingChild.MAX_LENGTH);
        try (SharedRing ring =
                        SharedRing.builder(path).lanes(2).laneCapacity(4096).create();
                SharedSender sender = ring.openSender();
                LiveJvm child = LiveJvm.start(jdk, folder, RingChild.class, "read", path, done, 5, 0, 0)) {
            for (long number = 0; number < MESSAGES; number++) {
                sender.send(CheckedRecord.TYPE, record.buffer, 0, record.fill(1, number));
            }
            Await.until("all are handled", () -> handled() == MESSAGES);
            assertThat(child.line()).isEqualTo(RingChild.READY);
            assertThat(child.lineIfAny()).as("complaints").isNull();
        }
    }

    private long handled() {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(done)).getLong();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
