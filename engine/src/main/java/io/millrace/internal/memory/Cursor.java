package io.millrace.internal.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

abstract class CursorWord extends CursorLeftPad {
    long value;

    /** On the word's line, so that a thread that takes the line for the word has it too. */
    @Nullable Object guarded;
}

/**
 * One shared 64-bit word alone on its cache lines. Padding exists here and in {@link SoloSide}.
 *
 * <p>128 bytes lie on each side: x86 fetches lines in pairs, and some ARM cores have lines of 128 bytes. The pads are
 * bytes in super- and subclass because since JDK 15 the JVM fills gaps of a superclass with fields of a subclass, where
 * longs would let the word slip out; a layout test checks the distance on each JDK.
 *
 * <p>What a word means, who writes it and which edge it carries is said where it is declared.
 */
public final class Cursor extends CursorWord {
    byte q000, q001, q002, q003, q004, q005, q006, q007, q010, q011, q012, q013, q014, q015, q016, q017;
    byte q020, q021, q022, q023, q024, q025, q026, q027, q030, q031, q032, q033, q034, q035, q036, q037;
    byte q040, q041, q042, q043, q044, q045, q046, q047, q050, q051, q052, q053, q054, q055, q056, q057;
    byte q060, q061, q062, q063, q064, q065, q066, q067, q070, q071, q072, q073, q074, q075, q076, q077;
    byte q100, q101, q102, q103, q104, q105, q106, q107, q110, q111, q112, q113, q114, q115, q116, q117;
    byte q120, q121, q122, q123, q124, q125, q126, q127, q130, q131, q132, q133, q134, q135, q136, q137;
    byte q140, q141, q142, q143, q144, q145, q146, q147, q150, q151, q152, q153, q154, q155, q156, q157;
    byte q160, q161, q162, q163, q164, q165, q166, q167, q170, q171, q172, q173, q174, q175, q176, q177;

    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(CursorWord.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
        rehearse(new Cursor(0));
    }

    /**
     * The JVM links the call of an access mode when it is first made, which needs memory. So each is made while there is
     * some, and not first by a thread that has just published a message and now wakes its receiver.
     */
    private static void rehearse(Cursor any) {
        any.valueOpaque(any.valueOpaque());
        any.valueRelease(any.valueAcquire());
        any.valueVolatile(any.valueVolatile());
        any.compareAndSet(0, 1);
        any.getAndAdd(1);
        any.getAndSet(0);
    }

    /** Orders nothing: the final field that holds the cursor publishes it. */
    public Cursor(long initial) {
        value = initial;
    }

    public long valuePlain() {
        return value;
    }

    public void valuePlain(long newValue) {
        value = newValue;
    }

    public long valueOpaque() {
        return (long) VALUE.getOpaque(this);
    }

    public void valueOpaque(long newValue) {
        VALUE.setOpaque(this, newValue);
    }

    public long valueAcquire() {
        return (long) VALUE.getAcquire(this);
    }

    public long valueVolatile() {
        return (long) VALUE.getVolatile(this);
    }

    public void valueRelease(long newValue) {
        VALUE.setRelease(this, newValue);
    }

    public void valueVolatile(long newValue) {
        VALUE.setVolatile(this, newValue);
    }

    /** Volatile in both directions, also when it fails. */
    public boolean compareAndSet(long expected, long newValue) {
        return VALUE.compareAndSet(this, expected, newValue);
    }

    /** Volatile in both directions. */
    public long getAndAdd(long delta) {
        return (long) VALUE.getAndAdd(this, delta);
    }

    /** Volatile in both directions. */
    public long getAndSet(long newValue) {
        return (long) VALUE.getAndSet(this, newValue);
    }

    /** The reference beside the word. What orders its accesses is said where the cursor is declared. */
    public @Nullable Object guardedPlain() {
        return guarded;
    }

    public void guardedPlain(@Nullable Object newReference) {
        guarded = newReference;
    }

    @Override
    public String toString() {
        return Long.toString(valueVolatile());
    }
}
