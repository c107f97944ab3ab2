package io.millrace.bench.compare;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Four senders, four receivers. Every message is an object of its own here, see {@link Traffic}; that costs all the same. */
public final class Mpmc {

    private static final int SENDERS = 4;
    private static final int RECEIVERS = 4;

    private Mpmc() {}

    /** Room for 1024 messages. */
    public static class Bounded extends Comparison {

        /** The implementation. */
        @Param({"millrace", "ArrayBlockingQueue", "LinkedBlockingQueue", "MpmcArrayQueue", "MpmcVarHandleArrayQueue"})
        public String implementation;

        /** Messages in a run. */
        @Param("2000000")
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
        @Param({"millrace", "LinkedBlockingQueue", "LinkedTransferQueue", "MpmcUnboundedXaddArrayQueue"})
        public String implementation;

        /** Messages in a run. */
        @Param("2000000")
        public int messages;

        /** Makes the implementation. */
        @Setup
        public void open() {
            open(Handoffs.unbounded(implementation), SENDERS, RECEIVERS, messages);
        }
    }
}
