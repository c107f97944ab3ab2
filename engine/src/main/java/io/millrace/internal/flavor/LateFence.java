package io.millrace.internal.flavor;

import io.millrace.internal.memory.Fences;
import io.millrace.internal.park.StoreDelay;
import java.util.function.BooleanSupplier;

/**
 * The fence of a promised thread between its claim and its look at who waits. There is none while only threads wait for
 * it, since those look again before they sleep. A wait without a thread cannot look again, so the first of them demands
 * the fence before it registers.
 */
final class LateFence {

    /** Made beforehand, so that no wait needs memory. */
    private final BooleanSupplier harmless;

    /**
     * Whether it was demanded.
     * <p>Written by: the thread that demands it, before it waits for the stores of the promised thread (volatile, {@code
     * PARK}).
     * <p>Read by: the promised thread after each claim (volatile, {@code PARK}): one that reads false had executed the
     * store of its claim, which is visible when that wait is over.
     */
    private volatile boolean demanded;

    /**
     * Whether every claim that is not visible yet is followed by the fence.
     * <p>Written by: the thread that has demanded it and waited (volatile, {@code PARK}).
     * <p>Read by: any thread that is about to register (volatile, {@code PARK}).
     */
    private volatile boolean sure;

    /**
     * Makes one that is not demanded yet.
     *
     * @param harmless whether the promised thread is known not to be between a claim and its look
     */
    LateFence(BooleanSupplier harmless) {
        this.harmless = harmless;
    }

    /** Called by the promised thread after a claim. */
    void afterClaim() {
        Fences.storeLoadInProgramOrder();
        if (demanded) { // acquire PARK <- demand
            Fences.storeLoad(); // PARK: the claim is visible before the look at who waits
        }
    }

    /** Returns once the promised thread has the fence, after a millisecond at most. */
    void demand() {
        if (!sure) { // acquire PARK <- demand
            demanded = true; // release PARK -> afterClaim
            StoreDelay.await(harmless);
            sure = true; // release PARK -> demand, isSure
        }
    }

    /** Whether {@link #demand} has returned. */
    boolean isSure() {
        return sure; // acquire PARK <- demand
    }
}
