package io.millrace.internal.end;

import io.millrace.ChannelEnd;
import io.millrace.Overflow;
import io.millrace.UndeliveredReason;
import io.millrace.Waiting;
import io.millrace.internal.clock.Deadlines;
import io.millrace.internal.clock.NanoClock;
import io.millrace.internal.park.HeadStart;
import io.millrace.internal.park.Parker;
import io.millrace.internal.park.Supply;
import io.millrace.internal.park.WaitSide;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The settings of a builder, each checked. */
public record ChannelConfig<T>(
        String name,
        int capacity,
        Waiting sendWaiting,
        Waiting receiveWaiting,
        @Nullable BiConsumer<? super T, ? super UndeliveredReason> onUndelivered,
        boolean recordStats,
        Parker parker,
        NanoClock clock,
        long startSequence,
        int segmentSize,
        Overflow onFull,
        @Nullable Function<? super T, ?> keyFunction,
        boolean singleProducer,
        boolean singleConsumer,
        @Nullable Consumer<? super @Nullable Throwable> onClose) {

    /** Whether it has a buffer and one receiver, for which no other thread ever acts while it is open. */
    public boolean hasSoleReceiver() {
        return singleConsumer && isQueue() && (onFull == Overflow.WAIT || onFull == Overflow.FAIL);
    }

    /**
     * Whether it has a buffer and one sender, which claims without a fence. Not where several receivers share a bounded
     * buffer: those that park would have to look again and again for claims that they may have missed.
     */
    public boolean hasSoleSender() {
        return singleProducer && isQueue() && (capacity == ChannelEnd.UNBOUNDED || hasSoleReceiver());
    }

    /** Whether both hold. */
    public boolean isOneToOne() {
        return hasSoleSender() && hasSoleReceiver();
    }

    /**
     * Whether positions tell how many messages came in and went out. Not where senders take messages out, or these would
     * pass for received ones until they are counted.
     */
    public boolean isCountedByPosition() {
        return isQueue() && onFull != Overflow.DROP_OLDEST;
    }

    private boolean isQueue() {
        return capacity > 0 && keyFunction == null;
    }

    /** Returns the side of the senders, which wait for what {@code supply} counts. */
    public WaitSide sendingSide(Supply supply) {
        return side(sendWaiting, !hasSoleReceiver(), supply);
    }

    /** Returns the side of the receivers, which wait for what {@code supply} counts. */
    public WaitSide receivingSide(Supply supply) {
        return side(receiveWaiting, !hasSoleSender(), supply);
    }

    private WaitSide side(Waiting waiting, boolean fenced, Supply supply) {
        int pauses = HeadStart.pausesPerLook(capacity);
        return new WaitSide(waiting.spins(), waiting.parks(), fenced, pauses, supply, parker, new Deadlines(clock));
    }
}
