package io.millrace.internal.offheap;

import io.millrace.Waiting;
import io.millrace.internal.clock.NanoClock;
import io.millrace.internal.park.Parker;
import io.millrace.offheap.UndeliveredHandler;
import org.jspecify.annotations.Nullable;

/** What the builder tells a ring. The builder has checked every value. */
public record RingConfig(
        String name,
        boolean singleProducer,
        boolean singleConsumer,
        Waiting sendWaiting,
        Waiting receiveWaiting,
        @Nullable UndeliveredHandler onUndelivered,
        boolean recordStats,
        Parker parker,
        NanoClock clock) {}
