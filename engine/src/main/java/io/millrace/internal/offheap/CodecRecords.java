package io.millrace.internal.offheap;

import io.millrace.internal.flavor.CloseWord;
import io.millrace.internal.flavor.Counters;
import io.millrace.internal.flavor.OnlyThread;
import io.millrace.internal.flavor.Records;
import io.millrace.internal.park.WaitSide;
import io.millrace.offheap.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** A ring as a channel sees it: messages go in and out by a codec. */
final class CodecRecords<T> implements Records<T> {

    private final ByteRing ring;
    private final CheckedCodec<T> codec;

    /** What each receiving thread decodes from: decoded flyweights refer to it until the thread's next receive. */
    private final ThreadLocal<Copy> copies = ThreadLocal.withInitial(Copy::new);

    /** Where each sending thread encodes to: just the bytes of the message, and none once it is sent. */
    private final ThreadLocal<UnsafeBuffer> claims = ThreadLocal.withInitial(() -> new UnsafeBuffer(0, 0));

    CodecRecords(ByteRing ring, Codec<T> codec) {
        this.ring = ring;
        this.codec = new CheckedCodec<>(codec, ring.maxMessageLength(), "capacity");
    }

    @Override
    public CloseWord closeWord() {
        return ring.closeWord;
    }

    @Override
    public WaitSide senders() {
        return ring.senders;
    }

    @Override
    public WaitSide receivers() {
        return ring.receivers;
    }

    @Override
    public @Nullable Counters counters() {
        return ring.counters;
    }

    @Override
    public @Nullable OnlyThread producer() {
        return ring.producer;
    }

    @Override
    public @Nullable OnlyThread consumer() {
        return ring.consumer;
    }

    // ---- sending ----

    @Override
    public int offer(T message) {
        int length = codec.length(message);
        int index = ring.sendSide.claim(codec.type, length);
        if (index < 0) {
            return index;
        }
        encode(message, index, length, length);
        return ACCEPTED;
    }

    @Override
    public long claim() {
        return ring.sendSide.claim(codec.type, codec.maxLength);
    }

    @Override
    public void publish(long claim, @Nullable T message) {
        int index = (int) claim;
        if (message == null) {
            ring.sendSide.abort(index);
            return;
        }
        int length;
        try {
            length = codec.length(message);
        } catch (Throwable e) {
            ring.sendSide.abort(index);
            throw e;
        }
        encode(message, index, codec.maxLength, length);
    }

    private void encode(T message, int index, int claimed, int length) {
        UnsafeBuffer bytes = claims.get();
        bytes.wrap(ring.memory, index, length);
        try {
            codec.encode(message, bytes, 0);
        } catch (Throwable e) {
            ring.sendSide.abort(index);
            throw e;
        } finally {
            bytes.wrap(0, 0);
        }
        ring.sendSide.commit(index, claimed, length);
    }

    @Override
    public long need(@Nullable T message) {
        return message == null ? codec.maxLength : codec.length(message);
    }

    @Override
    public long nextClaim() {
        return ring.memoryRing.producerPosition();
    }

    // ---- receiving ----

    @Override
    public @Nullable T take() {
        Copy copy = copies.get();
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
    public void afterTake() {
        // The receiving side wakes senders itself.
    }

    @Override
    public long nextTake() {
        return ring.view.nextTake();
    }

    // ---- closing ----

    @Override
    public void discard() {
        ring.receiveSide.cancel();
    }

    // ---- looking inside ----

    @Override
    public long buffered() {
        return ring.buffered();
    }

    @Override
    public @Nullable T peek() {
        List<Copy> first = new ArrayList<>(1);
        ring.receiveSide.look(first, 1);
        return first.isEmpty() ? null : codec.decode(first.get(0));
    }

    @Override
    public void look(Consumer<? super T> visitor) {
        List<Copy> all = new ArrayList<>();
        ring.receiveSide.look(all, Integer.MAX_VALUE);
        all.forEach(copy -> visitor.accept(codec.decode(copy)));
    }
}
