package io.millrace.exchange.book;

/** What became of a message in the matching stage. */
public enum OrderOutcome {
    /** It is about no order. */
    INFORMATION,
    /** A new order rests. */
    ADDED,
    /** A part of an order was executed. */
    EXECUTED,
    /** The rest of an order was executed. */
    FILLED,
    /** An order has fewer shares. */
    REDUCED,
    /** An order lost its last shares. */
    CANCELLED,
    /** An order was taken out. */
    DELETED,
    /** An order was taken out for a new one. */
    REPLACED,
    /** The gateway check did not let it through. */
    REJECTED,
    /** It names an order that does not rest. */
    UNKNOWN,
    /** It brings an order whose reference is in use. */
    DUPLICATE
}
