package io.millrace.internal.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * An array of message references addressed by sequence: slot = sequence &amp; (size - 1).
 *
 * <p>Unused references lie at both edges. Those in front matter most: each access reads the array's header for its
 * length, and a header that shared a line with the first slots would be lost at every write to them.
 *
 * @param <T> the type of the messages
 */
public class Slots<T> {

    static final int EDGE = 32;
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

    static {
        Slots<Object> any = new Slots<>(1);
        any.release(0, any.acquire(0)); // linked while there is memory, as in Cursor
    }

    final @Nullable Object[] references;
    final int mask;

    /** Makes {@code size} empty slots; {@code size} is a power of two. */
    public Slots(int size) {
        this.mask = size - 1;
        this.references = new Object[Math.addExact(size, 2 * EDGE)];
    }

    /** The power of two that is at least the capacity. */
    public static int sizeFor(int capacity) {
        return capacity == 1 ? 1 : Integer.highestOneBit(capacity - 1) << 1;
    }

    public int size() {
        return mask + 1;
    }

    @SuppressWarnings("unchecked")
    public @Nullable T plain(long sequence) {
        return (T) references[slot(sequence)];
    }

    public void plain(long sequence, @Nullable T message) {
        references[slot(sequence)] = message;
    }

    @SuppressWarnings("unchecked")
    public @Nullable T acquire(long sequence) {
        return (T) SLOT.getAcquire(references, slot(sequence));
    }

    public void release(long sequence, @Nullable T message) {
        SLOT.setRelease(references, slot(sequence), (Object) message);
    }

    private int slot(long sequence) {
        return EDGE + ((int) sequence & mask);
    }
}
