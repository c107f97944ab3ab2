package io.millrace.internal.end;

import io.millrace.ChannelEnd;
import io.millrace.Overflow;
import io.millrace.UndeliveredReason;
import io.millrace.Waiting;
import io.millrace.internal.park.Deadlines;
import io.millrace.internal.park.NanoClock;
import io.millrace.internal.park.Parker;
import io.millrace.internal.park.Supply;
import io.millrace.internal.park.WaitSide;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the builder tells a flavor. The builder has checked every value. */
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

    /**
     * A side that found nothing lets the other get ahead by about a cache line of messages before it looks again, so that lines
     * change hands full. Where the buffer is so small that this would be most of it, it looks again at once.
     */
    private static final int SLIP_PAUSES = 16;

    private static final int SLIP_CAPACITY = 64;

    /** Whether it is a ring with one thread on each side, and neither ever does what is the other's. */
    public boolean isOneToOne() {
        return singleProducer
                && singleConsumer
                && capacity > 0
                && capacity != ChannelEnd.UNBOUNDED
                && keyFunction == null
                && (onFull == Overflow.WAIT || onFull == Overflow.FAIL);
    }

    /** Returns a side that waits as {@code waiting} says, for what {@code supply} counts. */
    public WaitSide side(Waiting waiting, Supply supply) {
        int pauses = capacity < SLIP_CAPACITY ? 1 : SLIP_PAUSES;
        return new WaitSide(
                waiting.spins(), waiting.parks(), !isOneToOne(), pauses, supply, parker, new Deadlines(clock));
    }
}
