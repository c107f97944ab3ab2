package io.millrace.offheap;

import io.millrace.Channel;
import io.millrace.Receiver;
import io.millrace.Sender;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;

/** Misuses rings in a process in which Agrona checks no bounds. Ends with code 0 if nothing was damaged. */
final class UncheckedBoundsChild {

    private static final int[] INDEXES = {
        0, 8, 64, 4096, 1 << 20, 1 << 30, Integer.MAX_VALUE - 7, -8, -4096, -(1 << 30), Integer.MIN_VALUE
    };
    private static final long WRONG = 0xBADL;

    private final Path folder;
    private int rings;

    private UncheckedBoundsChild(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        require(!UnsafeBuffer.SHOULD_BOUNDS_CHECK, "bounds are checked");
        UncheckedBoundsChild child = new UncheckedBoundsChild(Path.of(arguments[0]));
        child.endedLeases();
        child.keptBuffersOfHandlers();
        child.keptBuffersOfCodecs();
        child.doubleEnds();
        for (int round = 0; round < 200; round++) {
            child.closeWhileInUse(round);
        }
        System.out.println("whole");
    }

    private static void require(boolean condition, String fault) {
        if (!condition) {
            throw new AssertionError(fault);
        }
    }

    private SharedRing shared() {
        return SharedRing.builder(folder.resolve("ring" + rings++))
                .lanes(2)
                .laneCapacity(1024)
                .create();
    }

    private static Ring ring(boolean onHeap, boolean single) {
        RingBuilder builder = Ring.builder().capacity(1024);
        if (onHeap) {
            builder.onHeap();
        }
        return (single ? builder.singleConsumer() : builder).build();
    }

    private static List<Ring> ringsOfEachKind() {
        return List.of(ring(false, false), ring(true, false), ring(false, true), ring(true, true));
    }

    /** Writes to everywhere that an index can lead, and reads it back. */
    private static void misuse(DirectBuffer kept) {
        MutableDirectBuffer buffer = (MutableDirectBuffer) kept;
        for (int index : INDEXES) {
            buffer.putLong(index, WRONG);
            require(buffer.getLong(index) == WRONG, "what was written at " + index + " is somewhere else");
        }
    }

    /** A claim of what a test does with either kind of ring. */
    @FunctionalInterface
    private interface Claim {
        Lease next() throws InterruptedException;
    }

    private void endedLeases() throws Exception {
        for (Ring ring : ringsOfEachKind()) {
            endedLease(() -> ring.claim(1, 8), ring);
        }
        try (SharedRing ring = shared();
                SharedSender sender = ring.openSender();
                SharedReceiver receiver = ring.openReceiver()) {
            endedLease(() -> sender.claim(1, 8), null);
            List<Long> values = new ArrayList<>();
            receiver.tryReceive(Bytes.into(values), 100);
            require(values.equals(List.of(1L, 2L)), "the lane has " + values);
        }
    }

    private static void endedLease(Claim claim, Ring ring) throws InterruptedException {
        Lease committed = claim.next();
        MutableDirectBuffer first = committed.buffer();
        first.putLong(0, 1);
        committed.commit();
        misuse(first);
        committed.close();
        Lease aborted = claim.next();
        MutableDirectBuffer second = aborted.buffer();
        aborted.abort();
        Lease closed = claim.next();
        MutableDirectBuffer third = closed.buffer();
        closed.close();
        Lease last = claim.next();
        last.buffer().putLong(0, 2);
        List.of(first, second, third).forEach(UncheckedBoundsChild::misuse);
        last.commit();
        if (ring != null) {
            require(Bytes.drain(ring).equals(List.of(1L, 2L)), "the ring has other messages");
        }
    }

    private void keptBuffersOfHandlers() throws Exception {
        for (Ring ring : ringsOfEachKind()) {
            AtomicReference<DirectBuffer> kept = new AtomicReference<>();
            Bytes.send(ring, 1);
            Bytes.send(ring, 2);
            Bytes.send(ring, 3);
            ring.tryReceive((type, buffer, index, length) -> kept.set(buffer), 1);
            misuse(kept.get());
            require(Bytes.drain(ring).equals(List.of(2L, 3L)), "a kept buffer has changed what came after");
        }
        Ring single = ring(false, true);
        AtomicReference<DirectBuffer> kept = new AtomicReference<>();
        Bytes.send(single, 1);
        single.tryReceiveControlled(
                (type, buffer, index, length) -> {
                    kept.set(buffer);
                    return ControlledMessageHandler.Action.ABORT;
                },
                1);
        misuse(kept.get());
        require(Bytes.drain(single).equals(List.of(1L)), "a kept buffer has changed what was left");
        try (SharedRing ring = shared();
                SharedSender sender = ring.openSender();
                SharedReceiver receiver = ring.openReceiver()) {
            sender.send(1, Bytes.of(1), 0, 8);
            sender.send(1, Bytes.of(2), 0, 8);
            receiver.tryReceive((type, buffer, index, length) -> kept.set(buffer), 1);
            misuse(kept.get());
            List<Long> values = new ArrayList<>();
            receiver.tryReceive(Bytes.into(values), 10);
            require(values.equals(List.of(2L)), "the lane has " + values);
        }
        List<Long> undelivered = new ArrayList<>();
        Ring cancelled = Ring.builder()
                .capacity(1024)
                .onUndelivered((type, buffer, index, length, reason) -> {
                    undelivered.add(buffer.getLong(index));
                    kept.set(buffer);
                })
                .build();
        Bytes.send(cancelled, 1);
        cancelled.cancel();
        misuse(kept.get());
        require(undelivered.equals(List.of(1L)), "undelivered are " + undelivered);
    }

    private void keptBuffersOfCodecs() throws Exception {
        AtomicReference<DirectBuffer> kept = new AtomicReference<>();
        Bytes.TextCodec texts = new Bytes.TextCodec() {
            @Override
            public void encode(String message, MutableDirectBuffer buffer, int offset) {
                super.encode(message, buffer, offset);
                kept.set(buffer);
            }
        };
        Channel<String> channel = ring(false, false).channel(texts);
        channel.send("one");
        misuse(kept.get());
        require(channel.receive().equals("one"), "a buffer kept by a codec has changed a message");
        try (SharedRing ring = shared()) {
            Sender<String> sender = ring.openSender().channel(texts);
            Receiver<String> receiver = ring.openReceiver().channel(texts);
            sender.send("two");
            misuse(kept.get());
            require(receiver.receive().equals("two"), "a buffer kept by a codec has changed a message");
        }
    }

    private void doubleEnds() throws Exception {
        for (int round = 0; round < 200; round++) {
            Ring ring = ring(false, false);
            doubleEnd(ring.claim(1, 8));
            Bytes.send(ring, 7);
            List<Long> drained = Bytes.drain(ring);
            require(drained.equals(List.of(5L, 7L)), "the ring has " + drained);
            try (SharedRing file = shared();
                    SharedSender sender = file.openSender();
                    SharedReceiver receiver = file.openReceiver()) {
                doubleEnd(sender.claim(1, 8));
                List<Long> values = new ArrayList<>();
                receiver.tryReceive(Bytes.into(values), 10);
                require(values.equals(List.of(5L)), "the lane has " + values);
            }
        }
    }

    /** Two threads end one lease: that which has claimed does, the other gets an error. */
    private static void doubleEnd(Lease lease) throws Exception {
        lease.buffer().putLong(0, 5);
        CyclicBarrier start = new CyclicBarrier(2);
        AtomicInteger refused = new AtomicInteger();
        Thread other = new Thread(() -> {
            try {
                start.await();
                lease.abort();
            } catch (IllegalStateException e) {
                refused.incrementAndGet();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        other.start();
        start.await();
        lease.commit();
        other.join();
        lease.close();
        require(refused.get() == 1, "another thread has ended a lease");
    }

    /** Every public method, by threads of their own, while another closes. */
    private void closeWhileInUse(int round) throws Exception {
        Ring ring = ring(round % 2 == 0, false);
        SharedRing file = shared();
        SharedSender sender = file.openSender();
        SharedSender second = file.openSender();
        SharedReceiver receiver = file.openReceiver();
        Sender<String> sending = second.channel(new Bytes.TextCodec());
        Receiver<String> receiving = receiver.channel(new Bytes.TextCodec());
        Channel<String> channel = ring.channel(new Bytes.TextCodec());
        List<AutoCloseable> uses = List.of(
                () -> Bytes.trySend(ring, 1),
                () -> ring.tryReceive((type, buffer, index, length) -> buffer.getByte(index), 3),
                () -> endedLease(() -> ring.tryClaim(1, 8), null),
                ring::pendingClaims,
                () -> channel.asBlockingQueue().size(),
                () -> sender.trySend(1, Bytes.of(1), 0, 8),
                () -> endedLease(() -> sender.tryClaim(1, 8), null),
                () -> receiver.tryReceive((type, buffer, index, length) -> buffer.getByte(index), 3),
                () -> sending.trySend("one"),
                receiving::tryReceive,
                () -> look(sending, receiving),
                () -> file.fence(0, file.state().lanes().get(0).owner().epoch() + 1),
                file::shutdownReason,
                file::force,
                file::isShutdown,
                () -> file.openSender().close(),
                () -> file.openReceiver().close());
        List<AutoCloseable> closes = List.of(sender::close, receiver::close, file::close, sending::close, ring::cancel);
        CyclicBarrier start = new CyclicBarrier(3);
        Thread user = user(start, uses, round);
        Thread another = user(start, uses, round + uses.size() / 2);
        start.await();
        for (int close = 0; close < closes.size(); close++) {
            closes.get((close + round) % closes.size()).close();
        }
        user.join();
        another.join();
        for (AutoCloseable use : uses) {
            quietly(use);
        }
        for (AutoCloseable close : closes) {
            close.close();
        }
    }

    private static void look(Sender<String> sending, Receiver<String> receiving) {
        sending.size();
        sending.isFull();
        sending.stats();
        sending.closeCause();
        sending.isClosedForSend();
        receiving.size();
        receiving.isEmpty();
        receiving.stats();
        receiving.closeCause();
        receiving.isClosedForReceive();
    }

    private static Thread user(CyclicBarrier start, List<AutoCloseable> uses, int first) {
        Thread thread = new Thread(() -> {
            try {
                start.await();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            for (int use = 0; use < 5 * uses.size(); use++) {
                quietly(uses.get((use + first) % uses.size()));
            }
        });
        thread.setUncaughtExceptionHandler((died, failure) -> {
            failure.printStackTrace();
            Runtime.getRuntime().halt(3);
        });
        thread.start();
        return thread;
    }

    /** That it is closed, or that others use it, is an answer; anything else is a fault. */
    private static void quietly(AutoCloseable use) {
        try {
            use.close();
        } catch (IllegalStateException e) {
            // closed, or in use
        } catch (NullPointerException e) {
            require(e.getStackTrace()[0].getClassName().contains("UncheckedBounds"), "null inside: " + e);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
