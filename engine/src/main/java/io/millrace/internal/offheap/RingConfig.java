package io.millrace.internal.offheap;

import io.millrace.Waiting;
import io.millrace.internal.clock.NanoClock;
import io.millrace.internal.park.Parker;
import io.millrace.offheap.UndeliveredHandler;
import org.jspecify.annotations.Nullable;

/** The settings of a builder, each checked. */
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
