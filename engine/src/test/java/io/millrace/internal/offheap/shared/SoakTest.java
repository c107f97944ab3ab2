package io.millrace.internal.offheap.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ChannelClosedException;
import io.millrace.offheap.SharedReceiver;
import io.millrace.offheap.SharedRing;
import io.millrace.support.LiveJvm;
import io.millrace.support.LongRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes send records with checksums to this one for some time. Say {@code -Dmillrace.soak=} and the seconds for more. */
@LongRun
class SoakTest {

    private static final long SECONDS = Long.getLong("millrace.soak", 2);
    private static final int WRITERS = 2;

    @TempDir
    private Path folder;

    private final CheckedRecord record = new CheckedRecord(0, RingChild.MAX_LENGTH);
    private final long[] next = new long[WRITERS];
    private long messages;
    private long bytes;
    private long torn;
    private long outOfOrder;
    private long lost;

    @Test
    void everyRecordArrivesWholeOnceAndInItsSendersOrder() throws Exception {
        Path path = folder.resolve("ring");
        try (SharedRing ring = SharedRing.builder(path)
                        .lanes(WRITERS)
                        .laneCapacity(1 << 14)
                        .create();
                SharedReceiver receiver = ring.openReceiver();
                LiveJvm first = writer(path, 0);
                LiveJvm second = writer(path, 1)) {
            assertThat(first.line()).isEqualTo(RingChild.READY);
            assertThat(second.line()).isEqualTo(RingChild.READY);
            long start = System.nanoTime();
            while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(SECONDS)) {
                receiver.tryReceive(this::check, 1000, Duration.ofMillis(100));
            }
            ring.shutdown("the time is over");
            drain(receiver);
            lost += sent(first) - next[0] + sent(second) - next[1];
            assertThat(first.awaitEnd()).isZero();
            assertThat(second.awaitEnd()).isZero();
        }
        String report = "soak of " + SECONDS + " s: " + messages + " messages, " + bytes + " bytes; torn " + torn
                + ", out of order " + outOfOrder + ", lost " + lost;
        System.out.println(report);
        assertThat(torn).as(report).isZero();
        assertThat(outOfOrder).as(report).isZero();
        assertThat(lost).as(report).isZero();
        assertThat(messages).as(report).isPositive();
    }

    private LiveJvm writer(Path path, int number) throws IOException {
        Path done = Files.write(folder.resolve("done" + number), new byte[Long.BYTES]);
        return LiveJvm.start(folder, RingChild.class, "write", path, done, number, 0, 0);
    }

    private void check(int type, DirectBuffer buffer, int index, int length) {
        messages++;
        bytes += length;
        if (record.isWhole(type, buffer, index, length)) {
            int writer = (int) CheckedRecord.writer(buffer, index);
            outOfOrder += CheckedRecord.number(buffer, index) == next[writer]++ ? 0 : 1;
        } else {
            torn++;
        }
    }

    private void drain(SharedReceiver receiver) throws InterruptedException {
        try {
            while (true) {
                receiver.receive(this::check, 1000);
            }
        } catch (ChannelClosedException e) {
            assertThat(e).hasRootCauseMessage("the time is over");
        }
    }

    /** How many sends of a writer have returned; it says so when it finds the ring shut down. */
    private static long sent(LiveJvm writer) throws IOException {
        String line = writer.line();
        assertThat(line).startsWith(RingChild.FENCED);
        return Long.parseLong(line.substring(RingChild.FENCED.length()).split("\\D", 2)[0]);
    }
}
