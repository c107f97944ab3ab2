package io.millrace.internal.terms;

import io.millrace.internal.memory.Cursor;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A count. Where only one thread counts, it is a word on a line of its own that this thread writes without atomic
 * read-modify-writes; else an adder, which spreads the threads over several. One that stands for what is
 * known otherwise counts nothing.
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
        this(oneThread ? new Cursor(0) : null, oneThread ? null : new LongAdder());
    }

    private Tally(@Nullable Cursor own, @Nullable LongAdder shared) {
        this.own = own;
        this.shared = shared;
    }

    /** Makes one that stays 0: what it would count is known otherwise. */
    static Tally unused() {
        return new Tally(null, null);
    }

    /** Returns this, or null if it counts nothing. */
    @Nullable public Tally orNull() {
        return own == null && shared == null ? null : this;
    }

    public void increment() {
        add(1);
    }

    public void add(long count) {
        if (own != null) {
            own.valueOpaque(own.valuePlain() + count);
        } else if (shared != null) {
            shared.add(count);
        }
    }

    public long sum() {
        return own != null ? own.valueOpaque() : shared != null ? shared.sum() : 0;
    }
}
