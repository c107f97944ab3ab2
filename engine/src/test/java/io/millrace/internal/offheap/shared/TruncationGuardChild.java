package io.millrace.internal.offheap.shared;

import io.millrace.ChannelClosedException;
import io.millrace.offheap.Lease;
import io.millrace.offheap.SharedReceiver;
import io.millrace.offheap.SharedRing;
import io.millrace.offheap.SharedSender;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;

/** Cuts its own rings off while it uses them, and writes the name of each scenario that went as it should. */
final class TruncationGuardChild {

    static final List<String> SCENARIOS = List.of(
            "send",
            "trySend",
            "commit",
            "receive",
            "tryReceive",
            "cancel",
            "state",
            "isShutdown",
            "shutdown",
            "fence",
            "force",
            "openSender",
            "openReceiver",
            "close");

    private static final int LANES = 3;
    private static final int LANE_CAPACITY = 1 << 14;
    private static final long LENGTH = new Layout(LANES, LANE_CAPACITY).length();

    private final Path file;
    private final SharedRing ring;
    private final SharedSender sender;
    private final SharedReceiver receiver;
    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[Long.BYTES]);
    private long sum;
    private final MessageHandler add = (type, buffer, index, length) -> sum += buffer.getLong(index);

    private TruncationGuardChild(Path file) {
        this.file = file;
        this.ring = SharedRing.builder(file)
                .lanes(LANES)
                .laneCapacity(LANE_CAPACITY)
                .create();
        this.sender = ring.openSender();
        this.receiver = ring.openReceiver();
    }

    /** Arguments: the folder, how often to send and receive first. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        int warmUp = Integer.parseInt(args[1]);
        for (String scenario : SCENARIOS) {
            for (long length : new long[] {0, Layout.PAGE, 8 * Layout.PAGE, LENGTH - 1}) {
                TruncationGuardChild child = new TruncationGuardChild(folder.resolve(scenario + length));
                child.warmUp(warmUp);
                child.run(scenario, length);
            }
            System.out.println(scenario);
        }
    }

    private void warmUp(int rounds) {
        for (int round = 0; round < rounds; round++) {
            sender.trySend(1, bytes, 0, Long.BYTES);
            Lease claimed = sender.tryClaim(1, Long.BYTES);
            if (claimed != null) {
                claimed.commit();
            }
            receiver.tryReceive(add, 1 + round % 3);
        }
    }

    private void run(String scenario, long length) throws Exception {
        ChannelClosedException closed = switch (scenario) {
            case "send" -> {
                fill();
                yield cutWhile(length, () -> {
                    sender.send(1, bytes, 0, Long.BYTES);
                    return null;
                });
            }
            case "trySend" -> cutBefore(length, () -> sender.trySend(1, bytes, 0, Long.BYTES));
            case "commit" -> {
                receiver.tryReceive(add, Integer.MAX_VALUE);
                Lease claimed = sender.claim(1, Long.BYTES);
                cut(length);
                boolean[] open = {true};
                yield await(() -> {
                    if (open[0]) {
                        open[0] = false;
                        claimed.commit();
                    }
                    sender.send(1, bytes, 0, Long.BYTES);
                    return null;
                });
            }
            case "receive" ->
                cutWhile(length, () -> {
                    while (true) {
                        receiver.receive(add, 10);
                    }
                });
            case "tryReceive" -> cutBefore(length, () -> receiver.tryReceive(add, 10));
            case "cancel" -> cutBefore(length, receiver::cancel);
            case "state" -> cutBefore(length, ring::state);
            case "isShutdown" -> cutBefore(length, ring::isShutdown);
            case "shutdown" ->
                cutBefore(length, () -> {
                    ring.shutdown("why");
                    return null;
                });
            case "fence" -> cutBefore(length, () -> ring.fence(0, 1));
            case "force" ->
                cutBefore(length, () -> {
                    ring.force();
                    return null;
                });
            case "openSender" -> cutBefore(length, ring::openSender);
            case "openReceiver" -> cutBefore(length, ring::openReceiver);
            default -> {
                cut(length);
                yield null;
            }
        };
        if (closed != null) {
            requireClosed(closed);
        }
        requireUnmapped();
    }

    /** So that a send waits: one that is at work when the file is cut off may meet what {@link SharedRing} says of it. */
    private void fill() {
        while (sender.trySend(1, bytes, 0, Long.BYTES)) {}
    }

    private void cut(long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    private ChannelClosedException cutBefore(long length, Callable<?> operation) throws Exception {
        cut(length);
        return await(operation);
    }

    private ChannelClosedException cutWhile(long length, Callable<?> operation) throws Exception {
        FutureTask<ChannelClosedException> task = new FutureTask<>(() -> await(operation));
        Thread thread = new Thread(task);
        thread.start();
        cut(length);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** Until it is noticed an operation may return anything, and the JVM may throw its error outside. */
    private static ChannelClosedException await(Callable<?> operation) throws Exception {
        while (true) {
            try {
                operation.call();
            } catch (ChannelClosedException e) {
                return e;
            } catch (InternalError late) {
                // the next operation will tell
            }
        }
    }

    private void requireClosed(ChannelClosedException first) throws Exception {
        requireSame(first, first);
        requireSame(first, await(() -> sender.trySend(1, bytes, 0, Long.BYTES)));
        requireSame(first, await(() -> sender.claim(1, Long.BYTES)));
        requireSame(first, await(() -> receiver.receive(add, 10)));
        requireSame(first, await(ring::state));
        requireSame(first, await(ring::openSender));
    }

    private static void requireSame(ChannelClosedException first, ChannelClosedException next) {
        if (!(next.getCause() instanceof InternalError)
                || next.getCause() != first.getCause()
                || !next.getMessage().contains("its file was cut off while it was in use")) {
            throw new AssertionError("not closed for that reason", next);
        }
    }

    private void requireUnmapped() throws IOException {
        ring.close();
        ring.close();
        sender.close();
        receiver.close();
        if (Files.readString(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1)
                .contains(file.toString())) {
            throw new AssertionError(file + " is still mapped");
        }
    }
}
