package io.millrace.overflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelFullException;
import io.millrace.ChannelStats;
import io.millrace.Select;
import io.millrace.contract.Behaviour;
import io.millrace.internal.flavor.Invariants;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random mixes of all operations by several threads over channels that drop, refuse or replace, with random closes and cancels:
 * each accepted message is received or handed to the callback, once. {@code -Dmillrace.seed} repeats a run's choices, {@code
 * -Dmillrace.accounting.operations} makes it longer.
 */
class OverflowLedgerTest {

    private static final long SEED = Long.getLong("millrace.seed", System.nanoTime());
    private static final int OPERATIONS = Integer.getInteger("millrace.accounting.operations", 400_000);
    private static final int KEYS = 8;

    static Stream<OverflowKind> kinds() {
        return OverflowKind.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @Behaviour({20, 22, 28, 118, 119})
    void everyAcceptedMessageIsReceivedOrReportedOnce(OverflowKind kind) {
        Random random = new Random(SEED ^ kind.name().hashCode());
        int operations = 0;
        for (int round = 0; operations < OPERATIONS / OverflowKind.ALL.size(); round++) {
            try {
                operations += new Round(kind, random).play();
            } catch (Throwable e) {
                throw new AssertionError("round " + round + " of -Dmillrace.seed=" + SEED + " failed: " + e, e);
            }
        }
    }

    private static final class Round {

        private final OverflowKind kind;
        private final Random random;
        private final Channel<Update> channel;
        private final Collection<Update> undelivered = new ConcurrentLinkedQueue<>();

        Round(OverflowKind kind, Random random) {
            this.kind = kind;
            this.random = random;
            this.channel = kind.builder()
                    .recordStats()
                    .onUndelivered((message, reason) -> undelivered.add(message))
                    .build();
        }

        int play() {
            int operations = 1 << random.nextInt(12);
            int senderCount = kind.sendersOf(1 + random.nextInt(3));
            boolean endsEarly = random.nextBoolean();
            boolean cancels = random.nextInt(3) == 0;
            long seed = random.nextLong();
            try (Actors actors = new Actors()) {
                List<Actor<List<Update>>> senders = actors.startEach(
                        senderCount,
                        "sender",
                        number -> new Sending(channel, number, new Random(seed + number)).send(operations));
                List<Actor<List<Update>>> receivers = actors.startEach(
                        kind.receiversOf(1 + random.nextInt(3)),
                        "receiver",
                        number -> receive(new Random(seed - 1 - number)));
                if (!endsEarly) {
                    Actors.joinAll(senders);
                }
                if (cancels) {
                    channel.cancel();
                } else {
                    channel.close();
                }
                check(Actors.joinAll(senders), Actors.joinAll(receivers));
            }
            return operations * senderCount;
        }

        private List<Update> receive(Random choice) throws InterruptedException {
            List<Update> received = new ArrayList<>();
            Select select = Select.fair();
            select.onReceive(channel);
            try {
                while (true) {
                    switch (choice.nextInt(6)) {
                        case 0 -> note(channel.tryReceive(), received);
                        case 1 -> note(channel.tryReceive(choice.nextInt(30_000), TimeUnit.NANOSECONDS), received);
                        case 2 -> channel.drain(received::add, choice.nextInt(6));
                        case 3 -> channel.receiveBatch(received::add, 1 + choice.nextInt(6));
                        case 4 -> {
                            select.await();
                            received.add(select.received(channel));
                        }
                        default -> received.add(channel.receive());
                    }
                }
            } catch (ChannelClosedException e) {
                assertThat(channel.isClosedForReceive()).isTrue();
                return received;
            }
        }

        private static void note(Update message, List<Update> received) {
            if (message != null) {
                received.add(message);
            }
        }

        private void check(List<List<Update>> accepted, List<List<Update>> received) {
            long[] in = ids(accepted.stream().flatMap(List::stream));
            long[] got = ids(received.stream().flatMap(List::stream));
            long[] lost = ids(undelivered.stream());
            long[] out = Arrays.copyOf(got, got.length + lost.length);
            System.arraycopy(lost, 0, out, got.length, lost.length);
            Arrays.sort(out);
            assertThat(out).isEqualTo(in).doesNotHaveDuplicates();
            assertThat(channel.stats())
                    .extracting(
                            ChannelStats::accepted,
                            ChannelStats::received,
                            ChannelStats::undelivered,
                            ChannelStats::buffered)
                    .containsExactly((long) in.length, (long) got.length, (long) lost.length, 0L);
            Invariants.check(channel);
            received.forEach(Round::assertOrdered);
        }

        private static long[] ids(Stream<Update> updates) {
            return updates.mapToLong(Update::id).sorted().toArray();
        }

        /** Of one sender and key, the numbers ascend, also where keys overtake each other. */
        private static void assertOrdered(List<Update> received) {
            int[] last = new int[8 * KEYS];
            Arrays.fill(last, -1);
            for (Update update : received) {
                int index = update.sender * KEYS + update.key();
                assertThat(update.number).isGreaterThan(last[index]);
                last[index] = update.number;
            }
        }
    }

    /** One sender, which sends in every way there is and keeps what was accepted. */
    private static final class Sending {

        private final Channel<Update> channel;
        private final int sender;
        private final Random choice;
        private final List<Update> accepted = new ArrayList<>();
        private final Select select = Select.biased();
        private Update made;
        private int next;

        Sending(Channel<Update> channel, int sender, Random choice) {
            this.channel = channel;
            this.sender = sender;
            this.choice = choice;
        }

        private Update make() {
            made = new Update(sender, next++, choice.nextInt(KEYS));
            return made;
        }

        List<Update> send(int operations) throws InterruptedException {
            select.onSend(channel, this::make);
            try {
                for (int i = 0; i < operations; i++) {
                    sendSomehow();
                }
            } catch (ChannelClosedException e) {
                assertThat(channel.isClosedForSend()).isTrue();
            }
            return accepted;
        }

        private void sendSomehow() throws InterruptedException {
            switch (choice.nextInt(6)) {
                case 0 -> note(channel.trySend(make()));
                case 1 -> note(channel.trySend(make(), Duration.ofNanos(choice.nextInt(30_000))));
                case 2 -> {
                    Update[] batch = Stream.generate(this::make)
                            .limit(1 + choice.nextInt(5))
                            .toArray(Update[]::new);
                    int sent = channel.trySendAll(batch, 0, batch.length);
                    accepted.addAll(Arrays.asList(batch).subList(0, sent));
                }
                case 3 -> note(select.poll() != Select.NONE && !select.isClosed());
                default -> {
                    try {
                        channel.send(make());
                        note(true);
                    } catch (ChannelFullException e) {
                        // Not accepted; the next operation goes on.
                    }
                }
            }
        }

        private void note(boolean wasAccepted) {
            if (wasAccepted) {
                accepted.add(made);
            }
        }
    }
}
