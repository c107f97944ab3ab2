package io.millrace.internal.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** Keeps the fields before the word off its cache line. */
abstract class CursorLeftPad {
    byte p000, p001, p002, p003, p004, p005, p006, p007, p010, p011, p012, p013, p014, p015, p016, p017;
    byte p020, p021, p022, p023, p024, p025, p026, p027, p030, p031, p032, p033, p034, p035, p036, p037;
    byte p040, p041, p042, p043, p044, p045, p046, p047, p050, p051, p052, p053, p054, p055, p056, p057;
    byte p060, p061, p062, p063, p064, p065, p066, p067, p070, p071, p072, p073, p074, p075, p076, p077;
    byte p100, p101, p102, p103, p104, p105, p106, p107, p110, p111, p112, p113, p114, p115, p116, p117;
    byte p120, p121, p122, p123, p124, p125, p126, p127, p130, p131, p132, p133, p134, p135, p136, p137;
    byte p140, p141, p142, p143, p144, p145, p146, p147, p150, p151, p152, p153, p154, p155, p156, p157;
    byte p160, p161, p162, p163, p164, p165, p166, p167, p170, p171, p172, p173, p174, p175, p176, p177;
}

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
