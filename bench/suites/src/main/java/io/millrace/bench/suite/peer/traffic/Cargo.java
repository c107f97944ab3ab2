package io.millrace.bench.suite.peer.traffic;

import io.millrace.bench.suite.peer.Sends;
import java.util.stream.IntStream;

/** The messages of a run: what each sender sends, and what the sum of their ids is. */
public final class Cargo {

    /** Messages of all tables together where senders go round. */
    private static final int SMALL_TABLES = 1 << 16;

    private final MessagePayload payload;
    private final int sentByEach;
    private final int length;
    private final Message[][] tables;

    /**
     * Makes the messages.
     *
     * @param payload which objects they are
     * @param senders how many senders
     * @param sentByEach how many messages each sends
     * @param distinct whether a sender's messages must all differ
     */
    public Cargo(MessagePayload payload, int senders, int sentByEach, boolean distinct) {
        this.payload = payload;
        this.sentByEach = sentByEach;
        this.length = payload == MessagePayload.SAME
                ? 1
                : distinct || payload == MessagePayload.FRESH
                        ? sentByEach
                        : Math.min(sentByEach, Math.max(1, SMALL_TABLES / senders));
        this.tables = new Message[senders][];
        Message same = new Message(0, 0);
        for (int i = 0; i < senders; i++) {
            int sender = i;
            tables[i] = switch (payload) {
                case SAME -> new Message[] {same};
                case FRESH -> new Message[0];
                case PREALLOCATED ->
                    IntStream.range(0, length)
                            .mapToObj(number -> new Message(sender, number))
                            .toArray(Message[]::new);
            };
        }
    }

    /** Returns after how many messages a sender starts again with its first. */
    public int length() {
        return length;
    }

    /** Sends all messages of one sender. */
    public void send(int sender, Sends<Message> to) throws InterruptedException {
        send(sender, to, 0, sentByEach);
    }

    /** Sends some of the messages of one sender. */
    public void send(int sender, Sends<Message> to, int from, int end) throws InterruptedException {
        if (payload == MessagePayload.FRESH) {
            for (int i = from; i < end; i++) {
                to.send(new Message(sender, i));
            }
        } else {
            Message[] table = tables[sender];
            int next = from % table.length;
            for (int i = from; i < end; i++) {
                to.send(table[next]);
                if (++next == table.length) {
                    next = 0;
                }
            }
        }
        to.flush();
    }

    /** Returns the sum of all ids of a run. */
    public long sum() {
        long sum = 0;
        for (int sender = 0; sender < tables.length; sender++) {
            for (int i = 0; i < sentByEach; i++) {
                sum += payload == MessagePayload.SAME ? 0 : new Message(sender, i % length).id();
            }
        }
        return sum;
    }
}
