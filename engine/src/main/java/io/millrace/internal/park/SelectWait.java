package io.millrace.internal.park;

/** How a select waits: it spins and yields between passes, then parks on its token. For one thread. */
public final class SelectWait {

    private static final int PAUSES_PER_LOOK = 16;
    /** The step of a thread that had better park. */
    public static final int SPENT = Integer.MAX_VALUE;

    private final SelectToken token;
    private final Parker parker;
    private final SpinBudget budget = new SpinBudget(true, true, PAUSES_PER_LOOK);

    public SelectWait(SelectToken token, Parker parker) {
        this.token = token;
        this.parker = parker;
    }

    public int firstStep() {
        return budget.isSpinning() ? 0 : SPENT;
    }

    public boolean isSpent(int step) {
        return budget.isSpent(step);
    }

    /** Pauses or yields, and returns the next step. */
    public int pause(int step) {
        return budget.pause(step);
    }

    /** The wait came to its end at this step. */
    public void learn(int step) {
        if (step != SPENT) {
            budget.learn(step);
        }
    }

    /**
     * Parks for a moment of real time. True: what it may have missed of the other side is visible, and after one more look it may sleep.
     *
     * @param listed what {@link System#nanoTime} was after the clauses were listed
     */
    public boolean nap(Object blocker, long listed, long atMost) {
        long nanos = StoreDelay.nanosLeft(listed);
        if (nanos > 0) {
            token.park(Parker.system(), blocker, true, Math.min(nanos, atMost));
        }
        return nanos == 0;
    }

    /** Parks until signalled, for at most {@code nanos}; {@code Long.MAX_VALUE} is for ever. */
    public void park(Object blocker, long nanos) {
        token.park(parker, blocker, nanos != Long.MAX_VALUE, nanos);
    }
}
