package io.millrace.faults;

import io.millrace.Broadcast;
import io.millrace.Channel;
import io.millrace.ChannelStats;
import io.millrace.Lagging;
import io.millrace.Subscription;
import io.millrace.offheap.Lease;
import io.millrace.offheap.Ring;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Recursion that uses a channel at each level until the stack overflows, on threads with a small stack, and looks whether the channel
 * still keeps its promises. Recursions with frames of several sizes let the end of the stack fall on different points of an operation.
 */
final class SmallStackMain {

    private static final long STACK_BYTES = 170_000;
    private static final int ROUNDS = 3;
    private static final int MOST_LEVELS = 100_000;
    private static final long LIMIT_MILLIS = 30_000;

    private final String name;
    private final int round;
    private final boolean[] accepted = new boolean[MOST_LEVELS];
    private final boolean[] arrived = new boolean[MOST_LEVELS];
    private int levels;
    private Throwable unexpected;
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[RingForm.SHORT]);

    private SmallStackMain(String name, int round) {
        this.name = name;
        this.round = round;
    }

    public static void main(String[] arguments) throws InterruptedException {
        for (FaultKind kind : FaultKind.values()) {
            for (int round = 0; round < ROUNDS; round++) {
                new SmallStackMain(kind + " send", round).sends(kind);
                new SmallStackMain(kind + " receive", round).receives(kind);
                new SmallStackMain(kind + " close", round).closes(kind);
            }
            System.out.println("held " + kind);
        }
        for (Lagging lagging : Lagging.values()) {
            for (int round = 0; round < ROUNDS; round++) {
                new SmallStackMain("broadcast " + lagging, round).broadcasts(lagging);
            }
            System.out.println("held " + lagging);
        }
        for (RingRoles roles : RingRoles.values()) {
            for (int round = 0; round < ROUNDS; round++) {
                new SmallStackMain("ring " + roles + " send", round).ringSends(roles);
                new SmallStackMain("ring " + roles + " receive", round).ringReceives(roles);
                new SmallStackMain("ring " + roles + " claim", round).ringClaims(roles);
            }
            System.out.println("held ring " + roles);
        }
        System.exit(0); // whoever hangs is a daemon, but the common pool need not end first
    }

    private void sends(FaultKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open(message -> arrived[message] = true);
        Integer[] messages = new Integer[MOST_LEVELS];
        Arrays.setAll(messages, i -> i);
        recur(level -> accepted[level] = channel.trySend(messages[level]));
        within("drain", () -> channel.drain(message -> arrived[message] = true, Integer.MAX_VALUE));
        within("send after it", () -> {
            if (kind != FaultKind.RENDEZVOUS && !(channel.trySend(0) && channel.tryReceive() == 0)) {
                throw new AssertionError("a message sent afterwards did not arrive");
            }
        });
        within("close", channel::close);
        within("cancel", channel::cancel);
        requireLedger(channel.stats());
    }

    private void requireLedger(ChannelStats stats) {
        for (int i = 0; i < MOST_LEVELS; i++) {
            if (accepted[i] != arrived[i]) {
                throw new AssertionError(this + ": message " + i + " of " + levels + " was accepted: " + accepted[i]
                        + ", arrived: " + arrived[i]);
            }
        }
        if (stats.accepted() != stats.received() + stats.undelivered() + stats.buffered()) {
            throw new AssertionError(this + ": " + stats);
        }
    }

    private void receives(FaultKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open(message -> arrived[message] = true);
        Integer[] messages = new Integer[MOST_LEVELS];
        Arrays.setAll(messages, i -> i);
        Integer[] received = new Integer[MOST_LEVELS];
        recur(level -> {
            accepted[level] = channel.trySend(messages[level]);
            received[level] = channel.tryReceive();
        });
        for (Integer message : received) {
            if (message != null) {
                arrived[message] = true;
            }
        }
        within("cancel", channel::cancel);
        requireLedger(channel.stats());
    }

    private void closes(FaultKind kind) throws InterruptedException {
        List<Channel<Integer>> channels = IntStream.range(0, 1_000)
                .mapToObj(i -> kind.open(message -> {}))
                .toList();
        for (Channel<Integer> channel : channels) {
            channel.trySend(1);
        }
        recur(level -> {
            Channel<Integer> channel = level < channels.size() ? channels.get(level) : null;
            if (channel != null) {
                channel.close();
            }
        });
        within("cancel", () -> channels.forEach(Channel::cancel));
    }

    private void broadcasts(Lagging lagging) throws InterruptedException {
        Broadcast<Integer> broadcast = Broadcast.of(64);
        Subscription<Integer> subscription = broadcast.subscribe(lagging);
        Integer[] messages = new Integer[MOST_LEVELS];
        Arrays.setAll(messages, i -> i);
        recur(level -> accepted[level] = broadcast.trySend(messages[level]));
        int[] count = {0};
        within("drain", () -> subscription.drain(message -> count[0]++, Integer.MAX_VALUE));
        long all = 0;
        for (boolean one : accepted) {
            all += one ? 1 : 0;
        }
        boolean cut = subscription.isClosedForReceive();
        if (!cut && all != count[0] + subscription.missed()) {
            throw new AssertionError(this + ": of " + all + " messages, " + count[0] + " arrived, "
                    + subscription.missed() + " were missed");
        }
        within("send after it", () -> {
            if (!broadcast.trySend(0) || !cut && subscription.tryReceive() != 0) {
                throw new AssertionError("a message sent afterwards did not arrive");
            }
        });
        within("close", broadcast::close);
    }

    private Ring ring(RingRoles roles) {
        return roles.of(Ring.builder().capacity(1 << 20))
                .onUndelivered((type, buffer, offset, length, reason) -> arrive(buffer, offset))
                .recordStats()
                .build();
    }

    private void arrive(DirectBuffer buffer, int offset) {
        arrived[RingForm.BYTES.message(buffer, offset)] = true;
    }

    /** So that no class is loaded or initialized where the stack ends. */
    private void warmUp(RingRoles roles) throws InterruptedException {
        Ring ring = ring(roles);
        trySend(ring, 0);
        try (Lease lease = ring.claim(1, RingForm.SHORT)) {
            lease.commit();
        }
        ring.claim(1, RingForm.SHORT).abort();
        ring.tryReceive((type, buffer, offset, length) -> {}, 1);
        ring.cancel();
        arrived[0] = false;
    }

    private boolean trySend(Ring ring, int level) {
        message.putLong(0, level);
        return ring.trySend(1, message, 0, RingForm.SHORT);
    }

    private void ringSends(RingRoles roles) throws InterruptedException {
        within("first use", () -> warmUp(roles));
        Ring ring = ring(roles);
        recur(level -> accepted[level] = trySend(ring, level));
        endRing(ring);
    }

    private void ringReceives(RingRoles roles) throws InterruptedException {
        within("first use", () -> warmUp(roles));
        Ring ring = ring(roles);
        MessageHandler handler = (type, buffer, offset, length) -> arrive(buffer, offset);
        recur(level -> {
            accepted[level] = trySend(ring, level);
            ring.tryReceive(handler, 1);
        });
        endRing(ring);
    }

    /** A claim whose end has no room on the stack is given up once its thread has ended. */
    private void ringClaims(RingRoles roles) throws InterruptedException {
        within("first use", () -> warmUp(roles));
        Ring ring = ring(roles);
        recur(level -> {
            Lease lease = ring.tryClaim(1, RingForm.SHORT);
            if (lease != null) {
                lease.buffer().putLong(0, level);
                lease.commit();
                accepted[level] = true;
            }
        });
        endRing(ring);
    }

    private void endRing(Ring ring) throws InterruptedException {
        within("drain", () -> {
            while (ring.tryReceive((type, buffer, offset, length) -> arrive(buffer, offset), 100) > 0) {}
        });
        within("send after it", () -> {
            if (!trySend(ring, 0) || ring.tryReceive((type, buffer, offset, length) -> {}, 1) != 1) {
                throw new AssertionError("a message sent afterwards did not arrive");
            }
        });
        within("cancel", ring::cancel);
        requireLedger(ring.stats());
    }

    private interface Step {
        void at(int level) throws InterruptedException;
    }

    private void recur(Step step) throws InterruptedException {
        runOn(new Thread(null, () -> descend(step, 0, 0), "recursion", STACK_BYTES));
        if (unexpected != null) {
            throw new AssertionError(this + " threw at one of " + levels + " levels", unexpected);
        }
        if (levels < 100) {
            throw new AssertionError("only " + levels + " levels");
        }
    }

    /** The round decides how many small frames lie between the large ones, and with that where the stack ends. */
    private void descend(Step step, int level, int small) {
        levels = Math.max(levels, level);
        try {
            step.at(level);
        } catch (StackOverflowError e) {
            // as intended
        } catch (Throwable e) {
            unexpected = e;
        }
        try {
            if (small < round) {
                descend(step, level + 1, small + 1);
            } else {
                descendFar(step, level + 1, 1, 2, 3, 4);
            }
        } catch (StackOverflowError e) {
            // as intended
        }
    }

    private void descendFar(Step step, int level, long a, long b, long c, long d) {
        descend(step, level + (int) (a - b + d - c), 0);
    }

    private interface Action {
        void run() throws Exception;
    }

    /** Runs the action on a thread of its own, which must end. */
    private void within(String what, Action action) throws InterruptedException {
        Throwable[] thrown = {null};
        runOn(new Thread(
                () -> {
                    try {
                        action.run();
                    } catch (Throwable e) {
                        thrown[0] = e;
                    }
                },
                what));
        if (thrown[0] != null) {
            throw new AssertionError(this + ": " + what, thrown[0]);
        }
    }

    private void runOn(Thread thread) throws InterruptedException {
        thread.setDaemon(true);
        thread.start();
        thread.join(LIMIT_MILLIS);
        if (thread.isAlive()) {
            AssertionError hangs = new AssertionError(this + ": " + thread.getName() + " does not end");
            hangs.setStackTrace(thread.getStackTrace());
            throw hangs;
        }
    }

    @Override
    public String toString() {
        return name + ", round " + round;
    }
}
