package io.millrace.internal.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

abstract class SoloSideWords extends CursorLeftPad {
    long position;
    long mark;
    final @Nullable Object[] references;
    final int mask;

    SoloSideWords(long position, long mark, @Nullable Object[] references, int mask) {
        this.position = position;
        this.mark = mark;
        this.references = references;
        this.mask = mask;
    }
}

/**
 * All that the one thread of a side of a ring needs for an operation, on cache lines of its own: its position, one more
 * word, and how to find the slots. So an operation loads no address from one object to find the next, and no other
 * thread's writes take the line away; {@link Cursor} says how the pads work.
 *
 * <p>What the words mean and which edges they carry is said where the side is declared.
 *
 * @param <T> the type of the messages
 */
public final class SoloSide<T> extends SoloSideWords {
    byte q000, q001, q002, q003, q004, q005, q006, q007, q010, q011, q012, q013, q014, q015, q016, q017;
    byte q020, q021, q022, q023, q024, q025, q026, q027, q030, q031, q032, q033, q034, q035, q036, q037;
    byte q040, q041, q042, q043, q044, q045, q046, q047, q050, q051, q052, q053, q054, q055, q056, q057;
    byte q060, q061, q062, q063, q064, q065, q066, q067, q070, q071, q072, q073, q074, q075, q076, q077;
    byte q100, q101, q102, q103, q104, q105, q106, q107, q110, q111, q112, q113, q114, q115, q116, q117;
    byte q120, q121, q122, q123, q124, q125, q126, q127, q130, q131, q132, q133, q134, q135, q136, q137;
    byte q140, q141, q142, q143, q144, q145, q146, q147, q150, q151, q152, q153, q154, q155, q156, q157;
    byte q160, q161, q162, q163, q164, q165, q166, q167, q170, q171, q172, q173, q174, q175, q176, q177;

    private static final VarHandle POSITION;
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

    static {
        try {
            POSITION = MethodHandles.lookup().findVarHandle(SoloSideWords.class, "position", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
        rehearse(new SoloSide<>(0, 0, new Slots<>(1)));
    }

    /** Orders nothing: the final field that holds the side publishes it. */
    public SoloSide(long position, long mark, Slots<T> slots) {
        super(position, mark, slots.references, slots.mask);
    }

    /** Linked while there is memory, as in {@link Cursor}. */
    private static void rehearse(SoloSide<Object> any) {
        any.positionRelease(any.positionAcquire());
        any.positionRelease(any.positionVolatile());
        any.slotRelease(0, any.slotAcquire(0));
    }

    public long positionPlain() {
        return position;
    }

    public long positionAcquire() {
        return (long) POSITION.getAcquire(this);
    }

    public long positionVolatile() {
        return (long) POSITION.getVolatile(this);
    }

    public void positionRelease(long newPosition) {
        POSITION.setRelease(this, newPosition);
    }

    public long markPlain() {
        return mark;
    }

    public void markPlain(long newMark) {
        mark = newMark;
    }

    @SuppressWarnings("unchecked")
    public @Nullable T slotAcquire(long sequence) {
        return (T) SLOT.getAcquire(references, slot(sequence));
    }

    /** As {@link #slotAcquire}, then plainly frees the slot if there was a message. Finds the slot once for both. */
    @SuppressWarnings("unchecked")
    public @Nullable T slotAcquireAndFree(long sequence) {
        @Nullable Object[] slots = references;
        int slot = slot(sequence);
        Object message = SLOT.getAcquire(slots, slot);
        if (message != null) {
            slots[slot] = null;
        }
        return (T) message;
    }

    public void slotRelease(long sequence, T message) {
        SLOT.setRelease(references, slot(sequence), (Object) message);
    }

    private int slot(long sequence) {
        return Slots.EDGE + ((int) sequence & mask);
    }
}
