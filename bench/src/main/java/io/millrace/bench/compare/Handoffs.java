package io.millrace.bench.compare;

import io.millrace.Channel;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.SynchronousQueue;
import org.jctools.queues.MpmcArrayQueue;
import org.jctools.queues.MpmcUnboundedXaddArrayQueue;
import org.jctools.queues.MpscArrayQueue;
import org.jctools.queues.MpscBlockingConsumerArrayQueue;
import org.jctools.queues.MpscUnboundedXaddArrayQueue;
import org.jctools.queues.SpscArrayQueue;
import org.jctools.queues.SpscUnboundedArrayQueue;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;

/**
 * Makes the implementations by name. The names of peers are their class names: those of JCTools with {@code VarHandle} in them
 * come from jctools-core-jdk11, the others from jctools-core, which uses {@code sun.misc.Unsafe}.
 */
final class Handoffs {

    static final String MILLRACE = "millrace";

    /** The peers that block by themselves and come with every JDK. */
    static final Set<String> JDK_PEERS =
            Set.of("ArrayBlockingQueue", "LinkedBlockingQueue", "LinkedTransferQueue", "SynchronousQueue");

    /** A power of two, and so the same number of places in every peer. */
    static final int CAPACITY = 1024;

    private static final int CHUNK = 1024;

    private Handoffs() {}

    static Handoff bounded(String implementation) {
        return switch (implementation) {
            case MILLRACE -> new MillraceHandoff(Channel.bounded(CAPACITY));
            case "ArrayBlockingQueue" -> new BlockingHandoff(new ArrayBlockingQueue<>(CAPACITY));
            case "LinkedBlockingQueue" -> new BlockingHandoff(new LinkedBlockingQueue<>(CAPACITY));
            case "SpscArrayQueue" -> new PollingHandoff(new SpscArrayQueue<>(CAPACITY));
            case "SpscVarHandleArrayQueue" -> new PollingHandoff(new SpscVarHandleArrayQueue<>(CAPACITY));
            case "MpscArrayQueue" -> new PollingHandoff(new MpscArrayQueue<>(CAPACITY));
            case "MpscVarHandleArrayQueue" -> new PollingHandoff(new MpscVarHandleArrayQueue<>(CAPACITY));
            case "MpscBlockingConsumerArrayQueue" ->
                new BlockingReceiveHandoff(new MpscBlockingConsumerArrayQueue<>(CAPACITY));
            case "MpmcArrayQueue" -> new PollingHandoff(new MpmcArrayQueue<>(CAPACITY));
            case "MpmcVarHandleArrayQueue" -> new PollingHandoff(new MpmcVarHandleArrayQueue<>(CAPACITY));
            default -> throw unknown(implementation, "bounded");
        };
    }

    static Handoff rendezvous(String implementation) {
        return switch (implementation) {
            case MILLRACE -> new MillraceHandoff(Channel.rendezvous());
            case "SynchronousQueue" -> new BlockingHandoff(new SynchronousQueue<>());
            case "LinkedTransferQueue" -> new TransferHandoff(new LinkedTransferQueue<>());
            default -> throw unknown(implementation, "rendezvous");
        };
    }

    static Handoff unbounded(String implementation) {
        return switch (implementation) {
            case MILLRACE -> new MillraceHandoff(Channel.unbounded());
            case "LinkedBlockingQueue" -> new BlockingHandoff(new LinkedBlockingQueue<>());
            case "LinkedTransferQueue" -> new BlockingHandoff(new LinkedTransferQueue<>());
            case "SpscUnboundedArrayQueue" -> new PollingHandoff(new SpscUnboundedArrayQueue<>(CHUNK));
            case "MpscUnboundedXaddArrayQueue" -> new PollingHandoff(new MpscUnboundedXaddArrayQueue<>(CHUNK));
            case "MpmcUnboundedXaddArrayQueue" -> new PollingHandoff(new MpmcUnboundedXaddArrayQueue<>(CHUNK));
            default -> throw unknown(implementation, "unbounded");
        };
    }

    private static IllegalArgumentException unknown(String implementation, String kind) {
        return new IllegalArgumentException("implementation is " + implementation + ", allowed are those that "
                + Handoffs.class.getSimpleName() + "." + kind + " names");
    }
}
