package io.millrace.internal.ring;

import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;

/** The sequencer is used for claiming and publishing only; waiting and waking are the channel's. */
enum ClaimOnlyWaitStrategy implements WaitStrategy {
    INSTANCE;

    @Override
    public long waitFor(long sequence, Sequence cursor, Sequence dependentSequence, SequenceBarrier barrier) {
        throw new UnsupportedOperationException("channels wait by themselves");
    }

    @Override
    public void signalAllWhenBlocking() {
        // The sender wakes a receiver itself, once per operation.
    }
}
