package io.millrace.internal.end;

import io.millrace.internal.park.WaitSide.Attempt;
import org.jspecify.annotations.Nullable;

/** What a waiting receive tries; it neither counts nor asks for the role again. */
public class ReceiveAttempt<T> implements Attempt<T> {

    private final ReceivingEnd<T> end;

    /** Makes the one of an end. */
    public ReceiveAttempt(ReceivingEnd<T> end) {
        this.end = end;
    }

    @Override
    public final @Nullable T tryOnce(@Nullable T nothing) {
        T message = end.take();
        if (message != null) {
            end.afterTake();
        }
        return message;
    }

    @Override
    public final boolean isHopeless() {
        return end.isClosedForReceive();
    }
}
