package io.millrace.bench.suite.peer.selection;

import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.KotlinHandoff;
import io.millrace.bench.suite.peer.Receives;
import io.millrace.bench.suite.peer.Sends;
import java.util.List;
import kotlin.Unit;
import kotlinx.coroutines.channels.Channel;
import kotlinx.coroutines.selects.SelectBuilder;
import kotlinx.coroutines.selects.SelectKt;

/** Kotlin's select, on a thread in the place of a coroutine. It prefers the clauses that come first. */
final class KotlinSelection<T> extends Selection<T> {

    private final List<Channel<T>> channels;

    KotlinSelection(List<Handoff<T>> handoffs) {
        super(handoffs);
        channels = handoffs.stream()
                .map(handoff -> ((KotlinHandoff<T>) handoff).channel())
                .toList();
    }

    @Override
    @SuppressWarnings("unchecked")
    public Receives<T> fromAny() {
        return () -> {
            KotlinHandoff.Parked parked = new KotlinHandoff.Parked();
            return (T) parked.join(SelectKt.select(
                    (SelectBuilder<? super Object> select) -> {
                        for (Channel<T> channel : channels) {
                            select.invoke(channel.getOnReceive(), (message, then) -> message);
                        }
                        return Unit.INSTANCE;
                    },
                    parked));
        };
    }

    @Override
    public Sends<T> toAny() {
        return message -> {
            KotlinHandoff.Parked parked = new KotlinHandoff.Parked();
            parked.join(SelectKt.select(
                    (SelectBuilder<? super Object> select) -> {
                        for (Channel<T> channel : channels) {
                            select.invoke(channel.getOnSend(), message, (to, then) -> Unit.INSTANCE);
                        }
                        return Unit.INSTANCE;
                    },
                    parked));
        };
    }
}
