package io.millrace.internal.park;

import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

/**
 * The units that the threads of one side wait for: messages, places, bytes. Two counts say how many there have been, so
 * that each unit wakes one thread and none wakes two. Both count from the sequence at which the channel began, and
 * their difference is the number of units available now.
 *
 * <p>Runs under the lock of a {@link WaitQueue}, but for {@link #isReady}; neither locks nor runs foreign code.
 */
public interface Supply {

    /** How much the other side has provided. Never less than is usable: a claim counts before it is published. */
    long offered();

    /**
     * How much this side has claimed of it. Read after {@link #offered}, so that their difference is never too large.
     */
    long used();

    /**
     * Whether a thread that needs so much should try rather than park: by the counts or by other conditions, and in any
     * case once the channel is closed.
     */
    boolean isReady(long need);

    /**
     * A cheap look between two pauses of a wait: whether a try might succeed. A hint: a wrong yes costs a try in vain, a
     * no only the rest of the pauses.
     */
    boolean looksReady(long need);

    /** Returns a supply made of these three; a look between two pauses asks whether it is ready. */
    static Supply of(LongSupplier offered, LongSupplier used, LongPredicate ready) {
        return of(offered, used, ready, ready);
    }

    /** Returns a supply made of these four. */
    static Supply of(LongSupplier offered, LongSupplier used, LongPredicate ready, LongPredicate look) {
        return new Supply() {
            @Override
            public long offered() {
                return offered.getAsLong();
            }

            @Override
            public long used() {
                return used.getAsLong();
            }

            @Override
            public boolean isReady(long need) {
                return ready.test(need);
            }

            @Override
            public boolean looksReady(long need) {
                return look.test(need);
            }
        };
    }

    /**
     * Returns a supply of one unit that is never used up, or of none: for threads that are woken explicitly or all at
     * once.
     */
    static Supply ofOne(LongPredicate ready) {
        return of(() -> 1, () -> 0, ready);
    }
}
