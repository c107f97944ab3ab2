package io.millrace;

import io.millrace.support.ManualClock;
import io.millrace.support.StrictParker;

/** The two ways in which a select chooses. */
public enum SelectKind {
    FAIR,
    BIASED;

    public Select open() {
        return this == FAIR ? Select.fair() : Select.biased();
    }

    /** A select that parks and tells the time by the given ones. */
    public Select open(ManualClock clock, StrictParker parker) {
        return Select.with(this == FAIR, parker, clock);
    }
}
