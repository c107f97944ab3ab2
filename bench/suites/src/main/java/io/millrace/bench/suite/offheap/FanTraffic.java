package io.millrace.bench.suite.offheap;

import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.RunChecks;
import io.millrace.bench.suite.harness.Team;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;

/** Senders of bytes and several receivers at work. The threads wait at a barrier between runs. */
final class FanTraffic implements FixedWork {

    private final ByteFan fan;
    private final int messages;
    private final int senders;
    private final int each;
    private final int length;
    private final Count[] counts;
    private final Team team;

    FanTraffic(ByteFan fan, int senders, int receivers, int messages, int length) {
        if (length < Long.BYTES) {
            throw new IllegalArgumentException("length is " + length + ", allowed is " + Long.BYTES + " or more");
        }
        this.fan = fan;
        this.messages = messages;
        this.senders = senders;
        this.each = RunChecks.share("messages", messages, senders);
        this.length = length;
        this.counts = new Count[receivers];
        List<Team.Job> jobs = new ArrayList<>();
        for (int i = 0; i < receivers; i++) {
            int receiver = i;
            jobs.add(() -> receiveAll(receiver));
        }
        for (int i = 0; i < senders; i++) {
            int sender = i;
            jobs.add(() -> sendAll(sender));
        }
        this.team = new Team(jobs);
    }

    private void sendAll(int sender) throws InterruptedException {
        ByteFan.Outlet outlet = fan.sender(sender);
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[length]);
        for (int number = 0; number < each; number++) {
            bytes.putInt(0, sender);
            bytes.putInt(Integer.BYTES, number);
            outlet.send(bytes, length);
        }
        outlet.end();
    }

    private void receiveAll(int receiver) throws InterruptedException {
        Count count = new Count();
        fan.receiveAll(receiver, count);
        counts[receiver] = count;
    }

    @Override
    public long run() throws InterruptedException {
        fan.begin(messages);
        team.run();
        long received = 0;
        long sum = 0;
        for (Count count : counts) {
            received += count.received;
            sum += count.sum;
        }
        RunChecks.equal("received", messages, received);
        RunChecks.equal("sum of the numbers", (long) senders * each * (each - 1) / 2, sum);
        return messages;
    }

    @Override
    public void close() {
        team.close();
    }

    /** What one receiver got in a run: of each sender's messages some, in their order. */
    private final class Count implements MessageHandler {

        private final int[] last = new int[senders];
        private long received;
        private long sum;

        Count() {
            Arrays.fill(last, -1);
        }

        @Override
        public void onMessage(int type, MutableDirectBuffer buffer, int index, int size) {
            int sender = buffer.getInt(index);
            int number = buffer.getInt(index + Integer.BYTES);
            if (size != length || number <= last[sender]) {
                throw new IllegalStateException("received message " + number + " of sender " + sender + " with " + size
                        + " bytes after its message " + last[sender] + ", sent was a later one with " + length);
            }
            last[sender] = number;
            received++;
            sum += number;
        }
    }
}
