package io.millrace.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.ThreadKind;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random failures, retries, resizes and stops. Whatever happens, every accepted message is handled, failed or
 * undelivered, exactly once, and the counts say so. {@code -Dmillrace.seed} repeats a run's choices.
 */
class LedgerTest {

    private static final long SEED = Long.getLong("millrace.seed", System.nanoTime());
    private static final int ROUNDS = 40;
    private static final int SENDERS = 3;
    private static final int MESSAGES_EACH = 2_500;
    private static final int KEYS = 17;
    static final int MESSAGES = SENDERS * MESSAGES_EACH;

    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Broken() {
            super("broken", null, false, false);
        }
    }

    /** The choices of one round. */
    private static final class Round {
        final Random random;
        final Ledger ledger = new Ledger();
        final int workers;
        final int capacity;
        final int failsOneIn;
        final boolean skips;
        final boolean cancels;
        final boolean endsEarly;
        final OnFailure<Integer> onFailure;

        Round(Random random) {
            this.random = random;
            this.workers = 1 + random.nextInt(4);
            this.capacity = 1 + random.nextInt(100);
            this.skips = random.nextInt(3) > 0;
            this.failsOneIn = skips ? 2 + random.nextInt(10) : 500 + random.nextInt(5_000);
            this.cancels = random.nextBoolean();
            this.endsEarly = random.nextBoolean();
            OnFailure<Integer> policy = skips
                    ? OnFailure.skip((message, e) -> ledger.failed.incrementAndGet(message))
                    : OnFailure.failChannel();
            this.onFailure = policy.afterRetries(random.nextInt(3));
        }

        /**
         * The first attempts of some messages fail; the number of attempts is not what decides, so some fail for good.
         */
        void handle(int message) {
            int attempt = ledger.attempts.incrementAndGet(message);
            if ((message * 31 + attempt * 17) % failsOneIn == 0) {
                throw new Broken();
            }
            ledger.handled.incrementAndGet(message);
        }

        void pause() {
            for (int i = random.nextInt(3_000); i > 0; i--) {
                Thread.onSpinWait();
            }
        }
    }

    /** Sends one message. */
    @FunctionalInterface
    private interface Send {
        void send(int message) throws InterruptedException;
    }

    private static Actor<Integer> startSender(Actors actors, Round round, int number, Send send) {
        return actors.start("sender-" + number, () -> {
            int sent = 0;
            try {
                for (int i = 0; i < MESSAGES_EACH; i++) {
                    int message = number * MESSAGES_EACH + i;
                    send.send(message);
                    round.ledger.accepted.incrementAndGet(message);
                    sent++;
                }
            } catch (ChannelClosedException e) {
                return sent;
            }
            return sent;
        });
    }

    @ParameterizedTest
    @MethodSource("io.millrace.work.Threads#kinds")
    void poolsAccountForEveryMessage(ThreadKind kind) throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            playPool(kind, new Round(new Random(SEED + i)), i);
        }
    }

    private static void playPool(ThreadKind kind, Round round, int index) throws Exception {
        Threads threads = new Threads(kind);
        Channel<Integer> channel = index % 3 == 0
                ? Channel.rendezvous()
                : index % 3 == 1 ? Channel.unbounded() : Channel.bounded(round.capacity);
        WorkerPool<Integer> pool = WorkerPool.on(channel, threads)
                .workers(round.workers)
                .onFailure(round.onFailure)
                .onUndelivered(round.ledger.undelivered::incrementAndGet)
                .start(round::handle);
        WorkCounts counts;
        try (Actors actors = new Actors(kind)) {
            List<Actor<Integer>> senders = IntStream.range(0, SENDERS)
                    .mapToObj(number -> startSender(actors, round, number, channel::send))
                    .toList();
            for (int resizes = round.random.nextInt(20); resizes > 0; resizes--) {
                pool.resize(1 + round.random.nextInt(6));
                round.pause();
            }
            if (!round.endsEarly) {
                Actors.joinAll(senders);
            }
            counts = round.cancels ? pool.cancel() : pool.stop();
        }
        threads.assertNoneLeft();
        round.ledger.check(counts, !round.skips);
    }

    @ParameterizedTest
    @MethodSource("io.millrace.work.Threads#kinds")
    void keyedWorkersAccountForEveryMessageAndKeepTheOrderPerKey(ThreadKind kind) throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            playKeyed(kind, new Round(new Random(SEED - 1 - i)), i % 2 == 0);
        }
    }

    private static void playKeyed(ThreadKind kind, Round round, boolean ordered) throws Exception {
        Threads threads = new Threads(kind);
        AtomicIntegerArray last = new AtomicIntegerArray(SENDERS * KEYS);
        AtomicInteger outOfOrder = new AtomicInteger();
        Handler<Integer> handler = message -> {
            int line = message / MESSAGES_EACH * KEYS + message % KEYS; // one sender's messages of one key
            if (last.getAndSet(line, message) > message) {
                outOfOrder.incrementAndGet();
            }
            round.handle(message);
        };
        KeyedWorkersBuilder<Integer, Integer> builder = KeyedWorkers.<Integer, Integer>by(
                        message -> message % KEYS, threads)
                .workers(round.workers)
                .backlog(round.capacity)
                .onFailure(round.onFailure)
                .onUndelivered(round.ledger.undelivered::incrementAndGet);
        Channel<Integer> results = Channel.bounded(1 + round.capacity / 4);
        KeyedWorkers<Integer, Integer> workers = ordered
                ? builder.startOrdered(
                        message -> {
                            handler.handle(message);
                            return message;
                        },
                        results)
                : builder.start(handler);
        WorkCounts counts;
        try (Actors actors = new Actors(kind)) {
            Actor<Integer> receiver = actors.start("receiver", () -> receiveInOrder(results));
            List<Actor<Integer>> senders = IntStream.range(0, SENDERS)
                    .mapToObj(number -> startSender(actors, round, number, workers::send))
                    .toList();
            round.pause();
            if (!round.endsEarly) {
                Actors.joinAll(senders);
            }
            counts = round.cancels ? workers.cancel() : workers.stop();
            results.close();
            int received = receiver.join();
            if (ordered && !round.cancels) {
                assertThat(received).isEqualTo((int) counts.handled());
            }
        }
        threads.assertNoneLeft();
        round.ledger.check(counts, !round.skips);
        assertThat(outOfOrder).hasValue(0);
        assertThat(workers.backlog()).isZero();
    }

    /** The sends of one sender come out in its order, whatever their keys. */
    private static int receiveInOrder(Channel<Integer> results) throws InterruptedException {
        int[] last = {-1, -1, -1};
        int received = 0;
        try {
            Integer message;
            while ((message = results.receiveOrNull()) != null) {
                int sender = message / MESSAGES_EACH;
                if (message <= last[sender]) {
                    throw new AssertionError(message + " came after " + last[sender]);
                }
                last[sender] = message;
                received++;
            }
        } catch (ChannelClosedException e) {
            assertThat(e).hasCauseInstanceOf(Broken.class);
        }
        return received;
    }

    @ParameterizedTest
    @MethodSource("io.millrace.work.Threads#kinds")
    void pipelinesAccountForEveryMessage(ThreadKind kind) throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            playPipeline(kind, new Round(new Random(SEED + 1_000 + i)));
        }
    }

    private static void playPipeline(ThreadKind kind, Round round) throws Exception {
        Threads threads = new Threads(kind);
        Ledger ledger = round.ledger;
        int poison = round.skips ? -1 : round.random.nextInt(SENDERS * MESSAGES_EACH);
        Transform<Integer, Integer> stage = message -> {
            if (message == poison) {
                ledger.failed.incrementAndGet(message);
                throw new Broken();
            }
            return message;
        };
        Pipeline<Integer, Integer> pipeline = Pipeline.<Integer>from(threads)
                .capacity(round.random.nextInt(20))
                .onUndelivered(message -> ledger.undelivered.incrementAndGet((Integer) message))
                .map("first", round.workers, message -> message)
                .mapOrdered("second", 1 + round.random.nextInt(3), stage)
                .map("third", 1 + round.random.nextInt(2), message -> message)
                .start();
        try (Actors actors = new Actors(kind)) {
            Actor<Void> receiver = actors.run("receiver", () -> {
                try {
                    Integer message;
                    while ((message = pipeline.output().receiveOrNull()) != null) {
                        ledger.handled.incrementAndGet(message);
                    }
                } catch (ChannelClosedException e) {
                    assertThat(e).hasCauseInstanceOf(Broken.class);
                }
            });
            List<Actor<Integer>> senders = IntStream.range(0, SENDERS)
                    .mapToObj(number -> startSender(actors, round, number, pipeline.input()::send))
                    .toList();
            round.pause();
            if (!round.endsEarly) {
                Actors.joinAll(senders);
            }
            if (round.cancels) {
                pipeline.cancel();
            } else {
                pipeline.close();
            }
            receiver.join();
        }
        threads.assertNoneLeft();
        long failed = Ledger.sum(ledger.failed);
        WorkCounts counts = new WorkCounts(Ledger.sum(ledger.handled), failed, 0, Ledger.sum(ledger.undelivered), 0, 0);
        assertThat(counts.total()).isEqualTo(Ledger.sum(ledger.accepted));
        for (int i = 0; i < ledger.accepted.length(); i++) {
            assertThat(ledger.handled.get(i) + ledger.failed.get(i) + ledger.undelivered.get(i))
                    .isEqualTo(ledger.accepted.get(i));
        }
    }
}
