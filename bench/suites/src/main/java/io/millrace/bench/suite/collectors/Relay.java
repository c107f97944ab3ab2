package io.millrace.bench.suite.collectors;

import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.RunChecks;
import io.millrace.bench.suite.harness.Team;
import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.traffic.Message;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** One sender and one receiver, over one ring for ever or a new one in each run. */
final class Relay implements FixedWork {

    private static final int KEPT_MESSAGES = 1 << 16;
    private static final int COLLECTIONS_UNTIL_OLD = 2;

    private final Supplier<Handoff<Message>> rings;
    private final boolean old;
    private final int messages;
    private final Message[] kept;
    private final Team team;
    /** Written before the threads are released, read by them after that. */
    private Handoff<Message> ring;

    private long received;

    /**
     * Starts the threads. An old ring has survived two collections of everything when this returns.
     *
     * @param rings makes a ring for one sender and one receiver
     * @param old whether the ring stays the same
     * @param fresh whether each message is a new object
     * @param messages how many in a run, 1 or more
     */
    Relay(Supplier<Handoff<Message>> rings, boolean old, boolean fresh, int messages) {
        this.rings = rings;
        this.old = old;
        this.messages = RunChecks.share("messages", messages, 1);
        this.kept = fresh
                ? new Message[0]
                : IntStream.range(0, Math.min(messages, KEPT_MESSAGES))
                        .mapToObj(number -> new Message(0, number))
                        .toArray(Message[]::new);
        this.ring = rings.get();
        for (int i = 0; i < COLLECTIONS_UNTIL_OLD; i++) {
            System.gc();
        }
        this.team = new Team(List.of(this::receive, fresh ? this::sendFresh : this::sendKept));
    }

    private void sendFresh() throws InterruptedException {
        for (int number = 0; number < messages; number++) {
            ring.send(new Message(0, number));
        }
    }

    private void sendKept() throws InterruptedException {
        int next = 0;
        for (int i = 0; i < messages; i++) {
            ring.send(kept[next]);
            if (++next == kept.length) {
                next = 0;
            }
        }
    }

    private void receive() throws InterruptedException {
        int turn = kept.length == 0 ? messages : kept.length;
        int next = 0;
        for (int i = 0; i < messages; i++) {
            Message message = ring.receive();
            if (message.number() != next) {
                throw new IllegalStateException("message " + message.number() + " came, expected was " + next);
            }
            if (++next == turn) {
                next = 0;
            }
        }
        received = messages;
    }

    @Override
    public long run() throws InterruptedException {
        received = 0;
        if (!old) {
            ring = rings.get();
        }
        team.run();
        RunChecks.equal("messages received", messages, received);
        return messages;
    }

    @Override
    public void close() {
        team.close();
    }
}
