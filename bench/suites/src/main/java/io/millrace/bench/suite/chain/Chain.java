package io.millrace.bench.suite.chain;

import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.Team;
import io.millrace.bench.suite.harness.TeamThreads;
import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.Receives;
import io.millrace.bench.suite.peer.Sends;
import io.millrace.bench.suite.peer.traffic.Message;
import io.millrace.bench.suite.peer.traffic.MessagePayload;
import io.millrace.bench.suite.peer.traffic.Traffic;
import java.util.ArrayList;
import java.util.List;

/** Channels in a row, with a thread between each two that passes on; the ends send, receive and check. */
final class Chain implements FixedWork {

    private final int hops;
    private final Traffic ends;
    private final Team links;
    private boolean passing;

    Chain(List<Handoff<Message>> channels, int messages, TeamThreads kind) {
        hops = channels.size();
        List<Team.Job> jobs = new ArrayList<>();
        for (int i = 1; i < hops; i++) {
            Handoff<Message> from = channels.get(i - 1);
            Handoff<Message> to = channels.get(i);
            jobs.add(() -> passOn(from, to));
        }
        links = new Team(kind, jobs);
        Traffic.Ways ways = new Traffic.Ways() {
            @Override
            public Sends<Message> sender(int index) {
                return channels.get(0);
            }

            @Override
            public Receives<Message> receiver(int index) {
                return channels.get(hops - 1);
            }
        };
        ends = new Traffic(ways, 1, 1, messages, MessagePayload.PREALLOCATED, kind);
    }

    /** Ends with its team: between runs it waits for the next message, so that a run need not release it. */
    private static void passOn(Handoff<Message> from, Handoff<Message> to) throws InterruptedException {
        while (true) {
            to.send(from.receive());
        }
    }

    @Override
    public long run() throws InterruptedException {
        if (!passing) {
            links.release();
            passing = true;
        }
        long messages = ends.run();
        links.check();
        return messages * hops;
    }

    @Override
    public void close() {
        links.close();
        ends.close();
    }
}
