package io.millrace.bench.suite.offheap;

import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.Team;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;

/** Senders of bytes and their receiver at work. The threads wait at a barrier between runs. */
final class ByteTraffic implements FixedWork {

    private static final int BATCH = 64;

    private final ByteHandoff handoff;
    private final int senders;
    private final int each;
    private final int length;
    private final Team team;

    /** The receiver's: what comes next from each sender. */
    private final int[] next;

    private int received;

    ByteTraffic(ByteHandoff handoff, int senders, int messages, int length) {
        if (length < Long.BYTES || messages % senders != 0) {
            throw new IllegalArgumentException("length is " + length + ", allowed is " + Long.BYTES
                    + " or more; messages is " + messages + ", allowed are multiples of " + senders);
        }
        this.handoff = handoff;
        this.senders = senders;
        this.each = messages / senders;
        this.length = length;
        this.next = new int[senders];
        List<Team.Job> jobs = new ArrayList<>();
        jobs.add(this::receiveAll);
        for (int i = 0; i < senders; i++) {
            int sender = i;
            jobs.add(() -> sendAll(sender));
        }
        this.team = new Team(jobs);
    }

    private void sendAll(int sender) throws InterruptedException {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[length]);
        for (int number = 0; number < each; number++) {
            bytes.putInt(0, sender);
            bytes.putInt(Integer.BYTES, number);
            handoff.send(bytes, length);
        }
    }

    private void receiveAll() throws InterruptedException {
        Arrays.fill(next, 0);
        received = 0;
        int all = senders * each;
        MessageHandler accept = this::accept;
        while (received < all) {
            handoff.receive(accept, BATCH);
        }
    }

    private void accept(int type, DirectBuffer buffer, int index, int size) {
        int sender = buffer.getInt(index);
        int number = buffer.getInt(index + Integer.BYTES);
        if (size != length || number != next[sender]) {
            throw new IllegalStateException("received message " + number + " of sender " + sender + " with " + size
                    + " bytes, sent was " + next[sender] + " with " + length);
        }
        next[sender]++;
        received++;
    }

    @Override
    public long run() throws InterruptedException {
        team.run();
        return (long) senders * each;
    }

    @Override
    public void close() {
        team.close();
    }
}
