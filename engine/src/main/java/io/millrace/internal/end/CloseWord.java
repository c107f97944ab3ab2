package io.millrace.internal.end;

import io.millrace.internal.memory.Cursor;
import io.millrace.internal.memory.Fences;
import io.millrace.internal.terms.Closing;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a channel is closed, why, and where it ends: the sequence after the last one accepted.
 *
 * <pre>
 *            close                  close, or any thread that meets CLOSING
 *   OPEN -----------------> CLOSING -----------------> end = next sequence to be claimed
 * </pre>
 *
 * A sender claims and then reads this word; the closer writes CLOSING and then reads the claims. One of the two sees
 * the other (edge CLOSE), so a sender that still reads OPEN lies before the end, and one that does not compares its
 * sequence with the end: before it, the send is accepted although the close has begun; behind it, the claim is void and
 * the send fails. A channel may set a mark after CLOSING and before the claims are read, for senders to look at first.
 */
public final class CloseWord {

    private static final long OPEN = Long.MAX_VALUE;
    private static final long CLOSING = Long.MIN_VALUE;

    private final LongSupplier nextClaim;
    private final Runnable reachSenders;

    /**
     * The state drawn above.
     * <p>Written by: closers (compare-and-set, {@code CLOSE}).
     * <p>Read by: senders after their claim, receivers that found nothing, threads about to park (volatile, {@code
     * CLOSE}).
     */
    private final Cursor end = new Cursor(OPEN);

    /**
     * Set once.
     * <p>Written by: closers, before {@link #end} leaves OPEN (compare-and-set, {@code CLOSE}).
     * <p>Read by: any thread that has seen {@link #end} leave OPEN (volatile, {@code CLOSE}).
     */
    private final AtomicReference<Closing> closing = new AtomicReference<>();

    /** Makes the word of a channel whose claims the supplier reads. */
    public CloseWord(LongSupplier nextClaim) {
        this(nextClaim, Fences::storeLoad);
    }

    /**
     * As {@link #CloseWord(LongSupplier)}.
     *
     * @param reachSenders runs between CLOSING and the look at the claims; it sets the mark that senders look at first,
     *     if there is one, and is a fence, which also stands in for one that the senders may lack
     */
    public CloseWord(LongSupplier nextClaim, Runnable reachSenders) {
        this.nextClaim = nextClaim;
        this.reachSenders = reachSenders;
    }

    /** Whether no close has begun. */
    public boolean isOpen() {
        return end.valueVolatile() == OPEN; // acquire CLOSE <- close
    }

    /** Whether a close has begun whose end is not known yet. */
    public boolean isClosing() {
        return end.valueVolatile() == CLOSING;
    }

    /** Closes unless closed already. When this returns, the channel is closed. */
    public void close(@Nullable Throwable cause) {
        closing.compareAndSet(null, Closing.of(cause));
        end.compareAndSet(OPEN, CLOSING); // release CLOSE -> isOpen
        end();
    }

    /** The sequence after the last accepted one. Only once closed. */
    public long end() {
        long seen = end.valueVolatile();
        if (seen != CLOSING) {
            return seen;
        }
        // CLOSE: CLOSING is visible before the claims are read, also where they are read with acquire only
        reachSenders.run();
        end.compareAndSet(CLOSING, nextClaim.getAsLong());
        return end.valueVolatile();
    }

    /** Why the channel was closed; null while it is open. */
    public @Nullable Throwable cause() {
        Closing closed = isOpen() ? null : closing.get();
        return closed == null ? null : closed.cause();
    }
}
