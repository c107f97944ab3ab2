package io.millrace.bench.suite.peer;

/**
 * How many messages fit, as a JMH parameter says it: a number, {@code N} for all messages of a run, or {@code unbounded}.
 *
 * @param kind which kind of channel
 * @param slots how many messages fit; of meaning for {@link Kind#BOUNDED} only
 * @param exact or else more are welcome, since the capacity is only there to be never reached
 */
public record Capacity(Kind kind, int slots, boolean exact) {

    /** The value that means all messages of a run. */
    public static final String ALL = "N";

    /** The value that means no bound. */
    public static final String UNBOUNDED = "unbounded";

    /** Which kind of channel. */
    public enum Kind {
        /** A send returns when a receiver has the message. */
        RENDEZVOUS,
        /** Room for a number of messages. */
        BOUNDED,
        /** Room without end. */
        UNBOUNDED
    }

    /** Makes a capacity of exactly that many messages; 0 is a rendezvous. */
    public static Capacity of(int slots) {
        if (slots < 0) {
            throw new IllegalArgumentException("slots is " + slots + ", allowed is 0 or more");
        }
        return new Capacity(slots == 0 ? Kind.RENDEZVOUS : Kind.BOUNDED, slots, true);
    }

    /** Makes the capacity without a bound. */
    public static Capacity unbounded() {
        return new Capacity(Kind.UNBOUNDED, 0, true);
    }

    /**
     * Reads a parameter.
     *
     * @param text a number, {@link #ALL} or {@link #UNBOUNDED}
     * @param messages how many messages are under way at most
     * @throws IllegalArgumentException if the text is none of these
     */
    public static Capacity parse(String text, int messages) {
        if (text.equals(ALL)) {
            return new Capacity(Kind.BOUNDED, messages, false);
        }
        if (text.equals(UNBOUNDED)) {
            return unbounded();
        }
        if (!text.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException(
                    "capacity is '" + text + "', allowed are a number, " + ALL + " and " + UNBOUNDED);
        }
        return of(Integer.parseInt(text));
    }

    @Override
    public String toString() {
        return switch (kind) {
            case RENDEZVOUS -> "capacity 0";
            case BOUNDED -> "capacity " + slots;
            case UNBOUNDED -> "unbounded capacity";
        };
    }
}
