package io.millrace.internal.flavor;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A channel over {@link Records}: the semantics of a buffered channel, with positions in bytes for sequences. Where the bytes lie, who
 * orders them and which edges they carry is theirs to say.
 */
public final class RecordFlavor<T> extends BufferedFlavor<T> {

    private final Records<T> records;

    /** Makes a channel over what is there. */
    public RecordFlavor(ChannelConfig<T> config, Records<T> records) {
        super(config, records);
        this.records = records;
    }

    // ---- sending ----

    @Override
    int offer(T message) {
        try {
            return records.offer(message);
        } catch (StoppedBatch e) {
            throw e.failure();
        }
    }

    @Override
    int offerInBatch(T message) {
        return records.offer(message);
    }

    @Override
    int offerAll(T[] messages, int from, int to) {
        int next = from;
        try {
            while (next < to && records.offer(messages[next]) == ACCEPTED) {
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

    @Override
    @Nullable T take() {
        return records.take();
    }

    @Override
    void afterTake() {
        records.afterTake();
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
    void noteLevel(Counters counters) {
        // Positions count bytes, and senders of bytes do not come by here.
    }

    @Override
    long buffered() {
        return records.buffered();
    }

    @Override
    String kind() {
        return "ring of " + capacity() + " bytes";
    }
}
