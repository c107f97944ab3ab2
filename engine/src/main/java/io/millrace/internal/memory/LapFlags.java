package io.millrace.internal.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * For each slot of a ring, the lap in which it was published last, as in the LMAX Disruptor: so that a slot is published
 * by one store, which no other thread's store competes with.
 *
 * <p>Unused flags lie at both edges, as in {@link Slots}.
 */
public final class LapFlags {

    private static final int EDGE = 32;
    private static final VarHandle FLAG = MethodHandles.arrayElementVarHandle(int[].class);

    static {
        LapFlags any = new LapFlags(1);
        any.publishRelease(1); // linked while there is memory, as in Cursor
        any.isPublishedAcquire(1);
    }

    private final int[] flags;
    private final int mask;
    private final int shift;

    /** Makes those of {@code size} slots, a power of two, of which none was published. */
    public LapFlags(int size) {
        this.flags = new int[Math.addExact(size, 2 * EDGE)];
        this.mask = size - 1;
        this.shift = Integer.numberOfTrailingZeros(size);
        Arrays.fill(flags, -1);
    }

    public void publishRelease(long sequence) {
        FLAG.setRelease(flags, index(sequence), lap(sequence));
    }

    /** Whether this sequence was published, and none in the same slot since. */
    public boolean isPublishedAcquire(long sequence) {
        return (int) FLAG.getAcquire(flags, index(sequence)) == lap(sequence);
    }

    private int index(long sequence) {
        return EDGE + ((int) sequence & mask);
    }

    private int lap(long sequence) {
        return (int) (sequence >>> shift);
    }
}
