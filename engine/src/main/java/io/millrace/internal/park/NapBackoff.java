package io.millrace.internal.park;

/**
 * How a thread waits for another process, which cannot unpark it: it spins, yields while {@link Yielding} pays, then
 * naps, each nap twice as long as the one before, up to a millisecond. So it notices the event that it waits for within
 * a nap and the scheduler's delay, and when idle for long it wakes up a thousand times a second to look. For one wait
 * of one thread.
 */
public final class NapBackoff {

    /**
     * How long a receiver of a stream lets the sender get ahead before it looks again, a microsecond or two. A message
     * between processes costs some tens of nanoseconds to send and, if its cache lines change hands one by one, two
     * hundred; so that is time for ten and more to come together.
     */
    private static final int PAUSES_IN_STREAM = Idle.pausesPerSpin() / 2;

    private static final int YIELDS = 32;
    private static final long SHORTEST_NANOS = 8_000;
    private static final long LONGEST_NANOS = 1_000_000;

    private final boolean spins;
    private final boolean parks;
    private final HeadStart.Regime regime = new HeadStart.Regime();
    private int pausesPerLook;
    private int looks;
    private long nap;

    /**
     * Makes one that has not waited yet.
     *
     * @param spins whether the thread runs for a while before it naps
     * @param parks whether it naps in the end; where spinning cannot help it does in any case
     */
    public NapBackoff(boolean spins, boolean parks) {
        this.spins = spins;
        this.parks = parks;
        restart();
    }

    /** Begins another wait, of a receiver that has taken so many messages in all. */
    public void restart(long taken) {
        regime.begin(taken);
        restart();
        pausesPerLook = regime.isConversation() ? 1 : PAUSES_IN_STREAM;
    }

    /** Begins another wait. */
    public void restart() {
        pausesPerLook = 1;
        looks = !spins ? Integer.MAX_VALUE : Idle.spins() ? 0 : Idle.pausesPerSpin();
        shorten();
    }

    /** Lets the next nap be as short as the first. */
    public void shorten() {
        nap = SHORTEST_NANOS;
    }

    /** Begins the wait of a select's thread. A wait without a thread registers again after each look, and goes on with its naps. */
    public void beginFor(SelectToken token) {
        if (token.hasThread()) {
            shorten();
        }
    }

    /** How long the next nap is; the one after it is longer. For a thread that has spun enough and parks elsewhere. */
    public long nextNanos() {
        long next = nap;
        nap = Math.min(2 * next, LONGEST_NANOS);
        return next;
    }

    /** Waits a little, at most {@code atMostNanos} nanoseconds. Returns at once if the thread is interrupted. */
    public void pause(Object blocker, long atMostNanos) {
        if (looks < Idle.pausesPerSpin()) {
            looks += parks ? pausesPerLook : 0;
            for (int i = 0; i < pausesPerLook; i++) {
                Thread.onSpinWait();
            }
        } else if (looks < Idle.pausesPerSpin() + YIELDS && Yielding.SHARED.pays()) {
            looks++;
            Yielding.SHARED.yieldNow();
        } else {
            Parker.system().parkNanos(blocker, Math.min(nextNanos(), atMostNanos));
        }
    }
}
