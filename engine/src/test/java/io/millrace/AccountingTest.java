package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.contract.Behaviour;
import io.millrace.internal.flavor.Invariants;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.ThreadKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random mixes of all operations with random interrupts, timeouts, closes and cancels. Whatever happens, each accepted message is
 * received once, or handed over as undelivered once, or still buffered, and no receiver sees one sender's messages out of order.
 *
 * <p>Many short rounds, each with a fresh channel, so that the ends race often. {@code -Dmillrace.seed} repeats a run's choices,
 * {@code -Dmillrace.accounting.operations} makes it longer.
 */
class AccountingTest {

    private static final long SEED = Long.getLong("millrace.seed", System.nanoTime());
    private static final int OPERATIONS_PER_FLAVOUR = Integer.getInteger("millrace.accounting.operations", 400_000);

    static Stream<ChannelKind> kinds() {
        return Stream.of(
                ChannelKind.bounded(1),
                ChannelKind.bounded(3),
                ChannelKind.bounded(64),
                ChannelKind.bounded(1000).parking(),
                ChannelKind.bounded(1).told(),
                ChannelKind.bounded(3).told().parking(),
                ChannelKind.bounded(64).told(),
                ChannelKind.bounded(1000).told().parking(),
                ChannelKind.unbounded().segments(1),
                ChannelKind.unbounded().segments(2).parking(),
                ChannelKind.unbounded().segments(16),
                ChannelKind.unbounded(),
                ChannelKind.unbounded().segments(1).told(),
                ChannelKind.unbounded().segments(2).toldReceiver().parking(),
                ChannelKind.unbounded().segments(16).toldSender(),
                ChannelKind.unbounded().told().parking(),
                ChannelKind.rendezvous(),
                ChannelKind.rendezvous().parking());
    }

    private static long operationsFor(ChannelKind kind) {
        long kindsOfThisFlavor =
                kinds().filter(other -> flavor(other).equals(flavor(kind))).count();
        return OPERATIONS_PER_FLAVOUR / kindsOfThisFlavor;
    }

    private static String flavor(ChannelKind kind) {
        return kind.isRendezvous() ? "rendezvous" : kind.isUnbounded() ? "unbounded" : "bounded";
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @Behaviour({20, 21, 22, 28, 34, 111, 119})
    void everyAcceptedMessageIsAccountedForOnce(ChannelKind kind) {
        playRounds(kind, ThreadKind.PLATFORM, operationsFor(kind));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @Behaviour({20, 21, 22, 28, 34, 111, 119})
    void everyAcceptedMessageOfVirtualThreadsIsAccountedForOnce(ChannelKind kind) {
        assumeTrue(ThreadKind.virtualThreadsExist(), "virtual threads need JDK 21 or later");
        playRounds(kind, ThreadKind.VIRTUAL, operationsFor(kind) / 4);
    }

    private static void playRounds(ChannelKind kind, ThreadKind threadKind, long limit) {
        Random random = new Random(SEED ^ kind.name().hashCode());
        long operations = 0;
        for (int round = 0; operations < limit; round++) {
            try {
                operations += new Round(kind, random).play(threadKind);
            } catch (Throwable e) {
                throw new AssertionError("round " + round + " of -Dmillrace.seed=" + SEED + " failed: " + e, e);
            }
        }
    }

    /** One channel from its first message to its end. */
    private static final class Round {

        private final Random random;
        private final int mostSenders;
        private final int mostReceivers;
        private final Channel<Long> channel;
        private final List<Long> undelivered = new ArrayList<>(); // by the thread that cancels, under its monitor

        Round(ChannelKind kind, Random random) {
            this.random = random;
            this.mostSenders = kind.hasOneSender() ? 1 : 4;
            this.mostReceivers = kind.hasOneReceiver() ? 1 : 4;
            this.channel = kind.<Long>builder()
                    .recordStats()
                    .onUndelivered((message, reason) -> {
                        synchronized (undelivered) {
                            undelivered.add(message);
                        }
                    })
                    .build();
        }

        long play(ThreadKind threadKind) {
            int senderCount = 1 + random.nextInt(mostSenders);
            int receiverCount = 1 + random.nextInt(mostReceivers);
            int operationsEach = 1 << random.nextInt(13);
            boolean endsEarly = random.nextBoolean();
            boolean cancels = random.nextInt(3) == 0;
            int interrupts = random.nextInt(30);
            try (Actors actors = new Actors(threadKind)) {
                long seed = random.nextLong();
                List<Actor<AccountingSender>> senders = actors.startEach(
                        senderCount,
                        "sender",
                        number -> new AccountingSender(channel, number, new Random(seed + number)).run(operationsEach));
                List<Actor<AccountingReceiver>> receivers = actors.startEach(
                        receiverCount,
                        "receiver",
                        number -> new AccountingReceiver(channel, new Random(seed - 1 - number)).run());
                List<Actor<?>> all = new ArrayList<>(senders);
                all.addAll(receivers);
                for (int i = 0; i < interrupts; i++) {
                    all.get(random.nextInt(all.size())).interrupt();
                    pause();
                }
                if (!endsEarly) {
                    Actors.joinAll(senders);
                }
                end(cancels);
                return check(Actors.joinAll(senders), Actors.joinAll(receivers));
            }
        }

        private void end(boolean cancels) {
            if (cancels) {
                channel.cancel();
            } else {
                channel.close();
            }
        }

        private void pause() {
            for (int i = random.nextInt(2_000); i > 0; i--) {
                Thread.onSpinWait();
            }
        }

        private long check(List<AccountingSender> senders, List<AccountingReceiver> receivers) {
            long[] accepted = sorted(senders.stream().map(sender -> sender.accepted));
            long[] received = sorted(receivers.stream().map(receiver -> receiver.received));
            long[] lost = undelivered.stream().mapToLong(Long::longValue).toArray();
            assertThat(channel.size()).isZero(); // each receiver stays to the end
            long[] out = Arrays.copyOf(received, received.length + lost.length);
            System.arraycopy(lost, 0, out, received.length, lost.length);
            Arrays.sort(out);
            assertThat(out).isEqualTo(accepted).doesNotHaveDuplicates();
            receivers.forEach(receiver -> assertOrdered(receiver.received));
            assertOrdered(undelivered);
            assertThat(channel.isClosedForReceive()).isTrue();
            ChannelStats stats = channel.stats();
            assertThat(stats.accepted()).isEqualTo(accepted.length);
            assertThat(stats.received()).isEqualTo(received.length);
            assertThat(stats.undelivered()).isEqualTo(lost.length);
            Invariants.check(channel);
            return senders.stream().mapToLong(sender -> sender.operations).sum()
                    + receivers.stream()
                            .mapToLong(receiver -> receiver.operations)
                            .sum();
        }

        private static long[] sorted(Stream<List<Long>> lists) {
            return lists.flatMap(List::stream)
                    .mapToLong(Long::longValue)
                    .sorted()
                    .toArray();
        }

        private static void assertOrdered(List<Long> messages) {
            long[] last = new long[8];
            Arrays.fill(last, -1);
            for (long message : messages) {
                int sender = AccountingSender.senderOf(message);
                if (message <= last[sender]) {
                    throw new AssertionError(message + " came after " + last[sender] + " of the same sender");
                }
                last[sender] = message;
            }
        }
    }
}
