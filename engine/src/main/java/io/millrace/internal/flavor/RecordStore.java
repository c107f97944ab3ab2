package io.millrace.internal.flavor;

import io.millrace.internal.end.CloseWord;
import io.millrace.internal.park.WaitSide;
import io.millrace.internal.terms.Counters;
import io.millrace.internal.terms.SoleThread;
import io.millrace.internal.terms.StoppedBatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages encoded in memory that is organised elsewhere: the operations that a channel over it needs. Steps mean what
 * those of {@link Flavor} and {@link BufferedFlavor} with the same names mean.
 */
public interface RecordStore<T> {

    /**
     * What all that send and receive there share.
     *
     * @param counters null if nobody counts
     * @param producer null if any number of threads may send
     * @param consumer null if any number of threads may receive
     */
    record Shared(
            CloseWord closeWord,
            WaitSide senders,
            WaitSide receivers,
            @Nullable Counters counters,
            @Nullable SoleThread producer,
            @Nullable SoleThread consumer) {}

    /**
     * If it is a callback that fails, the message is in and counted, and the failure comes in a {@link StoppedBatch}.
     */
    int offer(T message);

    long need(T message);

    /** What the longest message needs. */
    long mostNeeded();

    @Nullable T take();

    long nextClaim();

    long nextTake();

    @Nullable T peek();

    void look(Consumer<? super T> visitor);

    void discard();

    /** How many messages there are, as far as they are counted. */
    long buffered();
}
