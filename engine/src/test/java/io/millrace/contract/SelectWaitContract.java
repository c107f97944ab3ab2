package io.millrace.contract;

import io.millrace.Channel;
import io.millrace.ChannelKind;
import io.millrace.Select;
import io.millrace.SelectKind;
import io.millrace.support.Actor;
import io.millrace.support.ManualClock;
import io.millrace.support.ReachableObjects;
import io.millrace.support.StrictParker;
import java.util.function.Consumer;

/** Selects that are blocked, for tests of what ends their wait and of what they leave behind. */
abstract class SelectWaitContract extends ChannelContract {

    final ManualClock clock = new ManualClock(Long.MAX_VALUE - 1_000);
    final StrictParker parker = new StrictParker(clock);

    /** A select of its own thread that is blocked with the clauses that {@code setUp} adds. */
    <R> Actor<R> blocked(Consumer<Select> setUp, Waiting<R> body) {
        return actors.start("select", () -> {
                    Select select = SelectKind.FAIR.open(clock, parker);
                    setUp.accept(select);
                    return body.call(select);
                })
                .awaitBlocked();
    }

    /** What the thread of a select does. */
    @FunctionalInterface
    interface Waiting<R> {
        R call(Select select) throws InterruptedException;
    }

    <T> Channel<T> open(ChannelKind kind) {
        return kind.open(clock, parker);
    }

    static Channel<Integer> full(Channel<Integer> channel) {
        fill(channel);
        return channel;
    }

    /** Waiters listed in the channel that belong to no thread any more are only in its pool. */
    static long waiters(Channel<?> channel) {
        return ReachableObjects.from(channel).stream()
                .filter(Thread.class::isInstance)
                .count();
    }
}
