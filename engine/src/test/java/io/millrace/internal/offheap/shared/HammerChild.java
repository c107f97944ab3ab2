package io.millrace.internal.offheap.shared;

import io.millrace.offheap.Lease;
import io.millrace.offheap.SharedReceiver;
import io.millrace.offheap.SharedRing;
import io.millrace.offheap.SharedSender;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.UnsafeBuffer;

/** Uses rings by several threads and closes them meanwhile. Writes how many operations there were. */
final class HammerChild {

    /** Those that use a ring; one more closes it. */
    static final int THREADS = 7;

    private static final int LENGTH = 500;

    /** Something that a thread does again and again. */
    @FunctionalInterface
    private interface Operation {
        void run() throws InterruptedException;
    }

    private final SharedRing ring;
    private final CyclicBarrier barrier = new CyclicBarrier(THREADS + 1);
    private final List<Actor<Long>> users = new ArrayList<>();

    private HammerChild(Path file) {
        this.ring = SharedRing.builder(file).lanes(8).laneCapacity(4096).create();
    }

    /** Arguments: a folder, how many rings. */
    public static void main(String[] args) throws Exception {
        long operations = 0;
        for (int round = 0; round < Integer.parseInt(args[1]); round++) {
            Path file = Path.of(args[0], "ring" + ProcessHandle.current().pid() + "-" + round);
            operations += new HammerChild(file).hammer();
            Files.delete(file);
        }
        System.out.println(operations);
    }

    private long hammer() throws Exception {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[LENGTH]);
        SharedSender waiting = ring.openSender();
        SharedSender trying = ring.openSender();
        SharedSender claiming = ring.openSender();
        SharedReceiver receiver = ring.openReceiver();
        AtomicLong done = new AtomicLong();
        try (Actors actors = new Actors()) {
            use(actors, () -> waiting.send(1, bytes, 0, LENGTH));
            use(actors, () -> trying.trySend(1, bytes, 0, LENGTH));
            use(actors, () -> claim(claiming));
            use(
                    actors,
                    () -> receiver.receive((type, buffer, index, length) -> done.addAndGet(buffer.getByte(index)), 10));
            use(actors, ring::state);
            use(actors, () -> ring.fence(7, 1));
            use(actors, () -> ring.openSender().close());
            actors.run("closer", () -> {
                barrier.await();
                Thread.yield();
                ring.close();
            });
        }
        long operations = 0;
        for (Actor<Long> user : users) {
            operations += user.join();
        }
        return operations;
    }

    private static void claim(SharedSender sender) {
        Lease claimed = sender.tryClaim(1, LENGTH);
        if (claimed != null) {
            claimed.buffer().putByte(LENGTH - 1, (byte) 1);
            claimed.commit();
        }
    }

    /** Nothing ends it but the exception that says why. */
    private void use(Actors actors, Operation operation) {
        users.add(actors.start("user", () -> {
            barrier.await();
            long operations = 0;
            try {
                while (true) {
                    operation.run();
                    operations++;
                }
            } catch (IllegalStateException e) {
                if (!e.getMessage().contains("is closed in this process")) {
                    throw e;
                }
                return operations;
            }
        }));
    }
}
