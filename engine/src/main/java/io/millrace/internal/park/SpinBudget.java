package io.millrace.internal.park;

import io.millrace.internal.memory.WaitHints;

/**
 * How long a thread keeps running before it parks: some looks with pauses between them, then, while {@link Yielding}
 * pays, some with yields. Where yielding does not pay, a park and a wake-up cost tens of microseconds, and the thread
 * looks on for about as long instead: two threads that both run then meet while they do. Both numbers of looks grow
 * while they pay and shrink while they do not; they are hints, plain and racy.
 *
 * <p>Where few yields end nearly all waits, both sides take turns on one processor. Yielding never changes that, however
 * idle the other processors are: the scheduler places a thread anew when that sleeps and wakes up. So after a few
 * hundred such waits the next few hundred park, which costs little more than yielding does there. These counts are hints,
 * too.
 *
 * <p>Virtual threads only look, for a short time, and learn apart from others: {@link CarrierSpin}.
 *
 * <p>A wait starts at {@link #firstStep()}, asks {@link #isSpent}, looks, calls {@link #pause} for the next step and so
 * on, and ends with {@link #learn}.
 */
public final class SpinBudget {

    /** The step of a wait that is to park at once; there is nothing to learn from it. */
    public static final int SKIPPED = Integer.MAX_VALUE - 1;

    private static final int FIRST_YIELD = 1 << 16;
    private static final int YIELDS = 32;
    private static final int FIRST_LONG = 1 << 17;
    static final int SPENT = 1 << 18;

    /**
     * One that never parks yields once in so many times the longest spin: by then what it waits for may want its
     * processor.
     */
    private static final int SPINS_PER_YIELD = 32;

    /**
     * How much longer than the longest spin a thread looks on where yielding does not pay. Where the two sides wait for
     * each other with every message, meeting while both run is worth the price of a park; where they wait once for a
     * buffer full, less than that.
     */
    private static final int LONG_SPINS = 32;

    private static final int LONG_SPINS_BUFFERED = 16;

    /**
     * Once in this many waits it looks on for that long even if that did not pay, or it could never begin to pay again.
     */
    private static final int WAITS_PER_TRIAL = 16;

    /**
     * Up to this many yields are enough for a partner on the same processor to run. One that is woken up on another
     * processor takes so long that there is time for many.
     */
    private static final int FEW_YIELDS = 4;

    /** After this many waits that few yields ended, the next ones park. */
    private static final int YIELDED_WAITS = 256;

    /** How many do: they take some milliseconds, time enough for the scheduler to balance its processors. */
    private static final int PARKED_WAITS = 256;

    /** Each wait that ends in another way cancels this many of those. */
    private static final int OTHER_WEIGHT = 8;

    /** One wait in so many lets the other threads of its carrier run, which short looks that pay never would. */
    private static final int WAITS_PER_CARRIER_YIELD = 1024;

    /** Where more messages than this go over between two waits, parks are cheap, and better leave the carrier to others. */
    private static final int FEW_MESSAGES = 4;

    private final boolean spins;
    private final boolean parks;
    private final Yielding yielding;
    private final int pausesPerLook;
    private final int mostLooks;
    private final int mostLongLooks;

    /** By how many powers of two the looks on shrink where they did not pay. */
    private final int shrinkShift;

    /** Long enough for a partner that runs to answer, or spinning could never begin to pay again. */
    private final int fewestLooks;

    /** Both sides' of a channel: a virtual thread's looks pay once its partner looks, too. Set before it is used. */
    private CarrierSpin carrier;

    private final WaitHints learnt = new WaitHints();

    /** Makes a budget; one that never parks is never spent. */
    public SpinBudget(boolean spins, boolean parks, int pausesPerLook) {
        this(spins, parks, pausesPerLook, Yielding.SHARED, CarrierSpin.Trials.SHARED);
    }

    SpinBudget(boolean spins, boolean parks, int pausesPerLook, Yielding yielding, CarrierSpin.Trials trials) {
        this.spins = spins;
        this.parks = parks;
        this.yielding = yielding;
        this.pausesPerLook = pausesPerLook;
        this.mostLooks = Math.max(1, Idle.pausesPerSpin() / pausesPerLook);
        boolean buffered = pausesPerLook > 1;
        this.mostLongLooks = mostLooks * (buffered ? LONG_SPINS_BUFFERED : LONG_SPINS);
        this.shrinkShift = buffered ? 2 : 1;
        this.fewestLooks = Math.max(1, mostLooks / 4);
        learnt.looks = mostLooks;
        learnt.longLooks = mostLongLooks;
        this.carrier = new CarrierSpin(mostLooks, trials);
    }

    /** Virtual threads that wait by this and the other budget wait for each other. Called by the constructor of a channel. */
    public void learnWith(SpinBudget other) {
        carrier = other.carrier;
    }

    /** The step at which a wait of the current thread begins; it is spent if the thread had better park at once. */
    public int firstStep() {
        return firstStep(VirtualThreads.currentIsVirtual());
    }

    /** As {@link #firstStep()}, for a side that knows how much of its supply was used. */
    int firstStep(Supply supply) {
        boolean virtual = VirtualThreads.currentIsVirtual();
        return virtual && !isFewSince(supply.used()) ? SKIPPED : firstStep(virtual);
    }

    private boolean isFewSince(long used) {
        boolean few = used - learnt.used <= FEW_MESSAGES;
        learnt.used = used;
        return few;
    }

    private int firstStep(boolean virtual) {
        if (!spins) {
            return SKIPPED;
        }
        return virtual ? carrier.firstStep() : Idle.ONE_PROCESSOR ? SKIPPED : 0;
    }

    /** Whether a thread that has run on up to this step had better park. */
    public boolean isSpent(int step) {
        return step >= SPENT;
    }

    /** Pauses or yields, and returns the next step. */
    public int pause(int step) {
        if (CarrierSpin.isStep(step)) {
            return pauseOnCarrier(step);
        }
        if (step >= FIRST_LONG) {
            return lookOn(step);
        }
        if (step >= FIRST_YIELD) {
            return yieldOrLookOn(step);
        }
        pauses();
        return next(step);
    }

    /** As {@link #pause(int)}, but the pauses end as soon as the supply looks ready. */
    int pause(int step, Supply supply, long need) {
        boolean onCarrier = CarrierSpin.isStep(step);
        if (step >= FIRST_YIELD && !onCarrier) {
            return pause(step);
        }
        for (int i = 0; i < pausesPerLook && !supply.looksReady(need); i++) {
            Thread.onSpinWait();
        }
        return onCarrier ? carrier.next(step) : next(step);
    }

    private int pauseOnCarrier(int step) {
        if (step == CarrierSpin.FIRST && ++learnt.waitsOnCarrier % WAITS_PER_CARRIER_YIELD == 0) {
            Idle.yieldNow();
        } else {
            pauses();
        }
        return carrier.next(step);
    }

    private int next(int step) {
        return step < (parks ? learnt.looks : SPINS_PER_YIELD * mostLooks)
                ? step + 1
                : parks ? FIRST_YIELD : yieldOnce();
    }

    private void pauses() {
        for (int i = 0; i < pausesPerLook; i++) {
            Thread.onSpinWait();
        }
    }

    private int yieldOrLookOn(int step) {
        if (learnt.waitsToPark > 0 && step == FIRST_YIELD) {
            learnt.waitsToPark--;
            return SPENT;
        }
        if (yielding.pays()) {
            yielding.yieldNow();
            return step < FIRST_YIELD + YIELDS - 1 ? step + 1 : SPENT;
        }
        if (learnt.longLooks < mostLongLooks) {
            learnt.untried++;
            if (learnt.untried % WAITS_PER_TRIAL == 0) {
                learnt.longLooks = mostLongLooks;
            }
        }
        return learnt.longLooks == 0 ? SPENT : FIRST_LONG;
    }

    private int lookOn(int step) {
        pauses();
        int next = step + 1;
        if (next - FIRST_LONG < learnt.longLooks) {
            return next;
        }
        learnt.longLooks >>= shrinkShift;
        return SPENT;
    }

    private static int yieldOnce() {
        Thread.yield();
        return 0;
    }

    /** The wait came to its end at this step. */
    public void learn(int step) {
        if (CarrierSpin.isStep(step)) {
            carrier.met(step);
        } else if (step != SKIPPED && spins && Idle.spins()) {
            learnOnProcessor(step);
        }
    }

    private void learnOnProcessor(int step) {
        learnPlacement(step);
        int before = learnt.looks;
        int after = step < FIRST_YIELD ? Math.min(mostLooks, 2 * before) : Math.max(fewestLooks, before / 2);
        if (after != before) {
            learnt.looks = after;
        }
        if (step < SPENT && learnt.longLooks < mostLongLooks) {
            learnt.longLooks = Math.min(mostLongLooks, 2 * learnt.longLooks + 1);
        }
    }

    private void learnPlacement(int step) {
        if (step <= FIRST_YIELD || step > FIRST_YIELD + FEW_YIELDS) {
            if (learnt.yielded > 0) {
                learnt.yielded = Math.max(0, learnt.yielded - OTHER_WEIGHT);
            }
        } else if (++learnt.yielded >= YIELDED_WAITS) {
            learnt.yielded = 0;
            learnt.waitsToPark = PARKED_WAITS;
        }
    }
}
