package io.millrace.stress.canary;

import io.millrace.internal.memory.Cursor;
import io.millrace.internal.offheap.Storage;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** PARK of a ring of bytes without the fence: after Agrona's commit, a plain release, the sender looks for a waiter at once. */
@JCStressTest
@State
@Outcome(
        id = {"0, 1", "1, 0", "1, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "one saw the other")
@Outcome(expect = Expect.FORBIDDEN, desc = "neither saw the other: the receiver parks, the message stays")
public class CommitWithoutFence {

    private final AtomicBuffer memory = Storage.onHeap(64);
    private final RingBuffer ring = new OneToOneRingBuffer(memory);
    private final int claimed = ring.tryClaim(1, Long.BYTES);
    private final Cursor signal = new Cursor(0);

    @Actor
    public void sender(II_Result r) {
        ring.commit(claimed);
        r.r1 = (int) signal.valueVolatile();
    }

    @Actor
    public void receiver(II_Result r) {
        signal.valueVolatile(1);
        r.r2 = memory.getIntVolatile(RecordDescriptor.lengthOffset(0)) > 0 ? 1 : 0;
    }
}
