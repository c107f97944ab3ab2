package io.millrace.bench.suite.scaling;

import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.Message;
import io.millrace.bench.suite.peer.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Senders and receivers of one team; all messages exist before the first run, and each receiver checks the order it gets. */
final class Deliveries implements FixedWork {

    private final Handoff<Message> handoff;
    private final int messages;
    private final Message[][] tables;
    private final Tally[] tallies;
    private final Team team;
    private final long sumOfIds;

    /**
     * Starts the threads.
     *
     * @param handoff what carries the messages
     * @param senders how many threads send, 1 or more
     * @param receivers how many threads receive, 1 or more
     * @param messages how many messages a run carries; a multiple of both
     */
    Deliveries(Handoff<Message> handoff, int senders, int receivers, int messages) {
        int sentByEach = Checks.share("messages", messages, senders);
        int receivedByEach = Checks.share("messages", messages, receivers);
        this.handoff = handoff;
        this.messages = messages;
        this.tables = IntStream.range(0, senders)
                .mapToObj(sender -> IntStream.range(0, sentByEach)
                        .mapToObj(number -> new Message(sender, number))
                        .toArray(Message[]::new))
                .toArray(Message[][]::new);
        this.sumOfIds = Arrays.stream(tables)
                .flatMap(Arrays::stream)
                .mapToLong(Message::id)
                .sum();
        this.tallies = new Tally[receivers];
        List<Team.Job> jobs = new ArrayList<>();
        for (int i = 0; i < receivers; i++) {
            int receiver = i;
            jobs.add(() -> receive(receiver, receivedByEach));
        }
        for (Message[] table : tables) {
            jobs.add(() -> send(table));
        }
        this.team = new Team(jobs);
    }

    private void send(Message[] table) throws InterruptedException {
        for (Message message : table) {
            handoff.send(message);
        }
    }

    private void receive(int receiver, int count) throws InterruptedException {
        Tally tally =
                new Tally(tables.length, tables[0].length, tallies.length == 1 ? Tally.Order.NEXT : Tally.Order.RISING);
        for (int i = 0; i < count; i++) {
            tally.accept(handoff.receive());
        }
        tallies[receiver] = tally;
    }

    @Override
    public long run() throws InterruptedException {
        team.run();
        Checks.equal(
                "messages received",
                messages,
                Arrays.stream(tallies).mapToLong(Tally::count).sum());
        Checks.equal(
                "sum of their ids",
                sumOfIds,
                Arrays.stream(tallies).mapToLong(Tally::sum).sum());
        return messages;
    }

    @Override
    public void close() {
        team.close();
    }
}
