package io.millrace.internal.offheap.shared;

import io.millrace.ChannelClosedException;
import io.millrace.offheap.Lease;
import io.millrace.offheap.SharedReceiver;
import io.millrace.offheap.SharedRing;
import io.millrace.offheap.SharedSender;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;

/** What the other process of a test does. It halts at a numbered point if told to, and is then killed. */
final class RingChild {

    static final String AT_POINT = "at point";
    static final String READY = "ready";
    static final String FENCED = "fenced after ";
    static final int MAX_LENGTH = 200;
    static final int BATCH = 64;
    static final int RACE_LANE_CAPACITY = 4096;

    /** Lets a process go on that has halted: a byte on its standard input. */
    private static final CountDownLatch WOKEN = new CountDownLatch(1);

    private final Path path;
    private final long id;
    private final MappedByteBuffer done;

    private RingChild(Path path, Path done, long id) throws IOException {
        this.path = path;
        this.id = id;
        try (FileChannel file = FileChannel.open(done, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            this.done = file.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
        }
    }

    /** Arguments: what to do, the ring, a file of 8 bytes for what was done, an id, the point to halt at, how often to pass it before. */
    public static void main(String[] args) throws Exception {
        RingChild child = new RingChild(Path.of(args[1]), Path.of(args[2]), Long.parseLong(args[3]));
        haltAt(Integer.parseInt(args[4]), Integer.parseInt(args[5]));
        if (!args[0].equals("race")) {
            endWithTheTest();
        }
        switch (args[0]) {
            case "write" -> child.write();
            case "read" -> child.read();
            case "create" -> child.create();
            case "shutdown" -> child.shutdown();
            case "race" -> child.race();
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    /** Listens to the test. One that dies does not leave this process running: then its standard input ends. */
    private static void endWithTheTest() {
        Thread watch = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {
                    WOKEN.countDown();
                }
            } catch (IOException e) {
                // as if it had ended
            }
            Runtime.getRuntime().halt(1);
        });
        watch.setDaemon(true);
        watch.start();
    }

    private static void haltAt(int halt, int passes) {
        int[] left = {passes};
        CrashPoint.watcher = point -> {
            if (point == halt && left[0]-- == 0) {
                System.out.println(AT_POINT);
                try {
                    WOKEN.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        };
    }

    /** Sends numbered records until it is killed or fenced. What is done is the number of sends that have returned. */
    private void write() throws InterruptedException {
        SharedSender sender = SharedRing.attach(path).openSender();
        System.out.println(READY);
        CheckedRecord record = new CheckedRecord(id, MAX_LENGTH);
        for (long number = 0; ; number++) {
            int length = record.fill(id, number);
            try {
                if (number % 2 == 0) {
                    sender.send(CheckedRecord.TYPE, record.buffer, 0, length);
                } else {
                    try (Lease claimed = sender.claim(CheckedRecord.TYPE, length)) {
                        claimed.buffer().putBytes(0, record.buffer, 0, length);
                        claimed.commit();
                    }
                }
            } catch (ChannelClosedException e) {
                System.out.println(FENCED + number + (e.getMessage().contains("was fenced") ? "" : e.getMessage()));
                return;
            }
            done.putLong(0, number + 1);
        }
    }

    /** Receives until it is killed. What is done is one more than the number of the last record that was handled. */
    private void read() throws InterruptedException {
        SharedReceiver receiver = SharedRing.attach(path).openReceiver();
        System.out.println(READY);
        CheckedRecord record = new CheckedRecord(id, MAX_LENGTH);
        while (true) {
            receiver.receive(
                    (type, buffer, index, length) -> {
                        if (!record.isWhole(type, buffer, index, length)) {
                            System.out.println("torn");
                        }
                        done.putLong(0, CheckedRecord.number(buffer, index) + 1);
                    },
                    BATCH);
        }
    }

    /** Makes rings and deletes them until it is killed. */
    private void create() throws IOException {
        System.out.println(READY);
        while (true) {
            SharedRing.builder(path).lanes(4).laneCapacity(1 << 16).create().close();
            Files.delete(path);
        }
    }

    private void shutdown() {
        SharedRing.attach(path).shutdown("the child says so");
        System.out.println(READY);
    }

    /** Opens many rings at the same time as others do, and sends one message to each. */
    private void race() throws InterruptedException, IOException {
        System.out.println(READY);
        System.in.read();
        CheckedRecord record = new CheckedRecord(id, MAX_LENGTH);
        StringBuilder created = new StringBuilder();
        for (int round = 0; Files.exists(path.resolve("folder" + round)); round++) {
            Path file = path.resolve("folder" + round).resolve("ring");
            boolean made = true;
            SharedRing ring;
            try {
                ring = SharedRing.builder(file)
                        .lanes(8)
                        .laneCapacity(RACE_LANE_CAPACITY)
                        .create();
            } catch (IllegalStateException e) {
                made = false;
                ring = SharedRing.builder(file)
                        .lanes(8)
                        .laneCapacity(RACE_LANE_CAPACITY)
                        .open();
            }
            try (SharedRing open = ring;
                    SharedSender sender = open.openSender()) {
                int length = record.fill(id, round);
                sender.send(CheckedRecord.TYPE, record.buffer, 0, length);
            }
            created.append(made ? '1' : '0');
        }
        System.out.println(created);
    }
}
