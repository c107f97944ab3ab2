package io.millrace.faults;

import io.millrace.offheap.RingBuilder;

/** The roles that a ring of bytes can be promised. */
enum RingRoles {
    MANY_TO_MANY,
    MANY_TO_ONE,
    ONE_TO_MANY,
    ONE_TO_ONE;

    boolean singleConsumer() {
        return this == MANY_TO_ONE || this == ONE_TO_ONE;
    }

    private boolean singleProducer() {
        return this == ONE_TO_MANY || this == ONE_TO_ONE;
    }

    RingBuilder of(RingBuilder builder) {
        RingBuilder sending = singleProducer() ? builder.singleProducer() : builder;
        return singleConsumer() ? sending.singleConsumer() : sending;
    }
}
