package io.millrace.bench.suite.chain;

import io.millrace.bench.suite.harness.TeamThreads;
import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.Receives;
import io.millrace.bench.suite.peer.Sends;
import io.millrace.bench.suite.peer.traffic.Message;
import io.millrace.bench.suite.peer.traffic.MessagePayload;
import io.millrace.bench.suite.peer.traffic.MessageTally;
import io.millrace.bench.suite.peer.traffic.Traffic;
import java.util.List;

/** A sender and a receiver for each channel. */
final class Pairs {

    private Pairs() {}

    static Traffic over(List<Handoff<Message>> channels, int messages, TeamThreads kind) {
        Traffic.Ways ways = new Traffic.Ways() {
            @Override
            public Sends<Message> sender(int index) {
                return channels.get(index);
            }

            @Override
            public Receives<Message> receiver(int index) {
                return new OneSender(channels.get(index), index);
            }

            @Override
            public MessageTally.Order order(int receivers) {
                // Each pair checks its own; a tally would have to know all senders.
                return MessageTally.Order.NONE;
            }
        };
        int pairs = channels.size();
        return new Traffic(ways, pairs, pairs, Math.multiplyExact(messages, pairs), MessagePayload.PREALLOCATED, kind);
    }

    /** Checks that a receiver gets its sender's messages, one by one, round and round. */
    private static final class OneSender implements Receives<Message> {

        private final Handoff<Message> from;
        private final int sender;
        private int last = -1;

        OneSender(Handoff<Message> from, int sender) {
            this.from = from;
            this.sender = sender;
        }

        @Override
        public Message receive() throws InterruptedException {
            Message message = from.receive();
            if (message.sender() != sender || message.number() != last + 1 && message.number() != 0) {
                throw new IllegalStateException(message + " came to receiver " + sender + " after number " + last);
            }
            last = message.number();
            return message;
        }
    }
}
