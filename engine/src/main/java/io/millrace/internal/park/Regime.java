package io.millrace.internal.park;

/**
 * Whether the threads of one side converse with the other side, or take part in a stream. In a stream a side that waits
 * had better let a cache line of messages come together before it looks again ({@link HeadStart}). In a conversation
 * there will be no more than one, and each pause too many is added to the answer's time.
 *
 * <p>A side converses once several waits in a row came after one message each. A stream whose threads are in lock-step
 * looks the same, so one wait in {@value #WAITS_PER_TRIAL} is made as in a stream: if more than one message is there
 * after it, it is one. Hints, plain and racy.
 */
final class Regime {

    static final int SINGLES = 8;
    static final int WAITS_PER_TRIAL = 64;

    private long last;
    private int singles;

    /** A wait begins, after so many messages in all. */
    void begin(long used) {
        singles = used - last == 1 ? singles + 1 : 0;
        last = used;
    }

    /** Whether to look after each pause. */
    boolean isConversation() {
        return singles >= SINGLES && singles % WAITS_PER_TRIAL != 0;
    }
}
