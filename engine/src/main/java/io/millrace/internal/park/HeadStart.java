package io.millrace.internal.park;

import io.millrace.internal.memory.Cursor;
import io.millrace.internal.memory.WaitHints;
import org.jspecify.annotations.Nullable;

/**
 * Lets the other side of a ring get ahead. Two threads in lock-step never find the ring empty or full, so neither
 * waits, and they transfer a cache line per message; pausing lets whole lines fill first. A side pauses now and then,
 * if it has not had to wait for a while and the other is only a few messages ahead. A side that does wait, as in a
 * conversation, never pauses here.
 */
public final class HeadStart {

    /** Cache lines of slots hold 16. Some of them at once are cheaper than one after the other. */
    private static final int MOST_AHEAD = 64;

    /** About a quarter of a microsecond: a pause takes from 5 to 50 ns, depending on the processor. */
    private static final int PAUSES = Math.max(2, Idle.pausesPerSpin() / 8);

    private static final int SMALLEST_CAPACITY = 64;

    private final int ahead;

    /**
     * The sequence at which this side had to wait or paused last; null if the other never is far enough ahead to be
     * let.
     * <p>Written and read by: the threads of this side (plain). Orders nothing: a hint, racy.
     */
    private final @Nullable Cursor last;

    /** Makes the head start of one side. */
    public HeadStart(int capacity) {
        this.ahead = Integer.highestOneBit(Math.max(1, Math.min(MOST_AHEAD, capacity / 4)));
        this.last = capacity >= SMALLEST_CAPACITY ? new Cursor(0) : null;
    }

    /**
     * From how many messages on the other side is well ahead: a quarter of the capacity, up to some cache lines of
     * slots.
     */
    public int ahead() {
        return ahead;
    }

    /**
     * Returns for how many pauses a thread that found nothing lets the other side get ahead before it looks again:
     * about a cache line of messages, so that lines change hands full. Where that would be most of what the buffer
     * holds, it looks again at once.
     *
     * @param capacity in messages
     */
    public static int pausesPerLook(long capacity) {
        return capacity < SMALLEST_CAPACITY ? 1 : PAUSES;
    }

    /** This side finds nothing to do at this sequence. */
    public void waitedAt(long sequence) {
        if (last != null) {
            last.valuePlain(sequence);
        }
    }

    /** Whether to look how far the other side is ahead: once in a while, unless this side has waited since. */
    public boolean isDue(long sequence) {
        return (sequence & ahead - 1) == 0 && last != null && sequence - last.valuePlain() >= ahead;
    }

    /** Pauses. */
    public void pause(long sequence) {
        waitedAt(sequence);
        pause();
    }

    /** Pauses, for a side that knows by itself that it follows the other closely. */
    public static void pause() {
        if (Idle.spins()) {
            for (int i = 0; i < PAUSES; i++) {
                Thread.onSpinWait();
            }
        }
    }

    /**
     * Whether the threads of one side converse with the other side, or take part in a stream. In a stream a side that waits
     * had better let a cache line of messages come together before it looks again (a head start). In a conversation
     * there will be no more than one, and each pause too many is added to the answer's time.
     *
     * <p>A side converses once several waits in a row came after one message each. A stream whose threads are in lock-step
     * looks the same, so one wait in {@value #WAITS_PER_TRIAL} is made as in a stream: if more than one message is there
     * after it, it is one. Hints, plain and racy.
     */
    static final class Regime {

        static final int SINGLES = 8;
        static final int WAITS_PER_TRIAL = 64;

        private final WaitHints learnt = new WaitHints();

        /** A wait begins, after so many messages in all. */
        void begin(long used) {
            learnt.singles = used - learnt.used == 1 ? learnt.singles + 1 : 0;
            learnt.used = used;
        }

        /** Whether to look after each pause. */
        boolean isConversation() {
            int singles = learnt.singles;
            return singles >= SINGLES && singles % WAITS_PER_TRIAL != 0;
        }
    }
}
