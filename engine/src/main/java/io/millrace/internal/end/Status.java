package io.millrace.internal.end;

/** The outcome of an attempt to send. */
public final class Status {

    /** The message was accepted. */
    public static final int ACCEPTED = 0;

    /** There was no room at some moment during the call. Negative, as no claimed sequence is. */
    public static final int FULL = -1;

    /** The channel is closed. */
    public static final int CLOSED = -2;

    private Status() {}
}
