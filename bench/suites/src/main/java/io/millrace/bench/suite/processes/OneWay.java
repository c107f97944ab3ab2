package io.millrace.bench.suite.processes;

import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.RunChecks;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Messages from the calling thread to the remote side; a run ends when that has received all. */
final class OneWay implements FixedWork {

    private final Connection connection;
    private final UnsafeBuffer message;
    private final int messages;
    private final int length;
    private long sent;

    OneWay(Task task, Place place, int messages) {
        this.messages = RunChecks.share("messages", messages, 1);
        this.length = task.length();
        this.message = new UnsafeBuffer(BufferUtil.allocateDirectAligned(length, Long.BYTES));
        this.connection = new Connection(task, place, (type, buffer, index, size) -> {
            throw new IllegalStateException("nothing was to come back");
        });
    }

    @Override
    public long run() throws InterruptedException {
        connection.end().prepare(messages, length);
        connection.run(this::send);
        return messages;
    }

    private void send() throws InterruptedException {
        Endpoint end = connection.end();
        for (int i = 0; i < messages; i++) {
            NumberedMessages.write(message, length, sent);
            end.send(message, length);
            sent++;
        }
        connection.awaitReceived(sent);
    }

    @Override
    public void close() {
        connection.close();
    }
}
