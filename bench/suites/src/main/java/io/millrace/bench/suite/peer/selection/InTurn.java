package io.millrace.bench.suite.peer.selection;

import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.Sends;
import java.util.List;

/**
 * Sends over each of several channels in turn.
 *
 * @param <T> what they carry
 */
public final class InTurn<T> implements Sends<T> {

    private final List<Handoff<T>> channels;
    private int next;

    /** Begins with the first. */
    public InTurn(List<Handoff<T>> channels) {
        this.channels = channels;
    }

    @Override
    public void send(T message) throws InterruptedException {
        channels.get(next).send(message);
        next = next + 1 == channels.size() ? 0 : next + 1;
    }
}
