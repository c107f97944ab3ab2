package io.millrace.internal.offheap.shared;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Edges LANE and REUSE: a record is whole when its commit is seen, its room is written again only after it was read. */
public class LaneStress {

    private static final int CAPACITY = 256;

    /** Two of them carry the value. */
    private static final int MESSAGE = 3 * Long.BYTES;

    /** How many records of 32 bytes it holds, with room for a length behind them; one more needs the room of the first. */
    private static final int RECORDS = 7;

    /** A lane and both its ends. */
    static class Ends {
        final Lane lane = new Lane(new UnsafeBuffer(ByteBuffer.allocateDirect(Lane.WORDS + CAPACITY)));
        final LaneWriter writer = new LaneWriter(lane);
        final LaneReader reader = new LaneReader(lane, "lane");
        int read;

        /** Returns 1 if committed, 0 if the lane is full, -1 if it is marked. */
        int send(int value) {
            int index = writer.claim(MESSAGE);
            if (index == LaneWriter.FULL) {
                return 0;
            }
            lane.memory().putLong(index, value);
            lane.memory().putLong(index + Long.BYTES, value);
            return writer.commit(1, MESSAGE) ? 1 : -1;
        }

        /** Returns the value of the next record, 0 if there is none, -1 if it is torn. */
        int receive() {
            read = 0;
            reader.read(
                    (type, bytes, index, length) -> {
                        long first = bytes.getLong(index);
                        read = first == bytes.getLong(index + Long.BYTES) ? (int) first : -1;
                    },
                    1);
            return read;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "read after the commit")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "read before the commit")
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "read at the first look")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a record that was not whole")
    public static class RecordIsWhole extends Ends {
        @Actor
        public void producer() {
            send(1);
        }

        @Actor
        public void consumer(II_Result r) {
            r.r1 = receive();
            r.r2 = receive();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1, 8", expect = Expect.ACCEPTABLE, desc = "the room of the first was used again")
    @Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "the send found no room")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a record written over before it was read, or lost")
    public static class RoomIsUsedAgain extends Ends {
        public RoomIsUsedAgain() {
            for (int value = 1; value <= RECORDS; value++) {
                send(value);
            }
        }

        @Actor
        public void producer(III_Result r) {
            r.r1 = send(RECORDS + 1);
        }

        @Actor
        public void consumer(III_Result r) {
            r.r2 = receive();
        }

        @Arbiter
        public void rest(III_Result r) {
            for (int value = 2; value <= RECORDS; value++) {
                receive();
            }
            r.r3 = receive();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "committed before the mark: it is there")
    @Outcome(id = "-1, 0", expect = Expect.ACCEPTABLE, desc = "refused: it is not there")
    @Outcome(expect = Expect.FORBIDDEN, desc = "accepted and lost, or refused and there")
    public static class MarkDecides extends Ends {
        @Actor
        public void producer(II_Result r) {
            r.r1 = send(1);
        }

        @Actor
        public void fencer() {
            lane.mark(Lane.FENCED);
        }

        @Arbiter
        public void rest(II_Result r) {
            r.r2 = receive();
        }
    }
}
