package io.millrace.bench.compare;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** One sender, one receiver. */
public final class Spsc {

    private static final int SENDERS = 1;
    private static final int RECEIVERS = 1;

    private Spsc() {}

    /** Room for 1024 messages. */
    public static class Bounded extends Comparison {

        /** The implementation. */
        @Param({
            "millrace",
            "ArrayBlockingQueue",
            "LinkedBlockingQueue",
            "SpscArrayQueue",
            "SpscVarHandleArrayQueue",
            "MpmcArrayQueue"
        })
        public String implementation;

        /** Messages in a run. */
        @Param("5000000")
        public int messages;

        /** Makes the implementation. */
        @Setup
        public void open() {
            open(Handoffs.bounded(implementation), SENDERS, RECEIVERS, messages);
        }
    }

    /** No room: a send returns when a receiver has the message. */
    public static class Rendezvous extends Comparison {

        /** The implementation. */
        @Param({"millrace", "SynchronousQueue", "LinkedTransferQueue"})
        public String implementation;

        /** Messages in a run. */
        @Param("100000")
        public int messages;

        /** Makes the implementation. */
        @Setup
        public void open() {
            open(Handoffs.rendezvous(implementation), SENDERS, RECEIVERS, messages);
        }
    }

    /** Room without end. */
    public static class Unbounded extends Comparison {

        /** The implementation. */
        @Param({
            "millrace",
            "LinkedBlockingQueue",
            "LinkedTransferQueue",
            "SpscUnboundedArrayQueue",
            "MpscUnboundedXaddArrayQueue",
            "MpmcUnboundedXaddArrayQueue"
        })
        public String implementation;

        /** Messages in a run. */
        @Param("5000000")
        public int messages;

        /** Makes the implementation. */
        @Setup
        public void open() {
            open(Handoffs.unbounded(implementation), SENDERS, RECEIVERS, messages);
        }
    }
}
