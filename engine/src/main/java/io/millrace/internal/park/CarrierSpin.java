package io.millrace.internal.park;

import io.millrace.internal.clock.NanoClock;

/**
 * Whether a virtual thread looks again for a while before it parks. A park and a wake-up of a virtual thread take about
 * a microsecond, and much more if a carrier has to be woken up for it; but one that looks again holds its carrier, which
 * may be what its partner is waiting for. How many threads wait for carriers cannot be asked. So each channel learns
 * from its own waits: short looks go on while most of them are rewarded within the time that a park would take. Else the
 * threads park, and now and then one wait is a trial, long enough for an idle carrier to wake up and run the partner.
 *
 * <p>A trial is made where short looks have saved its time before. Else trials are rare for the whole process, since many
 * channels together must not spend more on them than one. All fields are hints, plain and racy.
 */
final class CarrierSpin {

    /** The first step of short looks. */
    static final int FIRST = 3 << 16;

    /** The first step of a trial. */
    static final int FIRST_TRIAL = FIRST + (1 << 15);

    /** Looks in a trial are so many times the short ones; fewer than there are steps. */
    private static final int TRIAL_SPINS = 31;

    /** Waits that would park look at the clock once in so many times. */
    static final int WAITS_PER_LOOK_AT_CLOCK = 8;

    /** So many short looks that paid have saved the time of a trial. */
    static final int TRIAL_WORTH = 128;

    private static final int MOST_CREDIT = 16;
    private static final int TRIAL_CREDIT = 8;
    private static final int MISS = 4;

    /** With one carrier, the partner cannot run meanwhile. */
    private static final boolean ONE_CARRIER = carriers() == 1;

    private final int looks;
    private final Trials trials;

    /** Short looks may still be missed until it is used up. 0: threads park, but for trials. */
    private int credit;

    /** Short looks that paid since the last trial, as far as they count. */
    private int paid;

    private int parked;

    CarrierSpin(int looks, Trials trials) {
        this.looks = looks;
        this.trials = trials;
    }

    private static int carriers() {
        return Integer.getInteger(
                "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());
    }

    /** The step at which a wait begins. */
    int firstStep() {
        return ONE_CARRIER ? SpinBudget.SKIPPED : firstStepOfSeveral();
    }

    int firstStepOfSeveral() {
        if (credit > 0) {
            return FIRST;
        }
        if (paid < TRIAL_WORTH && !isTrialDue()) {
            return SpinBudget.SKIPPED;
        }
        paid = 0;
        return FIRST_TRIAL;
    }

    private boolean isTrialDue() {
        return parked++ % WAITS_PER_LOOK_AT_CLOCK == 0 && trials.isDue();
    }

    /** Whether this is a step of a virtual thread that has not parked. */
    static boolean isStep(int step) {
        return step >= FIRST && step < SpinBudget.SPENT;
    }

    /** The next step, after a look in vain. */
    int next(int step) {
        int next = step + 1;
        boolean trial = step >= FIRST_TRIAL;
        if (next < (trial ? FIRST_TRIAL + TRIAL_SPINS * looks : FIRST + looks)) {
            return next;
        }
        if (!trial) {
            credit = Math.max(0, credit - MISS);
        }
        return SpinBudget.SPENT;
    }

    /** A wait came to its end at this step. Writes only what changes, since both sides of a channel read it. */
    void met(int step) {
        int now = step >= FIRST_TRIAL ? TRIAL_CREDIT : credit + 1;
        if (now <= MOST_CREDIT) {
            credit = now;
        }
        if (paid < TRIAL_WORTH) {
            paid++;
        }
    }

    /** Sees to it that trials take little time. */
    static final class Trials {

        /** About sixty times what a trial takes that is in vain. */
        static final long BREAK_NANOS = 4_000_000;

        /** Shared by all channels. */
        static final Trials SHARED = new Trials(NanoClock.system());

        private final NanoClock clock;
        private long next;

        Trials(NanoClock clock) {
            this.clock = clock;
            next = clock.nanoTime();
        }

        boolean isDue() {
            long now = clock.nanoTime();
            if (now - next < 0) {
                return false;
            }
            next = now + BREAK_NANOS;
            return true;
        }
    }
}
