package io.millrace.internal.flavor;

import io.millrace.internal.end.ChannelConfig;
import io.millrace.internal.memory.Slots;
import io.millrace.internal.park.HeadStart;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The part that the bounded flavors share: a ring of slots, each null when free, and how each side lets the other get
 * ahead.
 */
abstract class SlottedFlavor<T> extends BufferedFlavor<T> {

    /**
     * The messages. A slot is null when free.
     * <p>Written by: the sender that claimed it ({@code PUBLISH}), the receiver that took the message ({@code FREE}).
     * <p>Read by: that receiver ({@code PUBLISH}), the sender one lap later ({@code FREE}); others that only look
     * (acquire). The flavor says by which accesses.
     */
    final Slots<T> slots;

    /** Keeps senders from following the receivers step by step while the ring is nearly full. */
    final HeadStart sendHeadStart;

    /** Keeps receivers from following the senders step by step while the ring is nearly empty. */
    final HeadStart receiveHeadStart;

    SlottedFlavor(ChannelConfig<T> config, long first) {
        super(config, first);
        int capacity = config.capacity();
        slots = new Slots<>(Slots.sizeFor(capacity));
        sendHeadStart = new HeadStart(capacity);
        receiveHeadStart = new HeadStart(capacity);
    }

    /** What was published with this sequence; null if nothing was yet, or it is out. */
    abstract @Nullable T published(long sequence);

    @Override
    final @Nullable T peek() {
        while (true) {
            long first = nextTake();
            T message = first < nextAccepted() ? published(first) : null;
            if (nextTake() == first) {
                return message;
            }
        }
    }

    @Override
    final void look(Consumer<? super T> visitor) {
        long end = nextAccepted();
        for (long sequence = nextTake(); sequence < end; sequence++) {
            T message = published(sequence);
            if (message != null) {
                visitor.accept(message);
            }
        }
    }

    @Override
    final void checkInvariants() {
        super.checkInvariants();
        if (size() > capacity()) {
            throw new AssertionError("size " + size() + " is over the capacity " + capacity());
        }
        long end = nextAccepted();
        for (long sequence = nextTake(); sequence < nextTake() + slots.size(); sequence++) {
            boolean buffered = sequence < end;
            if (buffered != (slots.plain(sequence) != null)) {
                throw new AssertionError("slot of " + sequence + " should be " + (buffered ? "filled" : "free"));
            }
        }
    }
}
