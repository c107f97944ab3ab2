package io.millrace.overflow;

import io.millrace.ChannelBuilder;
import io.millrace.UndeliveredReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a channel handed to its callback, as text: {@code 1 EVICTED}. */
final class Undeliveries {

    private final List<String> all = Collections.synchronizedList(new ArrayList<>());

    <T> ChannelBuilder<T> of(ChannelBuilder<T> builder) {
        return builder.recordStats().onUndelivered(this::add);
    }

    void add(Object message, UndeliveredReason reason) {
        all.add(message + " " + reason);
    }

    List<String> all() {
        return List.copyOf(all);
    }
}
