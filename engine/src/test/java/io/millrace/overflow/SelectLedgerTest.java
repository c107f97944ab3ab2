package io.millrace.overflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.Channel;
import io.millrace.ChannelBuilder;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelStats;
import io.millrace.Overflow;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.Sender;
import io.millrace.contract.Behaviour;
import io.millrace.internal.flavor.Invariants;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.ThreadKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Selects over channels of all flavors at once, to send and to receive, through handles and without, amid plain operations, random
 * interrupts, closes and cancels: each accepted message is received, handed to the callback or still there, once. {@code
 * -Dmillrace.seed} repeats a run's choices, {@code -Dmillrace.accounting.operations} makes it longer.
 */
class SelectLedgerTest {

    private static final long SEED = Long.getLong("millrace.seed", System.nanoTime());
    private static final int OPERATIONS = Integer.getInteger("millrace.accounting.operations", 80_000);
    private static final int KEYS = 4;
    private static final int PLAYERS = 4;
    private static final int KEEPERS = 2;

    @Test
    @Behaviour({20, 22, 28, 118, 119})
    void everyMessageThatASelectSendsIsAccountedForOnce() {
        playRounds(ThreadKind.PLATFORM, OPERATIONS);
    }

    @Test
    @Behaviour({20, 22, 28, 118, 119})
    void everyMessageThatASelectOfAVirtualThreadSendsIsAccountedForOnce() {
        assumeTrue(ThreadKind.virtualThreadsExist(), "virtual threads need JDK 21 or later");
        playRounds(ThreadKind.VIRTUAL, OPERATIONS / 4);
    }

    private static void playRounds(ThreadKind threadKind, int limit) {
        Random random = new Random(SEED);
        int operations = 0;
        for (int round = 0; operations < limit; round++) {
            try {
                operations += new Round(random).play(threadKind);
            } catch (Throwable e) {
                throw new AssertionError("round " + round + " of -Dmillrace.seed=" + SEED + " failed: " + e, e);
            }
        }
    }

    /** One channel, and what was lost in it. */
    private static final class Ledger {

        final Channel<Update> channel;
        final Collection<Update> undelivered = new ConcurrentLinkedQueue<>();

        Ledger(ChannelBuilder<Update> builder) {
            this.channel = builder.recordStats()
                    .onUndelivered((message, reason) -> undelivered.add(message))
                    .build();
        }
    }

    private static List<Ledger> channels() {
        return List.of(
                new Ledger(Channel.<Update>builder().capacity(1)),
                new Ledger(Channel.<Update>builder().capacity(8)),
                new Ledger(Channel.<Update>builder().capacity(0)),
                new Ledger(Channel.<Update>builder().unbounded()),
                new Ledger(Channel.<Update>builder().conflatingBy(Update::key)),
                new Ledger(Channel.<Update>builder().capacity(4).onFull(Overflow.DROP_OLDEST)));
    }

    /** All channels from their first message to their end. */
    private static final class Round {

        private final Random random;
        private final List<Ledger> ledgers = channels();

        Round(Random random) {
            this.random = random;
        }

        int play(ThreadKind threadKind) {
            int operations = 1 << random.nextInt(11);
            boolean endsEarly = random.nextBoolean();
            try (Actors actors = new Actors(threadKind)) {
                List<Player> players = new ArrayList<>();
                for (int number = 0; number < PLAYERS; number++) {
                    players.add(new Player(ledgers, number, new Random(random.nextLong())));
                }
                List<Actor<Player>> playing = actors.startEach(
                        PLAYERS, "player", number -> players.get(number).play(operations));
                List<Player> keepers = new ArrayList<>();
                for (int i = 0; i < KEEPERS; i++) {
                    keepers.add(new Player(ledgers, PLAYERS + i, new Random(random.nextLong())));
                }
                List<Actor<Player>> keeping = actors.startEach(
                        KEEPERS, "keeper", i -> keepers.get(i).play(endsEarly ? operations : Integer.MAX_VALUE));
                disturb(playing, players);
                if (!endsEarly) {
                    Actors.joinAll(playing);
                }
                for (Ledger ledger : ledgers) {
                    end(ledger.channel);
                }
                Actors.joinAll(playing);
                Actors.joinAll(keeping);
                players.addAll(keepers);
                for (int i = 0; i < ledgers.size(); i++) {
                    check(ledgers.get(i), i, players);
                }
            }
            return operations * PLAYERS;
        }

        private void disturb(List<Actor<Player>> playing, List<Player> players) {
            for (int i = random.nextInt(20); i > 0; i--) {
                switch (random.nextInt(8)) {
                    case 0 -> end(ledgers.get(random.nextInt(ledgers.size())).channel);
                    case 1 -> players.get(random.nextInt(PLAYERS)).closeSomeHandle(random);
                    default -> playing.get(random.nextInt(PLAYERS)).interrupt();
                }
                for (int spins = random.nextInt(20_000); spins > 0; spins--) {
                    Thread.onSpinWait();
                }
            }
        }

        private void end(Channel<Update> channel) {
            if (random.nextInt(3) == 0) {
                channel.cancel();
            } else {
                channel.close();
            }
        }

        private static void check(Ledger ledger, int index, List<Player> players) {
            ChannelStats stats = ledger.channel.stats();
            List<Update> rest = new ArrayList<>();
            ledger.channel.drain(rest::add, Integer.MAX_VALUE);
            List<List<Update>> received =
                    players.stream().map(player -> player.received.get(index)).toList();
            long[] in = ids(players.stream().flatMap(player -> player.accepted.get(index).stream()));
            long[] got = ids(received.stream().flatMap(List::stream));
            long[] out =
                    ids(Stream.of(received.stream().flatMap(List::stream), ledger.undelivered.stream(), rest.stream())
                            .flatMap(messages -> messages));
            assertThat(out).isEqualTo(in).doesNotHaveDuplicates();
            assertThat(stats)
                    .extracting(
                            ChannelStats::accepted,
                            ChannelStats::received,
                            ChannelStats::undelivered,
                            ChannelStats::buffered)
                    .containsExactly(
                            (long) in.length, (long) got.length, (long) ledger.undelivered.size(), (long) rest.size());
            received.forEach(Round::assertOrdered);
            assertOrdered(rest);
            Invariants.check(ledger.channel);
        }

        private static long[] ids(Stream<Update> updates) {
            return updates.mapToLong(Update::id).sorted().toArray();
        }

        /** Of one sender and key, the numbers ascend, also where keys overtake each other. */
        private static void assertOrdered(List<Update> received) {
            int[] last = new int[PLAYERS * KEYS];
            Arrays.fill(last, -1);
            for (Update update : received) {
                int index = update.sender * KEYS + update.key();
                assertThat(update.number).isGreaterThan(last[index]);
                last[index] = update.number;
            }
        }
    }

    /** One thread, its select, and what it sent and received. A keeper receives from all channels, so that nobody waits for ever. */
    private static final class Player {

        final List<List<Update>> accepted = new ArrayList<>();
        final List<List<Update>> received = new ArrayList<>();

        private final List<Ledger> ledgers;
        private final int number;
        private final Random choice;
        private final List<Clause> clauses = new ArrayList<>();
        private final boolean keeps;
        private Select select;
        private int open;
        private int openSenders;
        private final List<Update> made = new ArrayList<>();
        private int next;

        /** One of the two ends is null. */
        private record Clause(int channel, Sender<Update> sender, Receiver<Update> receiver) {}

        Player(List<Ledger> ledgers, int number, Random choice) {
            this.ledgers = ledgers;
            this.number = number;
            this.choice = choice;
            this.keeps = number >= PLAYERS;
            for (Ledger ledger : ledgers) {
                accepted.add(new ArrayList<>());
                received.add(new ArrayList<>());
            }
            if (keeps) {
                addAllReceivers();
            } else {
                addSome();
            }
        }

        private void addAllReceivers() {
            for (int i = 0; i < ledgers.size(); i++) {
                clauses.add(new Clause(i, null, ledgers.get(i).channel));
            }
        }

        private void addSome() {
            for (int count = 1 + choice.nextInt(8); count > 0; count--) {
                int index = choice.nextInt(ledgers.size());
                Channel<Update> channel = ledgers.get(index).channel;
                boolean attached = choice.nextInt(3) == 0;
                if (choice.nextInt(3) > 0) {
                    clauses.add(new Clause(index, attached ? channel.attachSender() : channel, null));
                } else {
                    clauses.add(new Clause(index, null, attached ? channel.attachReceiver() : channel));
                }
            }
        }

        void closeSomeHandle(Random random) {
            Clause clause = clauses.get(random.nextInt(clauses.size()));
            if (clause.sender != null) {
                clause.sender.close();
            } else {
                clause.receiver.close();
            }
        }

        Player play(int operations) {
            select = choice.nextBoolean() ? Select.fair() : Select.biased();
            for (Clause clause : clauses) {
                int index = made.size();
                made.add(null);
                if (clause.sender != null) {
                    openSenders++;
                    select.onSend(clause.sender, () -> {
                        made.set(index, make());
                        return made.get(index);
                    });
                } else {
                    select.onReceive(clause.receiver);
                }
            }
            open = clauses.size();
            for (int i = 0; i < operations && open > 0; i++) {
                try {
                    if (choice.nextInt(4) == 0) {
                        tryOne(clauses.get(choice.nextInt(clauses.size())));
                    } else {
                        selectOne();
                    }
                } catch (InterruptedException e) {
                    // Nothing was transferred; the next operation goes on.
                } catch (ChannelClosedException e) {
                    // The select will find it closed too, and leave it out.
                }
            }
            return this;
        }

        private Update make() {
            return new Update(number, next++, choice.nextInt(KEYS));
        }

        private void selectOne() throws InterruptedException {
            int way = choice.nextInt(3);
            int chosen;
            if (way == 0) {
                chosen = select.poll();
            } else if (way == 1 && (keeps || openSenders > 0)) { // another might wait for ever
                chosen = select.await();
            } else {
                chosen = select.await(choice.nextInt(30_000), TimeUnit.NANOSECONDS);
            }
            if (chosen == Select.NONE) {
                return;
            }
            Clause clause = clauses.get(chosen);
            if (select.isClosed()) {
                select.disable(chosen);
                open--;
                openSenders -= clause.sender != null ? 1 : 0;
            } else if (clause.sender != null) {
                accepted.get(clause.channel).add(made.get(chosen));
            } else {
                received.get(clause.channel).add(select.received(clause.receiver));
            }
        }

        private void tryOne(Clause clause) throws InterruptedException {
            if (clause.sender != null) {
                Update message = make();
                boolean sent = choice.nextBoolean()
                        ? clause.sender.trySend(message)
                        : clause.sender.trySend(message, choice.nextInt(30_000), TimeUnit.NANOSECONDS);
                if (sent) {
                    accepted.get(clause.channel).add(message);
                }
            } else {
                Update message = choice.nextBoolean()
                        ? clause.receiver.tryReceive()
                        : clause.receiver.tryReceive(choice.nextInt(30_000), TimeUnit.NANOSECONDS);
                if (message != null) {
                    received.get(clause.channel).add(message);
                }
            }
        }
    }
}
