package io.millrace.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.Broadcast;
import io.millrace.BroadcastKind;
import io.millrace.ChannelClosedException;
import io.millrace.Lagging;
import io.millrace.SubscriberTooSlowException;
import io.millrace.Subscription;
import io.millrace.internal.flavor.Invariants;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Rounds;
import io.millrace.support.ThreadKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random mixes of senders and of subscribers that come, receive, stop and go. Whatever happens, each subscription sees each sender's
 * messages in order and none twice; one that holds the senders sees them without a gap; for every other one, what it received and
 * what it missed add up to what was sent.
 *
 * <p>Many short rounds, each with a fresh broadcast. {@code -Dmillrace.seed} repeats a run's choices, {@code
 * -Dmillrace.rounds} makes it longer.
 */
class BroadcastLedgerTest {

    private static final long SEED = Long.getLong("millrace.seed", System.nanoTime());
    private static final int MESSAGES = Rounds.of(15_000);
    private static final int SENDER_SHIFT = 40;

    @ParameterizedTest
    @MethodSource("io.millrace.BroadcastKind#all")
    void everySubscriptionAccountsForEveryMessage(BroadcastKind kind) {
        playRounds(kind, ThreadKind.PLATFORM, MESSAGES);
    }

    @Test
    void everySubscriptionOfVirtualThreadsAccountsForEveryMessage() {
        assumeTrue(ThreadKind.virtualThreadsExist(), "virtual threads need JDK 21 or later");
        playRounds(BroadcastKind.of(3), ThreadKind.VIRTUAL, MESSAGES);
        playRounds(BroadcastKind.of(64).parking(), ThreadKind.VIRTUAL, MESSAGES);
    }

    private static void playRounds(BroadcastKind kind, ThreadKind threadKind, int messages) {
        Random random = new Random(SEED ^ kind.hashCode());
        int sent = 0;
        for (int round = 0; sent < messages; round++) {
            try {
                sent += new Round(kind, random).play(threadKind);
            } catch (Throwable e) {
                throw new AssertionError("round " + round + " of -Dmillrace.seed=" + SEED + " failed: " + e, e);
            }
        }
    }

    private static final class Round {

        private final Random random;
        private final Broadcast<Long> broadcast;
        private final int senderCount;
        private final int messagesEach;

        Round(BroadcastKind kind, Random random) {
            this.random = random;
            this.broadcast = kind.open();
            this.senderCount = 1 + random.nextInt(3);
            this.messagesEach = 1 << random.nextInt(12);
        }

        int play(ThreadKind threadKind) {
            long seed = random.nextLong();
            List<Subscription<Long>> first = new ArrayList<>();
            for (Lagging lagging : Lagging.values()) {
                first.add(broadcast.subscribe(lagging));
            }
            try (Actors actors = new Actors(threadKind)) {
                List<Actor<Void>> readers = actors.startEach(first.size(), "from the start", number -> {
                    readToTheEnd(first.get(number), new Random(seed + number));
                    return null;
                });
                List<Actor<Void>> guests = actors.startEach(2, "guest", number -> {
                    comeAndGo(new Random(seed - 1 - number));
                    return null;
                });
                List<Actor<Void>> senders = actors.startEach(senderCount, "sender", number -> {
                    send((long) number << SENDER_SHIFT, new Random(seed + 100 + number));
                    return null;
                });
                Actors.joinAll(senders);
                broadcast.close();
                Actors.joinAll(readers);
                Actors.joinAll(guests);
            }
            assertThat(broadcast.isClosedForReceive()).isTrue();
            Invariants.check(broadcast);
            return senderCount * messagesEach;
        }

        private void send(long sender, Random random) throws InterruptedException {
            Long[] batch = new Long[8];
            int sent = 0;
            while (sent < messagesEach) {
                int count = Math.min(random.nextInt(batch.length), messagesEach - sent);
                for (int i = 0; i < count; i++) {
                    batch[i] = sender + sent + i;
                }
                switch (random.nextInt(3)) {
                    case 0 -> sent += broadcast.trySendAll(batch, 0, count);
                    case 1 -> sent += broadcast.trySend(sender + sent, 10, TimeUnit.MICROSECONDS) ? 1 : 0;
                    default -> {
                        broadcast.send(sender + sent);
                        sent++;
                    }
                }
            }
        }

        /** A subscription from before the first message to the end, or until it is disconnected. */
        private void readToTheEnd(Subscription<Long> subscription, Random random) throws InterruptedException {
            Ledger ledger = new Ledger(subscription.lagging());
            Throwable cause = null;
            try {
                while (true) {
                    ledger.add(subscription.receive());
                    pause(random);
                }
            } catch (ChannelClosedException e) {
                cause = e.getCause();
            }
            long all = (long) senderCount * messagesEach;
            if (cause == null) {
                assertThat(ledger.received + subscription.missed()).isEqualTo(all);
            } else {
                assertThat(cause).isInstanceOf(SubscriberTooSlowException.class);
                assertThat(ledger.received + subscription.missed()).isLessThanOrEqualTo(all);
            }
            if (subscription.lagging() == Lagging.HOLD) {
                assertThat(subscription.missed()).isZero();
            }
        }

        private void comeAndGo(Random random) throws InterruptedException {
            Lagging[] all = Lagging.values();
            while (!broadcast.isClosedForSend()) {
                Lagging lagging = all[random.nextInt(all.length)];
                Ledger ledger = new Ledger(lagging);
                try (Subscription<Long> guest = random.nextBoolean()
                        ? broadcast.subscribe(lagging)
                        : broadcast.subscribeFromLast(random.nextInt(200), lagging)) {
                    for (int i = random.nextInt(50); i > 0; i--) {
                        Long message = guest.tryReceive(10, TimeUnit.MICROSECONDS);
                        if (message != null) {
                            ledger.add(message);
                        }
                    }
                } catch (ChannelClosedException e) {
                    // disconnected, or the end
                }
            }
        }

        private static void pause(Random random) {
            if (random.nextInt(50) == 0) {
                for (int i = random.nextInt(5_000); i > 0; i--) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    /** What one subscription received. */
    private static final class Ledger {

        private final boolean complete;
        private final long[] last = new long[3];
        long received;

        Ledger(Lagging lagging) {
            this.complete = lagging == Lagging.HOLD;
            Arrays.fill(last, -1);
        }

        void add(long message) {
            int sender = (int) (message >> SENDER_SHIFT);
            long number = message & (1L << SENDER_SHIFT) - 1;
            boolean follows = complete && last[sender] >= 0 ? number == last[sender] + 1 : number > last[sender];
            if (!follows) {
                throw new AssertionError("message " + number + " of sender " + sender + " came after " + last[sender]);
            }
            last[sender] = number;
            received++;
        }
    }
}
