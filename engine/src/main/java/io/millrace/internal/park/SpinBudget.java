package io.millrace.internal.park;

/**
 * How long a thread keeps running before it parks: some looks with pauses between them, then, while {@link Yielding} pays, some with
 * yields. The looks with pauses grow while they pay and shrink while they do not; their number is a hint, plain and racy.
 *
 * <p>A wait starts at step 0 if {@link #isSpinning()}, looks, asks {@link #isSpent}, calls {@link #pause} for the next step and so
 * on, and ends with {@link #learn}.
 */
final class SpinBudget {

    private static final int FIRST_YIELD = 1 << 16;
    private static final int YIELDS = 32;
    private static final int SPENT = FIRST_YIELD + YIELDS;

    /** One that never parks yields once in so many times the longest spin: by then what it waits for may want its processor. */
    private static final int SPINS_PER_YIELD = 32;

    private final boolean spins;
    private final boolean parks;
    private final int pausesPerLook;
    private final int mostLooks;

    /** Long enough for a partner that runs to answer, or spinning could never begin to pay again. */
    private final int fewestLooks;

    private int looks;

    /** Makes a budget; one that never parks is never spent. */
    SpinBudget(boolean spins, boolean parks, int pausesPerLook) {
        this.spins = spins;
        this.parks = parks;
        this.pausesPerLook = pausesPerLook;
        this.mostLooks = Math.max(1, Idle.pausesPerSpin() / pausesPerLook);
        this.fewestLooks = Math.max(1, mostLooks / 4);
        this.looks = mostLooks;
    }

    /** Whether the current thread runs at all before it parks. */
    boolean isSpinning() {
        return spins && Idle.spins();
    }

    boolean isSpent(int step) {
        return step >= SPENT;
    }

    /** Pauses or yields, and returns the next step. */
    int pause(int step) {
        if (step >= FIRST_YIELD) {
            return yieldOrEnd(step);
        }
        for (int i = 0; i < pausesPerLook; i++) {
            Thread.onSpinWait();
        }
        return step < (parks ? looks : SPINS_PER_YIELD * mostLooks) ? step + 1 : parks ? FIRST_YIELD : yieldOnce();
    }

    private static int yieldOrEnd(int step) {
        if (!Yielding.SHARED.pays()) {
            return SPENT;
        }
        Yielding.SHARED.yieldNow();
        return step + 1;
    }

    private static int yieldOnce() {
        Thread.yield();
        return 0;
    }

    /** The wait came to its end at this step. */
    void learn(int step) {
        int before = looks;
        int after = step < FIRST_YIELD ? Math.min(mostLooks, 2 * before) : Math.max(fewestLooks, before / 2);
        if (after != before) {
            looks = after;
        }
    }
}
