package io.millrace.exchange.book;

import java.util.Locale;

/** What is counted about the orders and shares of a run. */
public enum Count {
    ADDED("added"),
    EXECUTIONS("executions"),
    FILLED("executed in full"),
    REDUCTIONS("cancelled in part"),
    CANCELLED("cancelled in full"),
    DELETED("deleted"),
    REPLACED("replaced"),
    RESTING("resting"),
    INFORMATION("messages about no order"),
    REJECTED("rejected at the gateway"),
    UNKNOWN("about unknown orders"),
    DUPLICATE("with a reference in use"),
    OVERDRAWN("for more shares than left"),
    OUT_OF_TURN("executions out of turn"),
    SHARES_ADDED("shares added"),
    SHARES_EXECUTED("shares executed"),
    SHARES_CANCELLED("shares cancelled"),
    SHARES_DELETED("shares deleted"),
    SHARES_REPLACED_IN("shares of replacing orders"),
    SHARES_REPLACED_OUT("shares of replaced orders"),
    SHARES_RESTING("shares resting");

    private final String label;

    Count(String label) {
        this.label = label;
    }

    /** What it counts, as a name in JSON. */
    public String key() {
        StringBuilder key = new StringBuilder();
        for (String word : name().toLowerCase(Locale.ROOT).split("_")) {
            key.append(key.isEmpty() ? word.charAt(0) : Character.toUpperCase(word.charAt(0)))
                    .append(word, 1, word.length());
        }
        return key.toString();
    }

    /** What it counts, in words. */
    public String label() {
        return label;
    }
}
