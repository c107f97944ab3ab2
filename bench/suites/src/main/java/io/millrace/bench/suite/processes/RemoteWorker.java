package io.millrace.bench.suite.processes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What the remote side does, in a thread or in a process of its own: it receives, checks and counts messages, and may send them back. */
final class RemoteWorker {

    private static final int BATCH = 64;

    /** The parent is gone. */
    private static final int ORPHAN = 0;

    private static final int FAILED = 1;

    private final Task task;
    private final UnsafeBuffer copy;
    private long next;

    private RemoteWorker(Task task) {
        this.task = task;
        this.copy = new UnsafeBuffer(BufferUtil.allocateDirectAligned(task.length(), Long.BYTES));
    }

    /** Works until the thread is interrupted, or something fails. */
    static void run(Task task, Path folder) throws InterruptedException {
        RemoteWorker side = new RemoteWorker(task);
        try (Receipts receipts = Receipts.open(Side.REMOTE, folder);
                Endpoint end = Endpoints.open(task, Side.REMOTE, folder, side::accept)) {
            receipts.ready();
            if (task.echo()) {
                side.echoAll(end);
            } else {
                side.receiveAll(end, receipts);
            }
        }
    }

    private void receiveAll(Endpoint end, Receipts receipts) throws InterruptedException {
        while (true) {
            end.receive(BATCH);
            receipts.received(next);
        }
    }

    private void echoAll(Endpoint end) throws InterruptedException {
        while (true) {
            end.receive(1);
            end.send(copy, task.length());
        }
    }

    private void accept(int type, DirectBuffer buffer, int index, int size) {
        NumberedMessages.check(buffer, index, size, task.length(), next);
        next++;
        if (task.echo()) {
            copy.putBytes(0, buffer, index, size);
        }
    }

    /**
     * The remote side as a process. It lives no longer than whoever holds the other end of its standard input, and then leaves nothing of
     * the folder.
     *
     * @param arguments the folder, then those of {@link Task#parse}
     */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        Thread watch = new Thread(() -> endWithParent(folder), "parent");
        watch.setDaemon(true);
        watch.start();
        try {
            List<String> all = Arrays.asList(arguments);
            run(Task.parse(all.subList(1, all.size())), folder);
        } catch (Throwable e) {
            e.printStackTrace();
        }
        Runtime.getRuntime().halt(FAILED);
    }

    private static void endWithParent(Path folder) {
        try {
            while (System.in.read() >= 0) {}
        } catch (IOException e) {
            e.printStackTrace();
        }
        ScratchFolder.deleteAbandoned(folder);
        Runtime.getRuntime().halt(ORPHAN);
    }
}
