package io.millrace.bench.suite;

import io.millrace.bench.suite.Peer.Family;

/** The peers that several suites measure, under the names that the report shows. */
public final class Peers {

    /** The default flavor of the cell: bounded, rendezvous or unbounded, many to many. */
    public static final Peer MILLRACE = Peer.of("Millrace (spins then parks)", Family.MILLRACE);

    /** Bounded or unbounded, with a single producer and a single consumer promised. */
    public static final Peer MILLRACE_TOLD = Peer.of("Millrace told its roles (spins then parks)", Family.MILLRACE);

    /** Bounded or unbounded, with a single consumer promised. */
    public static final Peer MILLRACE_TOLD_RECEIVER =
            Peer.of("Millrace told its receiver (spins then parks)", Family.MILLRACE);

    /** Bounded or unbounded, with a single producer promised. */
    public static final Peer MILLRACE_TOLD_SENDER =
            Peer.of("Millrace told its sender (spins then parks)", Family.MILLRACE);

    /** Bounded or unbounded, with counters. */
    public static final Peer MILLRACE_COUNTING = Peer.of("Millrace with counters (spins then parks)", Family.MILLRACE);

    /** With which the page "From a lock to a ring" begins. */
    public static final Peer SIMPLE_CHANNEL =
            Peer.of("SimpleChannel of a lock and two conditions (parks)", Family.BASELINE);

    public static final Peer ARRAY_BLOCKING_QUEUE = Peer.of("ArrayBlockingQueue (parks)", Family.JDK);
    public static final Peer LINKED_BLOCKING_QUEUE = Peer.of("LinkedBlockingQueue (parks)", Family.JDK);
    public static final Peer LINKED_TRANSFER_QUEUE = Peer.of("LinkedTransferQueue (spins then parks)", Family.JDK);
    public static final Peer SYNCHRONOUS_QUEUE = Peer.of("SynchronousQueue (spins then parks)", Family.JDK);
    public static final Peer EXCHANGER = Peer.of("Exchanger (spins then parks)", Family.JDK);
    public static final Peer CONCURRENT_LINKED_QUEUE = Peer.of("ConcurrentLinkedQueue (back-off)", Family.POLLED);

    public static final Peer JCTOOLS_SPSC = polled("JCTools SpscArrayQueue", "org.jctools.queues.SpscArrayQueue");
    public static final Peer JCTOOLS_SPSC_VARHANDLE =
            polled("JCTools SpscVarHandleArrayQueue", "org.jctools.queues.varhandle.SpscVarHandleArrayQueue");
    public static final Peer JCTOOLS_SPSC_UNBOUNDED =
            polled("JCTools SpscUnboundedArrayQueue", "org.jctools.queues.SpscUnboundedArrayQueue");
    public static final Peer JCTOOLS_SPSC_UNBOUNDED_VARHANDLE = polled(
            "JCTools SpscUnboundedVarHandleArrayQueue",
            "org.jctools.queues.varhandle.SpscUnboundedVarHandleArrayQueue");
    public static final Peer JCTOOLS_SPSC_LINKED =
            polled("JCTools SpscLinkedQueue", "org.jctools.queues.SpscLinkedQueue");
    public static final Peer JCTOOLS_SPSC_LINKED_VARHANDLE =
            polled("JCTools SpscLinkedVarHandleQueue", "org.jctools.queues.varhandle.SpscLinkedVarHandleQueue");
    public static final Peer JCTOOLS_MPSC = polled("JCTools MpscArrayQueue", "org.jctools.queues.MpscArrayQueue");
    public static final Peer JCTOOLS_MPSC_VARHANDLE =
            polled("JCTools MpscVarHandleArrayQueue", "org.jctools.queues.varhandle.MpscVarHandleArrayQueue");
    public static final Peer JCTOOLS_MPSC_XADD =
            polled("JCTools MpscUnboundedXaddArrayQueue", "org.jctools.queues.MpscUnboundedXaddArrayQueue");
    public static final Peer JCTOOLS_MPSC_UNBOUNDED =
            polled("JCTools MpscUnboundedArrayQueue", "org.jctools.queues.MpscUnboundedArrayQueue");
    public static final Peer JCTOOLS_MPSC_UNBOUNDED_VARHANDLE = polled(
            "JCTools MpscUnboundedVarHandleArrayQueue",
            "org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue");
    public static final Peer JCTOOLS_MPSC_LINKED =
            polled("JCTools MpscLinkedQueue", "org.jctools.queues.MpscLinkedQueue");
    public static final Peer JCTOOLS_MPSC_LINKED_VARHANDLE =
            polled("JCTools MpscLinkedVarHandleQueue", "org.jctools.queues.varhandle.MpscLinkedVarHandleQueue");
    public static final Peer JCTOOLS_MPSC_BLOCKING = Peer.of(
            "JCTools MpscBlockingConsumerArrayQueue (receiver parks; sender back-off)",
            Family.POLLED,
            17,
            "org.jctools.queues.MpscBlockingConsumerArrayQueue");
    public static final Peer JCTOOLS_SPMC = polled("JCTools SpmcArrayQueue", "org.jctools.queues.SpmcArrayQueue");
    public static final Peer JCTOOLS_MPMC = polled("JCTools MpmcArrayQueue", "org.jctools.queues.MpmcArrayQueue");
    public static final Peer JCTOOLS_MPMC_VARHANDLE =
            polled("JCTools MpmcVarHandleArrayQueue", "org.jctools.queues.varhandle.MpmcVarHandleArrayQueue");
    public static final Peer JCTOOLS_MPMC_XADD =
            polled("JCTools MpmcUnboundedXaddArrayQueue", "org.jctools.queues.MpmcUnboundedXaddArrayQueue");

    public static final Peer AGRONA_SPSC =
            polled("Agrona OneToOneConcurrentArrayQueue", "org.agrona.concurrent.OneToOneConcurrentArrayQueue");
    public static final Peer AGRONA_MPSC =
            polled("Agrona ManyToOneConcurrentArrayQueue", "org.agrona.concurrent.ManyToOneConcurrentArrayQueue");
    public static final Peer AGRONA_MPMC =
            polled("Agrona ManyToManyConcurrentArrayQueue", "org.agrona.concurrent.ManyToManyConcurrentArrayQueue");

    public static final Peer CONVERSANT_PUSH_PULL = Peer.of(
            "Conversant PushPullBlockingQueue (spins then parks)",
            Family.BLOCKING,
            17,
            "com.conversantmedia.util.concurrent.PushPullBlockingQueue");
    public static final Peer CONVERSANT_DISRUPTOR = Peer.of(
            "Conversant DisruptorBlockingQueue (spins then parks)",
            Family.BLOCKING,
            17,
            "com.conversantmedia.util.concurrent.DisruptorBlockingQueue");
    public static final Peer CONVERSANT_MPMC = Peer.of(
            "Conversant MultithreadConcurrentQueue (back-off)",
            Family.POLLED,
            17,
            "com.conversantmedia.util.concurrent.MultithreadConcurrentQueue");
    public static final Peer DISRUPTOR = polled("Disruptor RingBuffer", "com.lmax.disruptor.RingBuffer");
    public static final Peer JOX =
            Peer.of("Jox Channel (spins then parks)", Family.BLOCKING, 21, "com.softwaremill.jox.Channel");
    public static final Peer KOTLIN =
            Peer.of("Kotlin Channel (parks)", Family.BLOCKING, 17, "kotlinx.coroutines.channels.Channel");

    private Peers() {}

    /** Makes a peer that does not block; each side tries again after the same back-off, alike for all of them. */
    public static Peer polled(String name, String type) {
        return Peer.of(name + " (back-off)", Family.POLLED, 17, type);
    }
}
