package io.millrace.internal.select;

import io.millrace.internal.park.Blocker;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * A channel without a buffer, as selects wait at it. A clause is registered with what it offers, and a partner that
 * comes carries it out in the absence of its select.
 *
 * <p>A select takes the locks of all its channels of this kind, in the order of their numbers, looks whether a partner
 * waits at one of them, and if not registers all its clauses and arms its token before it releases the locks (as Go's
 * select does). So the holder of the lock that finds a clause finds its token armed, unless the select has chosen or is
 * about to try by itself; and of two selects that come, the one that has the lock later sees the other, and wins it by
 * one step without being winnable itself.
 */
public interface Meeting {

    /** A number of its own. Locks are taken in the order of the numbers. */
    long number();

    void lock();

    void unlock();

    /** Whether to try rather than wait: a partner waits, or the channel or {@code through} is closed. */
    boolean mayMeetLocked(boolean sends, Blocker through);

    /** Registers a clause that waits at {@code through}, with the message of a sender or null. */
    void registerLocked(boolean sends, Waiter waiter, Blocker through, @Nullable Object message);

    /** Takes a clause out, once its token is not armed any more. */
    void unregister(boolean sends, Waiter waiter);

    /** Registers the only clause of a token, and arms it. False: it should be tried instead. */
    default boolean registerAlone(
            boolean sends, SelectToken token, Waiter waiter, Blocker through, @Nullable Object message) {
        lock();
        try {
            if (mayMeetLocked(sends, through)) {
                return false;
            }
            registerLocked(sends, waiter, through, message);
            token.arm();
            return true;
        } finally {
            unlock();
        }
    }
}
