package io.millrace.internal.offheap.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.Sender;
import io.millrace.Timers;
import io.millrace.offheap.Codec;
import io.millrace.offheap.SharedRing;
import io.millrace.support.Await;
import io.millrace.support.LiveJvm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Selects whose other side is another process. */
class SelectProcessesTest {

    private static final int MESSAGES = 20_000;
    private static final int CHILD = 5;

    @TempDir
    private Path folder;

    private Path path;
    private Path done;

    @BeforeEach
    void name() throws IOException {
        path = folder.resolve("ring");
        done = Files.write(folder.resolve("done"), new byte[Long.BYTES]);
    }

    /** The numbers of checked records. */
    private static final class RecordCodec implements Codec<Long> {

        private final CheckedRecord record = new CheckedRecord(0, RingChild.MAX_LENGTH);

        /** Of the record made last, which is the one that is encoded next. */
        private int length;

        @Override
        public int type() {
            return CheckedRecord.TYPE;
        }

        @Override
        public int maxLength() {
            return RingChild.MAX_LENGTH;
        }

        @Override
        public int length(Long message) {
            length = record.fill(1, message);
            return length;
        }

        @Override
        public void encode(Long message, MutableDirectBuffer buffer, int offset) {
            buffer.putBytes(offset, record.buffer, 0, length);
        }

        @Override
        public Long decode(int type, DirectBuffer buffer, int offset, int length) {
            assertThat(record.isWhole(type, buffer, offset, length)).isTrue();
            return CheckedRecord.number(buffer, offset);
        }
    }

    @Test
    void aSelectReceivesWhatAnotherProcessSendsAndItsShutdownEndsThat() throws Exception {
        try (SharedRing ring =
                        SharedRing.builder(path).lanes(1).laneCapacity(4096).create();
                LiveJvm child = LiveJvm.start(folder, RingChild.class, "write", path, done, CHILD, 0, 0)) {
            Receiver<Long> records = ring.openReceiver().channel(new RecordCodec());
            Channel<String> stop = Channel.rendezvous();
            Select select = Select.fair();
            int record = select.onReceive(records);
            select.onReceive(stop);
            int tick = select.onReceive(Timers.tick(Duration.ofMillis(1)));
            long next = 0;
            while (next < MESSAGES) {
                int chosen = select.await();
                if (chosen != tick) {
                    assertThat(chosen).isEqualTo(record);
                    assertThat(select.received(records)).isEqualTo(next++);
                }
            }
            records.close();
            while (!select.isClosed()) {
                if (select.await() == record && !select.isClosed()) {
                    assertThat(select.received(records)).isEqualTo(next++);
                }
            }
            assertThat(child.line()).isEqualTo(RingChild.READY);
            assertThat(child.line()).startsWith(RingChild.FENCED + next).contains("is shut down");
        }
    }

    @Test
    void aSelectSendsToAnotherProcess() throws Exception {
        try (SharedRing ring =
                        SharedRing.builder(path).lanes(1).laneCapacity(4096).create();
                LiveJvm child = LiveJvm.start(folder, RingChild.class, "read", path, done, CHILD, 0, 0)) {
            Sender<Long> records = ring.openSender().channel(new RecordCodec());
            long[] next = {0};
            Select select = Select.biased();
            int record = select.onSend(records, () -> next[0]);
            select.onReceive(Timers.never());
            for (; next[0] < MESSAGES; next[0]++) {
                assertThat(select.await()).isEqualTo(record);
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
