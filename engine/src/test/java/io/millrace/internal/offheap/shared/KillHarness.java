package io.millrace.internal.offheap.shared;

import io.millrace.ChannelClosedException;
import io.millrace.offheap.SharedReceiver;
import io.millrace.offheap.SharedRing;
import io.millrace.offheap.SharedRingState.OwnerState;
import io.millrace.offheap.SharedSender;
import io.millrace.support.Await;
import io.millrace.support.LiveJvm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;

/** Kills and stops other processes in the middle of what they do with a ring, and counts what is wrong afterwards. */
final class KillHarness {

    private static final int LANES = 2;
    private static final int LANE_CAPACITY = 4096;
    private static final long STEADY = -1;
    private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final List<Integer> WRITER_POINTS = List.of(
            CrashPoint.LANE_OWNED,
            CrashPoint.LANE_READY,
            CrashPoint.BEFORE_COMMIT,
            CrashPoint.END_MOVED,
            CrashPoint.AFTER_COMMIT);
    private static final List<Integer> READER_POINTS =
            List.of(CrashPoint.CONSUMER_OWNED, CrashPoint.BEFORE_RELEASE, CrashPoint.AFTER_RELEASE);
    private static final List<Integer> CREATOR_POINTS = List.of(
            CrashPoint.TEMPORARY_MADE,
            CrashPoint.HALF_ALLOCATED,
            CrashPoint.ALLOCATED,
            CrashPoint.FORCED,
            CrashPoint.LINKED);
    private static final List<Integer> CLOSER_POINTS =
            List.of(CrashPoint.CLOSING, CrashPoint.LANE_CLOSED, CrashPoint.REASON_WRITTEN, CrashPoint.REASON_THERE);

    private final Path folder;
    private final Random random;
    private final CheckedRecord record;
    private final Path path;
    private final Path done;

    private int writers;
    private int readers;
    private int creators;
    private int closers;
    private int zombies;
    private int atPoints;
    private long received;
    private long again;
    private long torn;
    private long lost;
    private long wrong;
    private long stuck;

    KillHarness(Path folder, long seed) throws IOException {
        this.folder = folder;
        this.random = new Random(seed);
        this.record = new CheckedRecord(seed, RingChild.MAX_LENGTH);
        this.path = folder.resolve("ring");
        this.done = folder.resolve("done");
        Files.write(done, new byte[Long.BYTES]);
    }

    long torn() {
        return torn;
    }

    long lost() {
        return lost;
    }

    /** What should not have been there: records out of order, never sent, or altered; files left behind. */
    long wrong() {
        return wrong;
    }

    String report() {
        return writers + " writers, " + readers + " readers, " + creators + " creators and " + closers
                + " closers killed, " + zombies + " writers stopped, fenced and resumed, " + atPoints
                + " of all these at numbered points; " + received + " records received, " + again
                + " again after a reader's death; torn " + torn + ", lost " + lost + ", wrong " + wrong
                + ", stuck over 2 s " + stuck;
    }

    void kill(int rounds) throws Exception {
        for (int round = 0; round < rounds; round++) {
            boolean atPoint = random.nextBoolean();
            Files.write(done, new byte[Long.BYTES]);
            switch (round % 8) {
                case 0, 2, 4 -> killWriter(round, point(atPoint, WRITER_POINTS));
                case 1, 3, 5 -> killReader(round, point(atPoint, READER_POINTS));
                case 6 -> killCreator(round, point(atPoint, CREATOR_POINTS));
                default -> killCloser(round, point(true, CLOSER_POINTS));
            }
        }
        requireNoCrash();
    }

    private int point(boolean atPoint, List<Integer> points) {
        return atPoint ? points.get(random.nextInt(points.size())) : 0;
    }

    private LiveJvm child(String what, Path ring, long id, int point, int passes) throws IOException {
        return LiveJvm.start(folder, RingChild.class, what, ring, done, id, point, passes);
    }

    private long done() throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(done))
                .order(ByteOrder.BIG_ENDIAN)
                .getLong(0);
    }

    private SharedRing ring() {
        return SharedRing.builder(path).lanes(LANES).laneCapacity(LANE_CAPACITY).open();
    }

    // ---- writers ----

    private void killWriter(int round, int point) throws Exception {
        writers++;
        boolean atCommit = point == CrashPoint.END_MOVED || point == CrashPoint.AFTER_COMMIT;
        boolean sends = point == CrashPoint.BEFORE_COMMIT || atCommit;
        Expected expected = new Expected();
        try (SharedRing ring = ring();
                SharedReceiver receiver = ring.openReceiver();
                SharedSender steady = ring.openSender();
                LiveJvm child = child("write", path, round, point, sends ? random.nextInt(2_000) : 0)) {
            runUntilKilled(child, point, () -> {
                steadySend(steady, expected);
                receiver.tryReceive(expected::take, RingChild.BATCH);
            });
            long start = System.nanoTime();
            while (receiver.tryReceive(expected::take, RingChild.BATCH) > 0) {}
            ring.openSender().close(); // in the lane of the dead one: there are two
            countStuck(start);
            long committed = done();
            long least = committed + (atCommit ? 1 : 0);
            long most = committed + (point == CrashPoint.BEFORE_COMMIT || isBeforeSending(point) ? 0 : 1);
            lost += Math.max(0, least - expected.fromChild);
            wrong += Math.max(0, expected.fromChild - most);
            lost += expected.steadySent - expected.fromSteady;
        }
    }

    private static boolean isBeforeSending(int point) {
        return point == CrashPoint.LANE_OWNED || point == CrashPoint.LANE_READY;
    }

    private void steadySend(SharedSender steady, Expected expected) {
        int length = record.fill(STEADY, expected.steadySent);
        expected.steadySent += steady.trySend(CheckedRecord.TYPE, record.buffer, 0, length) ? 1 : 0;
    }

    private void countStuck(long start) {
        stuck += System.nanoTime() - start > STUCK_NANOS ? 1 : 0;
    }

    /** What comes out of a ring with two writers: each from 0 on, without a gap. */
    private final class Expected {

        private long fromChild;
        private long fromSteady;
        private long steadySent;

        void take(int type, DirectBuffer buffer, int index, int length) {
            received++;
            if (!record.isWhole(type, buffer, index, length)) {
                torn++;
                return;
            }
            boolean isSteady = CheckedRecord.writer(buffer, index) == STEADY;
            long number = CheckedRecord.number(buffer, index);
            wrong += number == (isSteady ? fromSteady++ : fromChild++) ? 0 : 1;
        }
    }

    /** Does {@code work} until the child is at its point, or for up to 50 ms after it is ready; then kills it. */
    private void runUntilKilled(LiveJvm child, int point, Runnable work) throws Exception {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        boolean ready = false;
        atPoints += point == 0 ? 0 : 1;
        long end = Long.MAX_VALUE;
        while (System.nanoTime() < end) {
            work.run();
            String line = child.lineIfAny();
            if (RingChild.AT_POINT.equals(line)) {
                break;
            }
            torn += "torn".equals(line) ? 1 : 0;
            if (RingChild.READY.equals(line) && point == 0) {
                end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(200 + random.nextInt(50_000));
            }
            ready |= line != null;
            if (!child.isAlive() || System.nanoTime() > limit) {
                throw new AssertionError("child is " + (child.isAlive() ? "alive" : "dead") + ", ready: " + ready
                        + ", point " + point + ", wrote: " + child.errors());
            }
        }
        child.kill();
    }

    // ---- readers ----

    private void killReader(int round, int point) throws Exception {
        readers++;
        Expected expected = new Expected();
        try (SharedRing ring = ring();
                SharedSender steady = ring.openSender()) {
            boolean reads = point == CrashPoint.BEFORE_RELEASE || point == CrashPoint.AFTER_RELEASE;
            try (LiveJvm child = child("read", path, round, point, reads ? random.nextInt(200) : 0)) {
                runUntilKilled(child, point, () -> steadySend(steady, expected));
            }
            long start = System.nanoTime();
            long handled = done();
            long[] next = {-1};
            try (SharedReceiver receiver = ring.openReceiver()) {
                countStuck(start);
                while (receiver.tryReceive((type, buffer, index, length) -> goOn(next, type, buffer, index, length), 64)
                        > 0) {}
            }
            if (next[0] < 0) {
                next[0] = handled;
                firstAgain = handled;
            }
            lost += Math.max(0, firstAgain - handled) + Math.max(0, expected.steadySent - next[0]);
            long redelivered = handled - firstAgain;
            again += Math.max(0, redelivered);
            wrong += redelivered > RingChild.BATCH || point == CrashPoint.AFTER_RELEASE && redelivered > 0 ? 1 : 0;
        }
    }

    private long firstAgain;

    private void goOn(long[] next, int type, DirectBuffer buffer, int index, int length) {
        received++;
        torn += record.isWhole(type, buffer, index, length) ? 0 : 1;
        long number = CheckedRecord.number(buffer, index);
        if (next[0] < 0) {
            firstAgain = number;
        } else if (number != next[0]) {
            wrong++;
        }
        next[0] = number + 1;
    }

    // ---- creators and closers ----

    private void killCreator(int round, int point) throws Exception {
        creators++;
        Path place = Files.createDirectory(folder.resolve("created" + round));
        Path file = place.resolve("ring");
        try (LiveJvm child = child("create", file, round, point, point == 0 ? 0 : random.nextInt(3))) {
            runUntilKilled(child, point, Thread::yield);
        }
        if (Files.exists(file)) {
            SharedRing.attach(file).close(); // whole, or not there
        }
        long start = System.nanoTime();
        try (SharedRing ring =
                SharedRing.builder(file).lanes(4).laneCapacity(1 << 16).open()) {
            sendOneAndReceiveIt(ring);
        }
        countStuck(start);
        try (Stream<Path> files = Files.list(place)) {
            wrong += files.count() - 2; // the ring and its lock file
        }
    }

    private void sendOneAndReceiveIt(SharedRing ring) throws InterruptedException {
        Expected expected = new Expected();
        try (SharedSender sender = ring.openSender();
                SharedReceiver receiver = ring.openReceiver()) {
            sender.send(CheckedRecord.TYPE, record.buffer, 0, record.fill(0, 0));
            receiver.receive(expected::take, 1);
        }
        lost += 1 - expected.fromChild;
    }

    private void killCloser(int round, int point) throws Exception {
        closers++;
        Path file = folder.resolve("closed" + round);
        Expected expected = new Expected();
        try (SharedRing ring = SharedRing.builder(file)
                        .lanes(LANES)
                        .laneCapacity(LANE_CAPACITY)
                        .create();
                SharedSender steady = ring.openSender();
                SharedReceiver receiver = ring.openReceiver()) {
            try (LiveJvm child = child("shutdown", file, round, point, 0)) {
                runUntilKilled(child, point, () -> {
                    sendUntilClosed(steady, expected);
                    receiveUntilClosed(receiver, expected);
                });
            }
            long start = System.nanoTime();
            String reason = "the child says so";
            if (point == CrashPoint.REASON_WRITTEN || point == CrashPoint.REASON_THERE) {
                reason = closeAgain(ring, steady, expected, point);
            }
            try {
                while (true) {
                    receiver.receive(expected::take, RingChild.BATCH);
                }
            } catch (ChannelClosedException e) {
                wrong += e.getCause() != null && reason.equals(e.getCause().getMessage()) ? 0 : 1;
            }
            countStuck(start);
            lost += expected.steadySent - expected.fromSteady;
            try {
                steadySend(steady, expected);
                wrong++;
            } catch (ChannelClosedException e) {
                // the receiver has closed what the closer has not
            }
        }
        Files.delete(file);
    }

    /** A closer that has died before it closed has closed nothing. Its reason counts if it was there as a whole. */
    private String closeAgain(SharedRing ring, SharedSender steady, Expected expected, int point) {
        wrong += ring.isShutdown() ? 1 : 0;
        steadySend(steady, expected);
        ring.shutdown("somebody else says so");
        return point == CrashPoint.REASON_THERE ? "the child says so" : "somebody else says so";
    }

    private void receiveUntilClosed(SharedReceiver receiver, Expected expected) {
        try {
            receiver.tryReceive(expected::take, 1 + random.nextInt(RingChild.BATCH));
        } catch (ChannelClosedException e) {
            // drained
        }
    }

    private void sendUntilClosed(SharedSender sender, Expected expected) {
        try {
            steadySend(sender, expected);
        } catch (ChannelClosedException e) {
            // whoever meets the close word finishes it
        }
    }

    // ---- zombies ----

    void stopAndResume(int rounds) throws Exception {
        for (int round = 0; round < rounds; round++) {
            Files.write(done, new byte[Long.BYTES]);
            stopWriter(round);
        }
        requireNoCrash();
    }

    private void stopWriter(int round) throws Exception {
        zombies++;
        boolean inCommit = round % 2 == 0; // everything is written, then it stops, then it tries to commit
        int point = inCommit ? CrashPoint.BEFORE_COMMIT : 0;
        Expected expected = new Expected();
        try (SharedRing ring = ring();
                SharedReceiver receiver = ring.openReceiver();
                LiveJvm child = child("write", path, round, point, random.nextInt(200))) {
            child.line();
            if (inCommit) {
                while (child.lineIfAny() == null) {
                    receiver.tryReceive(expected::take, RingChild.BATCH);
                }
                atPoints++;
            } else {
                long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(200 + random.nextInt(20_000));
                while (System.nanoTime() < end || expected.fromChild == 0) {
                    receiver.tryReceive(expected::take, RingChild.BATCH);
                }
            }
            child.signal("STOP");
            int lane = laneOf(ring, child);
            Await.until(
                    "the writer is stopped",
                    () -> ring.state().lanes().get(lane).owner().state() == OwnerState.STOPPED);
            wrong += ring.fence(lane, ring.state().lanes().get(lane).owner().epoch()) ? 0 : 1;
            while (receiver.tryReceive(expected::take, RingChild.BATCH) > 0) {}
            try (SharedSender steady = ring.openSender()) {
                wrong += steady.lane() == lane || hasAnotherLane(ring) ? 1 : 0;
                for (int sent = 0; sent < 10; sent++) {
                    steadySend(steady, expected);
                }
                child.signal("CONT");
                child.go();
                String line = child.line();
                wrong += line.equals(RingChild.FENCED + expected.fromChild) ? 0 : 1;
                child.awaitEnd();
                while (receiver.tryReceive(expected::take, RingChild.BATCH) > 0) {}
                lost += expected.steadySent - expected.fromSteady;
                ring.openSender().close(); // now there is room for another
            }
        }
    }

    private static int laneOf(SharedRing ring, LiveJvm child) {
        var lanes = ring.state().lanes();
        for (int lane = 0; lane < lanes.size(); lane++) {
            if (lanes.get(lane).owner().pid() == child.pid()) {
                return lane;
            }
        }
        throw new AssertionError("no lane of " + child.pid() + ": " + ring.state());
    }

    private static boolean hasAnotherLane(SharedRing ring) {
        try {
            ring.openSender().close();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private void requireNoCrash() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> crashes = files.filter(
                            file -> file.getFileName().toString().matches("hs_err.*|core.*"))
                    .toList();
            if (!crashes.isEmpty()) {
                throw new AssertionError("a JVM has crashed: " + Files.readString(crashes.get(0)));
            }
        }
    }
}
