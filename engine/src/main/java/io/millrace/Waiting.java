package io.millrace;

/**
 * How a thread waits for room or for a message. Each side of a channel has its own; the default is {@link #adaptive()}.
 *
 * <pre>{@code
 * Channel<String> ticks = Channel.<String>builder()
 *         .capacity(1024)
 *         .sendWaiting(Waiting.park()) // the senders share their processors with others
 *         .receiveWaiting(Waiting.spin()) // the receiver has a processor of its own
 *         .build();
 * }</pre>
 *
 * <p>Virtual threads do not spin for long under any of these. They park at once, or after looking again for
 * two microseconds where nearly every message has to wait and that has paid; under {@link #park()} always at once.
 *
 * @since 0.1
 */
public final class Waiting {

    private static final Waiting ADAPTIVE = new Waiting("adaptive", true, true);
    private static final Waiting SPIN = new Waiting("spin", true, false);
    private static final Waiting PARK = new Waiting("park", false, true);

    private final String name;
    private final boolean spins;
    private final boolean parks;

    private Waiting(String name, boolean spins, boolean parks) {
        this.name = name;
        this.spins = spins;
        this.parks = parks;
    }

    /**
     * Spins for about two microseconds, then yields a few times, then parks. The spin is cut short on a side where
     * spinning has not paid of late, and left out on a machine with one processor. The yields are left out while other
     * processes keep the processors busy, so that each would take longer than to park.
     *
     * @return the default
     */
    public static Waiting adaptive() {
        return ADAPTIVE;
    }

    /**
     * Spins until it can go on, and never parks; yields about once in 60 microseconds. Lowest latency; takes a whole
     * core per waiting thread, so use it only with fewer waiting threads than cores.
     *
     * @return spin for ever
     */
    public static Waiting spin() {
        return SPIN;
    }

    /**
     * Parks at once. Least processor time per wait; each wait costs a switch of threads.
     *
     * @return park at once
     */
    public static Waiting park() {
        return PARK;
    }

    /**
     * Tells whether a platform thread spins or yields for a while before it parks.
     *
     * @return true for {@link #adaptive()} and {@link #spin()}
     */
    public boolean spins() {
        return spins;
    }

    /**
     * Tells whether a thread parks in the end.
     *
     * @return true for {@link #adaptive()} and {@link #park()}
     */
    public boolean parks() {
        return parks;
    }

    @Override
    public String toString() {
        return name;
    }
}
