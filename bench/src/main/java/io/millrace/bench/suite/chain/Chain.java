package io.millrace.bench.suite.chain;

import io.millrace.bench.suite.peer.FixedWork;
import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.Message;
import io.millrace.bench.suite.peer.Payload;
import io.millrace.bench.suite.peer.Receives;
import io.millrace.bench.suite.peer.Sends;
import io.millrace.bench.suite.peer.ThreadKind;
import io.millrace.bench.suite.peer.Traffic;
import java.util.ArrayList;
import java.util.List;

/** Channels in a row, with a thread between each two that passes on; the ends send, receive and check. */
final class Chain implements FixedWork.Run {

    private final int hops;
    private final Traffic ends;
    private final List<Thread> links = new ArrayList<>();

    Chain(List<Handoff<Message>> channels, int messages, ThreadKind kind) {
        hops = channels.size();
        for (int i = 1; i < hops; i++) {
            Handoff<Message> from = channels.get(i - 1);
            Handoff<Message> to = channels.get(i);
            links.add(kind.start("link-" + i, () -> passOn(from, to)));
        }
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
        ends = new Traffic(ways, 1, 1, messages, Payload.PREALLOCATED, kind);
    }

    private static void passOn(Handoff<Message> from, Handoff<Message> to) {
        try {
            while (true) {
                to.send(from.receive());
            }
        } catch (InterruptedException e) {
            // The end of this chain.
        }
    }

    @Override
    public long run() throws InterruptedException {
        return ends.run() * hops;
    }

    @Override
    public void close() {
        links.forEach(Thread::interrupt);
        ends.close();
        try {
            for (Thread link : links) {
                link.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
