package io.millrace.internal.terms;

import io.millrace.internal.memory.Cursor;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A count. Where only one thread counts, it is a word on a line of its own that this thread writes without atomic
 * read-modify-writes; else an adder, which spreads the threads over several.
 */
public final class Tally {

    /**
     * The count of the only thread; null if several count.
     * <p>Written by: that thread (opaque).
     * <p>Read by: that thread (plain), anyone (opaque). Orders nothing: a count.
     */
    private final @Nullable Cursor own;

    private final @Nullable LongAdder shared;

    /** Makes a count of 0 for one thread at a time, or for several. */
    public Tally(boolean oneThread) {
        own = oneThread ? new Cursor(0) : null;
        shared = oneThread ? null : new LongAdder();
    }

    public void increment() {
        add(1);
    }

    public void add(long count) {
        if (own != null) {
            own.valueOpaque(own.valuePlain() + count);
        } else {
            shared.add(count);
        }
    }

    public long sum() {
        return own != null ? own.valueOpaque() : shared.sum();
    }
}
