package io.millrace.internal.flavor;

import io.millrace.internal.end.ChannelConfig;
import io.millrace.internal.end.Status;
import io.millrace.internal.terms.Counters;
import io.millrace.internal.terms.StoppedBatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A channel over {@link RecordStore}: the semantics of a buffered channel, with positions in bytes for sequences. They
 * define where the bytes lie, how they are ordered and which edges they carry.
 */
public final class CodecFlavor<T> extends BufferedFlavor<T> {

    private final RecordStore<T> records;

    /** Makes a channel over what is there. */
    public CodecFlavor(ChannelConfig<T> config, RecordStore.Shared shared, RecordStore<T> records) {
        super(config, shared);
        this.records = records;
    }

    // ---- sending ----

    @Override
    public int offer(T message) {
        try {
            return records.offer(message);
        } catch (StoppedBatch e) {
            throw e.failure();
        }
    }

    @Override
    public int offerInBatch(T message) {
        return records.offer(message);
    }

    @Override
    public int offerAll(T[] messages, int from, int to) {
        int next = from;
        try {
            while (next < to && records.offer(messages[next]) == Status.ACCEPTED) {
                next++;
            }
        } catch (StoppedBatch e) { // of a callback
            countAccepted(next - from);
            throw new StoppedBatch(next - from + 1, e.getCause());
        } catch (Throwable e) { // of the codec
            countAccepted(next - from);
            throw new StoppedBatch(next - from, e);
        }
        return next - from;
    }

    @Override
    long need(T message) {
        return records.need(message);
    }

    @Override
    long nextClaim() {
        return records.nextClaim();
    }

    // ---- receiving ----

    /** The store wakes senders itself: nothing is left to do after it. */
    @Override
    @Nullable public T take() {
        return records.take();
    }

    @Override
    long nextTake() {
        return records.nextTake();
    }

    // ---- closing ----

    @Override
    void discard() {
        records.discard();
    }

    // ---- looking inside ----

    @Override
    @Nullable T peek() {
        return records.peek();
    }

    @Override
    void look(Consumer<? super T> visitor) {
        records.look(visitor);
    }

    @Override
    public boolean isFull() {
        return !senders.isReady(records.mostNeeded());
    }

    @Override
    public void noteLevel(Counters counters) {
        // Positions count bytes, and senders of bytes do not come by here.
    }

    @Override
    long buffered() {
        return records.buffered();
    }

    @Override
    public String kind() {
        return "ring of " + capacity() + " bytes";
    }
}
