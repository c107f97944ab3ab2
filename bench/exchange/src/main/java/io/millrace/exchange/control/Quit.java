package io.millrace.exchange.control;

import io.millrace.Channel;
import io.millrace.Receiver;
import java.time.Duration;

/**
 * Ctrl-C, made a message. The signal's thread meets the supervisor at a rendezvous: if its send returns, the reason has
 * arrived, and it holds the end of the process up until the program has said its last. If nobody comes to the rendezvous
 * for some seconds, the process ends without.
 */
public final class Quit implements AutoCloseable {

    private static final Duration MEETING = Duration.ofSeconds(10);
    private static final Duration LAST_WORDS = Duration.ofSeconds(60);
    private final Channel<String> reasons = Channel.rendezvous();
    private final Channel<String> done = Channel.rendezvous();
    private final Thread hook = new Thread(this::interrupted, "quit");

    private Quit() {}

    /** From now on an interrupt of the process goes to {@link #reasons()}; until this is closed. */
    public static Quit onSignal() {
        Quit quit = new Quit();
        Runtime.getRuntime().addShutdownHook(quit.hook);
        return quit;
    }

    /** Where the reason to quit comes from. */
    public Receiver<String> reasons() {
        return reasons;
    }

    private void interrupted() {
        try {
            if (reasons.trySend("it was interrupted", MEETING)) {
                done.tryReceive(LAST_WORDS);
            }
        } catch (RuntimeException | InterruptedException e) {
            // Closed: the program has said its last. Interrupted: somebody is in a hurry.
        }
    }

    @Override
    public void close() {
        reasons.close();
        done.close();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already.
        }
    }
}
