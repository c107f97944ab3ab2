package io.millrace.bench.suite.processes;

import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.Latencies;
import io.millrace.bench.suite.harness.RunChecks;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One message at a time goes from the calling thread to the remote side and comes back. A latency is that of both ways. */
final class RemotePingPong implements FixedWork {

    private final Connection connection;
    private final UnsafeBuffer message;
    private final int messages;
    private final int length;
    private final Latencies latencies;
    private long sent;
    private long returned;

    RemotePingPong(Task task, Place place, int messages, Latencies latencies) {
        this.messages = RunChecks.share("messages", messages, 1);
        this.length = task.length();
        this.latencies = latencies;
        this.message = new UnsafeBuffer(BufferUtil.allocateDirectAligned(length, Long.BYTES));
        this.connection = new Connection(task, place, this::accept);
    }

    private void accept(int type, DirectBuffer buffer, int index, int size) {
        NumberedMessages.check(buffer, index, size, length, returned);
        returned++;
    }

    @Override
    public long run() throws InterruptedException {
        connection.end().prepare(messages, length);
        connection.run(this::exchange);
        RunChecks.equal("messages that came back", sent, returned);
        return messages;
    }

    private void exchange() throws InterruptedException {
        Endpoint end = connection.end();
        long before = System.nanoTime();
        for (int i = 0; i < messages; i++) {
            NumberedMessages.write(message, length, sent);
            end.send(message, length);
            sent++;
            end.receive(1);
            long now = System.nanoTime();
            latencies.record(now - before);
            before = now;
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
