package io.millrace.exchange.pipeline;

import java.util.Locale;

/** The stages, in the order in which a message passes them; the last two get the same messages. */
public enum StageName {
    FEED,
    GATEWAY,
    SEQUENCER,
    MATCHING,
    MARKET_DATA,
    REPORTS;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
