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

    /** Whether it is a ring with one thread on each side, neither of which ever acts for the other. */
    public boolean isOneToOne() {
        return singleProducer
                && singleConsumer
                && capacity > 0
                && capacity != ChannelEnd.UNBOUNDED
                && keyFunction == null
                && (onFull == Overflow.WAIT || onFull == Overflow.FAIL);
    }

    /** Returns a side that waits as {@code waiting} says, for the units that {@code supply} counts. */
    public WaitSide side(Waiting waiting, Supply supply) {
        int pauses = HeadStart.pausesPerLook(capacity);
        return new WaitSide(
                waiting.spins(), waiting.parks(), !isOneToOne(), pauses, supply, parker, new Deadlines(clock));
    }
}
