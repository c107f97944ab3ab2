package io.millrace.bench.suite.processes;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The remote side in a thread of this process. */
final class RemoteThread implements Remote {

    private final Thread thread;
    private volatile boolean closed;

    RemoteThread(Task task, Path folder, Watch watch) {
        thread = new Thread(() -> run(task, folder, watch), "remote side");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Task task, Path folder, Watch watch) {
        try {
            RemoteWorker.run(task, folder);
        } catch (Throwable e) {
            if (!closed) {
                watch.fail(e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.MINUTES.toMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new IllegalStateException("the thread of the remote side does not end");
        }
    }
}
