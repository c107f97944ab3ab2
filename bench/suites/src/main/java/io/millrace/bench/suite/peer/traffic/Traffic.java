package io.millrace.bench.suite.peer.traffic;

import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.Team;
import io.millrace.bench.suite.harness.TeamThreads;
import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.Receives;
import io.millrace.bench.suite.peer.Sends;
import java.util.ArrayList;
import java.util.List;

/**
 * Senders and receivers of one team. Each sender sends the same number of messages. Each receiver takes the same number, or, if the
 * messages go {@linkplain Ways#toEach to each}, all of them.
 *
 * <p>All messages but fresh ones exist before the first run. Where one receiver gets everything, a sender goes round a small table
 * again and again, and the receiver can still tell every loss and disorder; its messages then stay in the cache, and the handoff
 * is what is measured. Several receivers share what a sender sends, so there only distinct numbers show the order.
 */
public final class Traffic implements FixedWork {

    private final int messages;
    private final int receivedByEach;
    private final int copies;
    private final int senders;
    private final Cargo cargo;
    private final MessageTally.Order order;
    private final long expectedSum;
    private final MessageTally[] tallies;
    private final Team team;

    /**
     * All threads over one handoff, messages made beforehand.
     *
     * @param handoff what carries the messages
     * @param senders how many threads send
     * @param receivers how many threads receive
     * @param messages how many messages a run carries; a multiple of both
     */
    public Traffic(Handoff<Message> handoff, int senders, int receivers, int messages) {
        this(ways(handoff), senders, receivers, messages, MessagePayload.PREALLOCATED, TeamThreads.PLATFORM);
    }

    /**
     * Makes the messages and starts the threads.
     *
     * @param ways what each thread sends and receives with
     * @param senders how many threads send
     * @param receivers how many threads receive
     * @param messages how many messages are sent in a run; a multiple of the senders, and of the receivers if they share them
     * @param payload which objects are sent; of {@link MessagePayload#SAME} only the number is checked
     * @param kind which threads
     */
    public Traffic(Ways ways, int senders, int receivers, int messages, MessagePayload payload, TeamThreads kind) {
        int sharers = ways.toEach() ? 1 : receivers;
        if (messages <= 0 || messages % senders != 0 || messages % sharers != 0) {
            throw new IllegalArgumentException("messages is " + messages + ", allowed are positive multiples of "
                    + senders + " (senders) and " + sharers + " (receivers)");
        }
        this.messages = messages;
        this.receivedByEach = messages / sharers;
        this.senders = senders;
        this.order = payload == MessagePayload.SAME ? MessageTally.Order.NONE : ways.order(sharers);
        this.cargo = new Cargo(payload, senders, messages / senders, order == MessageTally.Order.RISING);
        this.copies = receivers / sharers;
        this.expectedSum = copies * cargo.sum();
        this.tallies = new MessageTally[receivers];
        List<Team.Job> jobs = new ArrayList<>();
        for (int i = 0; i < receivers; i++) {
            jobs.add(new Receiver(ways, i));
        }
        for (int i = 0; i < senders; i++) {
            jobs.add(new Sender(ways, i));
        }
        this.team = new Team(kind, jobs);
    }

    /** Lets all threads use one handoff. */
    public static Ways ways(Handoff<Message> handoff) {
        return new Ways() {
            @Override
            public Sends<Message> sender(int index) {
                return handoff;
            }

            @Override
            public Receives<Message> receiver(int index) {
                return handoff;
            }
        };
    }

    /** Gives each receiver a queue of its own, and sends every message to all of them in turn. */
    public static Ways toEach(List<Handoff<Message>> queues) {
        return new Ways() {
            @Override
            public Sends<Message> sender(int index) {
                return message -> {
                    for (Handoff<Message> queue : queues) {
                        queue.send(message);
                    }
                };
            }

            @Override
            public Receives<Message> receiver(int index) {
                return queues.get(index);
            }

            @Override
            public boolean toEach() {
                return true;
            }
        };
    }

    /** What each thread sends and receives with. */
    public interface Ways {

        /** Makes what a sender sends with, on its thread. */
        Sends<Message> sender(int index);

        /** Makes what a receiver receives with, on its thread. */
        Receives<Message> receiver(int index);

        /** Whether every receiver gets every message; otherwise the receivers share them. */
        default boolean toEach() {
            return false;
        }

        /** Tells which order is checked where so many receivers share the messages. */
        default MessageTally.Order order(int receivers) {
            return receivers == 1 ? MessageTally.Order.NEXT : MessageTally.Order.RISING;
        }
    }

    /**
     * Carries all messages once, and returns when all threads have finished and everything is found in order.
     *
     * @return how many messages were sent
     * @throws IllegalStateException if a message was lost, doubled or out of order, or a thread failed; this object is then of no
     *     further use
     */
    @Override
    public long run() throws InterruptedException {
        team.run();
        check();
        return messages;
    }

    private void check() {
        long count = 0;
        long sum = 0;
        for (MessageTally tally : tallies) {
            count += tally.count();
            sum += tally.sum();
        }
        if (count != (long) copies * messages || sum != expectedSum) {
            throw new IllegalStateException("received " + count + " messages with sum of ids " + sum + ", sent were "
                    + (long) copies * messages + " with " + expectedSum);
        }
    }

    /** Ends the threads, also those that wait in the handoff. An interrupt ends the wait for their end. */
    @Override
    public void close() {
        team.close();
    }

    /** Makes what it receives with on its own thread, in the first run. */
    private final class Receiver implements Team.Job {

        private final Ways ways;
        private final int index;
        private Receives<Message> from;

        Receiver(Ways ways, int index) {
            this.ways = ways;
            this.index = index;
        }

        @Override
        public void run() throws InterruptedException {
            if (from == null) {
                from = ways.receiver(index);
            }
            receive(from);
        }

        private void receive(Receives<Message> source) throws InterruptedException {
            MessageTally tally = new MessageTally(senders, cargo.length(), order);
            for (int i = 0; i < receivedByEach; i++) {
                tally.accept(source.receive());
            }
            tallies[index] = tally;
        }
    }

    /** Makes what it sends with on its own thread, in the first run. */
    private final class Sender implements Team.Job {

        private final Ways ways;
        private final int index;
        private Sends<Message> to;

        Sender(Ways ways, int index) {
            this.ways = ways;
            this.index = index;
        }

        @Override
        public void run() throws InterruptedException {
            if (to == null) {
                to = ways.sender(index);
            }
            cargo.send(index, to);
        }
    }
}
