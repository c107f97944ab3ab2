package io.millrace.faults;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelStats;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** A channel, what came out of it in any way, and what must hold of both whatever was thrown into an operation. */
final class ChannelLedger {

    /** What takes that long has not been slow, but lost. */
    private static final long LIMIT_NANOS = 60_000_000_000L;

    final List<Integer> arrived = Collections.synchronizedList(new ArrayList<>());
    final Channel<Integer> channel;

    ChannelLedger(FaultKind kind) {
        this(kind::open);
    }

    /** What has come out elsewhere, such as a message that could not be decoded. */
    List<Integer> alsoArrived = List.of();

    /** @param open makes the channel; it gets the callback for what is not delivered */
    ChannelLedger(Function<Consumer<Integer>, Channel<Integer>> open) {
        channel = open.apply(this::undelivered);
    }

    private void undelivered(Integer message) {
        arrived.add(message);
        FaultPoint.callsOut("onUndelivered");
    }

    /** A handler. */
    void handle(Integer message) {
        arrived.add(message);
        FaultPoint.callsOut("handler");
    }

    void keep(Integer message) {
        if (message != null) {
            arrived.add(message);
        }
    }

    /** Looks through the counts, takes what is left, uses the channel if it is open, and ends it. */
    void requireWhole() {
        requireBalance();
        takeAll();
        if (!channel.isClosedForSend() && channel.capacity() > 0) {
            requireUsable();
        }
        channel.close();
        channel.cancel();
        if (!channel.isClosedForReceive() || channel.size() != 0) {
            throw new AssertionError("not closed and empty after a cancel: " + channel.stats());
        }
        try {
            channel.trySend(1);
            throw new AssertionError("a closed channel accepts");
        } catch (ChannelClosedException e) {
            // as it should
        }
        requireBalance();
        requireArrivals();
    }

    /** Takes what is left. */
    void takeAll() {
        while (channel.drain(arrived::add, Integer.MAX_VALUE) > 0) {}
    }

    private void requireUsable() {
        for (int message = 10_000; message < 10_070; message++) {
            if (!channel.trySend(message)) {
                throw new AssertionError("an empty channel is full: " + channel.stats());
            }
            Integer received = channel.tryReceive();
            if (received == null || received != message) {
                throw new AssertionError("sent " + message + ", received " + received);
            }
            arrived.add(received);
        }
    }

    private void requireBalance() {
        long start = System.nanoTime();
        while (!isBalanced()) { // what is received without a thread is settled by another
            if (System.nanoTime() - start > LIMIT_NANOS) {
                throw new AssertionError("after " + arrived + ": " + channel.stats());
            }
            Thread.yield();
        }
    }

    private boolean isBalanced() {
        ChannelStats stats = channel.stats();
        return stats.accepted() == stats.received() + stats.undelivered() + stats.buffered();
    }

    private void requireArrivals() {
        arrived.addAll(alsoArrived);
        long start = System.nanoTime();
        while (channel.stats().accepted() != arrived.size() && System.nanoTime() - start < LIMIT_NANOS) {
            Thread.yield();
        }
        List<Integer> all = new ArrayList<>(arrived); // another thread may be about to add one
        if (all.stream().distinct().count() != all.size()) {
            throw new AssertionError("arrived twice: " + all.subList(0, Math.min(all.size(), 10)));
        }
        long lost = channel.stats().accepted() - all.size();
        if (lost != 0) {
            throw new AssertionError("lost are " + lost + " messages; arrived: " + all + ", " + channel.stats());
        }
    }
}
