package io.millrace.internal.offheap;

import io.millrace.internal.end.Status;
import io.millrace.internal.flavor.RecordStore;
import io.millrace.internal.terms.StoppedBatch;
import io.millrace.offheap.Codec;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** A ring as a channel sees it: messages go in and out by a codec. */
final class RingRecordStore<T> implements RecordStore<T> {

    private final ByteRing ring;
    private final CheckedCodec<T> codec;

    /**
     * The copy that each receiving thread decodes from: decoded flyweights refer to it until the thread's next receive.
     */
    private final ThreadLocal<MessageCopy> copies = ThreadLocal.withInitial(MessageCopy::new);

    /** The buffer that each sending thread encodes to. */
    private final ThreadLocal<Scratch> scratches = ThreadLocal.withInitial(Scratch::new);

    RingRecordStore(ByteRing ring, Codec<T> codec) {
        this.ring = ring;
        this.codec = new CheckedCodec<>(codec, ring.maxMessageLength(), "capacity");
    }

    // ---- sending ----

    /** Encodes before it claims: a slow codec delays no other thread, and one that throws leaves nothing behind. */
    @Override
    public int offer(T message) {
        int length = codec.length(message);
        int status;
        Scratch scratch = scratches.get().enter();
        try {
            if (scratch.foundNoRoom && ring.closeWord.isOpen() && !ring.sendSide.hasRoom(length)) {
                return Status.FULL;
            }
            DirectBuffer bytes = scratch.encode(codec, message, length);
            status = ring.sendSide.offer(codec.type, bytes, 0, length);
            scratch.foundNoRoom = status == Status.FULL;
        } finally {
            scratch.leave();
        }
        return status == Status.ACCEPTED ? settled() : status;
    }

    /** An exception of a cancel's callback is no failure of the send: its message is in. */
    private int settled() {
        try {
            ring.sendSide.settle();
            return Status.ACCEPTED;
        } catch (Throwable e) {
            if (ring.counters != null) {
                ring.counters.accepted.increment();
            }
            throw new StoppedBatch(1, e);
        }
    }

    @Override
    public long need(T message) {
        return codec.length(message);
    }

    @Override
    public long mostNeeded() {
        return codec.maxLength;
    }

    @Override
    public long nextClaim() {
        return ring.memoryRing.producerPosition();
    }

    // ---- receiving ----

    @Override
    public @Nullable T take() {
        MessageCopy copy = copies.get();
        if (!ring.receiveSide.take(copy)) {
            return null;
        }
        try {
            return codec.decode(copy);
        } catch (Throwable e) {
            ring.receiveSide.countReceived(1);
            throw e;
        }
    }

    @Override
    public long nextTake() {
        return ring.view.nextTake();
    }

    // ---- closing ----

    @Override
    public void discard() {
        ring.receiveSide.beginCancel();
        Discarding.run(ring);
    }

    // ---- looking inside ----

    @Override
    public long buffered() {
        return ring.buffered();
    }

    @Override
    public @Nullable T peek() {
        List<MessageCopy> first = ring.receiveSide.look(1);
        return first.isEmpty() ? null : codec.decodeNew(first.get(0));
    }

    @Override
    public void look(Consumer<? super T> visitor) {
        ring.receiveSide.look(Integer.MAX_VALUE).forEach(copy -> visitor.accept(codec.decodeNew(copy)));
    }
}
