package io.millrace.bench.suite.scaling;

import io.millrace.bench.suite.harness.CostedBenchmark;
import io.millrace.bench.suite.harness.FixedWork;
import io.millrace.bench.suite.harness.TeamThreads;
import io.millrace.bench.suite.peer.Capacity;
import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.Receives;
import io.millrace.bench.suite.peer.Sends;
import io.millrace.bench.suite.peer.WaitVariants;
import io.millrace.bench.suite.peer.traffic.Message;
import io.millrace.bench.suite.peer.traffic.MessagePayload;
import io.millrace.bench.suite.peer.traffic.MessageTally;
import io.millrace.bench.suite.peer.traffic.Traffic;
import org.openjdk.jmh.annotations.Param;

/** So many senders and as many receivers on one bounded channel, up to far more threads than processors. */
public class Oversubscribed extends CostedBenchmark {

    /** What carries the messages. */
    @Param("Millrace (spins then parks)")
    public String peer;

    /** How many senders, and how many receivers. */
    @Param({"1", "4", "16"})
    public int pairs;

    /** How many messages fit. */
    @Param("1024")
    public int capacity;

    /** Messages in a run, of all senders together; a multiple of {@code pairs}. */
    @Param("160000")
    public int messages;

    @Override
    protected FixedWork open() {
        Handoff<Message> channel = WaitVariants.open(peer, pairs, pairs, Capacity.of(capacity));
        return new Traffic(
                new Distinct(channel),
                pairs,
                pairs,
                lengthened(messages),
                MessagePayload.PREALLOCATED,
                TeamThreads.PLATFORM);
    }

    /** No message comes twice, also where there is one pair: the points of a line differ in nothing but the threads. */
    private record Distinct(Handoff<Message> channel) implements Traffic.Ways {

        @Override
        public Sends<Message> sender(int index) {
            return channel;
        }

        @Override
        public Receives<Message> receiver(int index) {
            return channel;
        }

        @Override
        public MessageTally.Order order(int receivers) {
            return MessageTally.Order.RISING;
        }
    }
}
