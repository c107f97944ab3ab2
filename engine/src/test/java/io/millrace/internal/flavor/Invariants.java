package io.millrace.internal.flavor;

import io.millrace.Broadcast;
import io.millrace.Channel;
import io.millrace.internal.broadcast.BroadcastFlavor;

/** Lets tests of other packages check a channel's structure while nobody uses it. */
public final class Invariants {

    private Invariants() {}

    public static void check(Channel<?> channel) {
        ((Flavor<?>) channel).checkInvariants();
    }

    public static void check(Broadcast<?> broadcast) {
        ((BroadcastFlavor<?>) broadcast).checkInvariants();
    }
}
