package io.millrace.bench.suite.peer;

import com.conversantmedia.util.concurrent.DisruptorBlockingQueue;
import com.conversantmedia.util.concurrent.MultithreadConcurrentQueue;
import com.conversantmedia.util.concurrent.PushPullBlockingQueue;
import io.millrace.Channel;
import io.millrace.ChannelBuilder;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Peers;
import io.millrace.bench.suite.harness.Flags;
import io.millrace.bench.suite.peer.Capacity.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.ManyToManyConcurrentArrayQueue;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.MpmcArrayQueue;
import org.jctools.queues.MpmcUnboundedXaddArrayQueue;
import org.jctools.queues.MpscArrayQueue;
import org.jctools.queues.MpscLinkedQueue;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jctools.queues.MpscUnboundedXaddArrayQueue;
import org.jctools.queues.SpmcArrayQueue;
import org.jctools.queues.SpscArrayQueue;
import org.jctools.queues.SpscLinkedQueue;
import org.jctools.queues.SpscUnboundedArrayQueue;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;
import org.jctools.queues.varhandle.MpscLinkedVarHandleQueue;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jctools.queues.varhandle.SpscLinkedVarHandleQueue;
import org.jctools.queues.varhandle.SpscUnboundedVarHandleArrayQueue;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;

/**
 * Makes the implementations by the name of their peer. What a peer does not do is refused with the reason: fewer senders or
 * receivers than asked for, a kind of capacity it does not have, a number of places other than asked for.
 *
 * <p>The names of JCTools' classes with {@code VarHandle} in them come from jctools-core-jdk11, the others from jctools-core,
 * which uses {@code sun.misc.Unsafe}.
 */
public final class Handoffs {

    private static final int MANY = Integer.MAX_VALUE;
    private static final int CHUNK = 1024;

    /** Least capacity of a peer that has every capacity. */
    private static final int ANY = 0;

    private static final Map<String, Adapter> ADAPTERS = new LinkedHashMap<>();

    static {
        Set<Kind> every = Set.of(Kind.values());
        add(Peers.MILLRACE, MANY, MANY, every, (senders, capacity) -> new MillraceHandoff<>(millrace(capacity)));

        built(Peers.MILLRACE_TOLD, 1, 1, builder -> builder.singleProducer().singleConsumer());
        built(Peers.MILLRACE_TOLD_RECEIVER, MANY, 1, ChannelBuilder::singleConsumer);
        built(Peers.MILLRACE_TOLD_SENDER, 1, MANY, ChannelBuilder::singleProducer);
        built(Peers.MILLRACE_COUNTING, MANY, MANY, ChannelBuilder::recordStats);

        bounded(Peers.SIMPLE_CHANNEL, MANY, MANY, ANY, SimpleHandoff::new);
        blocking(Peers.ARRAY_BLOCKING_QUEUE, MANY, ANY, ArrayBlockingQueue::new);
        add(
                Peers.LINKED_BLOCKING_QUEUE,
                MANY,
                MANY,
                Set.of(Kind.BOUNDED, Kind.UNBOUNDED),
                (senders, capacity) -> new BlockingHandoff<>(
                        capacity.kind() == Kind.UNBOUNDED
                                ? new LinkedBlockingQueue<>()
                                : new LinkedBlockingQueue<>(capacity.slots())));
        add(
                Peers.LINKED_TRANSFER_QUEUE,
                MANY,
                MANY,
                Set.of(Kind.RENDEZVOUS, Kind.UNBOUNDED),
                (senders, capacity) -> capacity.kind() == Kind.UNBOUNDED
                        ? new BlockingHandoff<>(new LinkedTransferQueue<>())
                        : new TransferHandoff<>());
        add(
                Peers.SYNCHRONOUS_QUEUE,
                MANY,
                MANY,
                Set.of(Kind.RENDEZVOUS),
                (senders, capacity) -> new BlockingHandoff<>(new SynchronousQueue<>()));
        add(Peers.EXCHANGER, 1, 1, Set.of(Kind.RENDEZVOUS), (senders, capacity) -> new ExchangerHandoff<>());
        add(
                Peers.CONCURRENT_LINKED_QUEUE,
                MANY,
                MANY,
                Set.of(Kind.UNBOUNDED),
                (senders, capacity) -> new QueueHandoff<>(new ConcurrentLinkedQueue<>()));

        jctools(Peers.JCTOOLS_SPSC, 1, 1, 4, SpscArrayQueue::new);
        jctools(Peers.JCTOOLS_SPSC_VARHANDLE, 1, 1, 4, SpscVarHandleArrayQueue::new);
        jctools(Peers.JCTOOLS_MPSC, MANY, 1, 1, MpscArrayQueue::new);
        jctools(Peers.JCTOOLS_MPSC_VARHANDLE, MANY, 1, 1, MpscVarHandleArrayQueue::new);
        jctools(Peers.JCTOOLS_SPMC, 1, MANY, 1, SpmcArrayQueue::new);
        jctools(Peers.JCTOOLS_MPMC, MANY, MANY, 2, MpmcArrayQueue::new);
        jctools(Peers.JCTOOLS_MPMC_VARHANDLE, MANY, MANY, 2, MpmcVarHandleArrayQueue::new);
        bounded(Peers.JCTOOLS_MPSC_BLOCKING, MANY, 1, 1, BlockingReceiveHandoff::new);
        jctoolsUnbounded(Peers.JCTOOLS_SPSC_UNBOUNDED, 1, 1, () -> new SpscUnboundedArrayQueue<>(CHUNK));
        jctoolsUnbounded(
                Peers.JCTOOLS_SPSC_UNBOUNDED_VARHANDLE, 1, 1, () -> new SpscUnboundedVarHandleArrayQueue<>(CHUNK));
        jctoolsUnbounded(Peers.JCTOOLS_SPSC_LINKED, 1, 1, SpscLinkedQueue::new);
        jctoolsUnbounded(Peers.JCTOOLS_SPSC_LINKED_VARHANDLE, 1, 1, SpscLinkedVarHandleQueue::new);
        jctoolsUnbounded(Peers.JCTOOLS_MPSC_XADD, MANY, 1, () -> new MpscUnboundedXaddArrayQueue<>(CHUNK));
        jctoolsUnbounded(Peers.JCTOOLS_MPSC_UNBOUNDED, MANY, 1, () -> new MpscUnboundedArrayQueue<>(CHUNK));
        jctoolsUnbounded(
                Peers.JCTOOLS_MPSC_UNBOUNDED_VARHANDLE, MANY, 1, () -> new MpscUnboundedVarHandleArrayQueue<>(CHUNK));
        jctoolsUnbounded(Peers.JCTOOLS_MPSC_LINKED, MANY, 1, MpscLinkedQueue::new);
        jctoolsUnbounded(Peers.JCTOOLS_MPSC_LINKED_VARHANDLE, MANY, 1, MpscLinkedVarHandleQueue::new);
        jctoolsUnbounded(Peers.JCTOOLS_MPMC_XADD, MANY, MANY, () -> new MpmcUnboundedXaddArrayQueue<>(CHUNK));

        polled(Peers.AGRONA_SPSC, 1, 1, 1, OneToOneConcurrentArrayQueue::new);
        polled(Peers.AGRONA_MPSC, MANY, 1, 1, ManyToOneConcurrentArrayQueue::new);
        polled(Peers.AGRONA_MPMC, MANY, MANY, 2, ManyToManyConcurrentArrayQueue::new);

        blocking(Peers.CONVERSANT_PUSH_PULL, 1, 1, PushPullBlockingQueue::new);
        blocking(Peers.CONVERSANT_DISRUPTOR, MANY, 1, DisruptorBlockingQueue::new);
        bounded(
                Peers.CONVERSANT_MPMC,
                MANY,
                MANY,
                1,
                slots -> new ConversantHandoff<>(new MultithreadConcurrentQueue<>(slots)));
        add(
                Peers.DISRUPTOR,
                MANY,
                1,
                Set.of(Kind.BOUNDED),
                1,
                (senders, capacity) -> new DisruptorHandoff<>(senders, powerOfTwo(capacity.slots())));

        add(Peers.JOX, MANY, MANY, every, (senders, capacity) -> new JoxHandoff<>(Jox.channel(capacity)));
        add(Peers.KOTLIN, MANY, MANY, every, (senders, capacity) -> new KotlinHandoff<>(KotlinHandoff.slots(capacity)));
    }

    private Handoffs() {}

    /** Returns all peers that carry messages, Millrace first. */
    public static List<Peer> peers() {
        return ADAPTERS.values().stream().map(Adapter::peer).toList();
    }

    /**
     * Makes an empty implementation.
     *
     * @param peer name of the peer
     * @param senders how many threads will send
     * @param receivers how many threads will receive
     * @param capacity how many messages it shall hold
     * @param <T> what it shall carry
     * @throws IllegalArgumentException if there is no such peer, it does not do that, or this JVM lacks an option that it needs;
     *     the message says why
     */
    public static <T> Handoff<T> open(String peer, int senders, int receivers, Capacity capacity) {
        Adapter adapter = adapter(peer);
        adapter.refusal(senders, receivers, capacity).ifPresent(reason -> {
            throw new IllegalArgumentException(peer + " " + reason);
        });
        Handoff<T> handoff;
        try {
            handoff = adapter.open(senders, capacity);
        } catch (IllegalAccessError e) {
            throw new IllegalArgumentException(
                    peer + " uses what this JVM keeps to itself; pass " + Flags.EXPORTS + " to it", e);
        }
        wrongSize(handoff, capacity).ifPresent(reason -> {
            throw new IllegalArgumentException(peer + " " + reason);
        });
        return handoff;
    }

    /**
     * Tells why a peer cannot be {@linkplain #open opened}.
     *
     * @param peer name of the peer
     * @param senders how many threads would send
     * @param receivers how many threads would receive
     * @param capacity how many messages it should hold
     * @return the reason, to be read after the name; empty if it can be, in a JVM with the {@link Flags}. No class of the peer is
     *     loaded for it, so that any JVM can plan what the forks measure
     */
    public static Optional<String> refusal(String peer, int senders, int receivers, Capacity capacity) {
        return adapter(peer).refusal(senders, receivers, capacity);
    }

    private static Optional<String> wrongSize(Handoff<?> handoff, Capacity capacity) {
        int holds = handoff.capacity();
        if (capacity.kind() != Kind.BOUNDED || holds == Handoff.UNTOLD) {
            return Optional.empty();
        }
        boolean right = capacity.exact() ? holds == capacity.slots() : holds >= capacity.slots();
        return right ? Optional.empty() : Optional.of("holds " + holds + " when asked for " + capacity.slots());
    }

    private static Adapter adapter(String peer) {
        Adapter adapter = ADAPTERS.get(peer);
        if (adapter == null) {
            throw new IllegalArgumentException("peer is '" + peer + "', allowed are " + ADAPTERS.keySet());
        }
        return adapter;
    }

    private static <T> Channel<T> millrace(Capacity capacity) {
        return switch (capacity.kind()) {
            case RENDEZVOUS -> Channel.rendezvous();
            case BOUNDED -> Channel.bounded(capacity.slots());
            case UNBOUNDED -> Channel.unbounded();
        };
    }

    private static void built(Peer peer, int senders, int receivers, UnaryOperator<ChannelBuilder<Object>> setting) {
        add(peer, senders, receivers, Set.of(Kind.BOUNDED, Kind.UNBOUNDED), (count, capacity) -> {
            ChannelBuilder<Object> builder = setting.apply(Channel.builder());
            return new MillraceHandoff<>(
                    capacity.kind() == Kind.UNBOUNDED
                            ? builder.unbounded().build()
                            : builder.capacity(capacity.slots()).build());
        });
    }

    private static int powerOfTwo(int atLeast) {
        return atLeast == 1 ? 1 : Integer.highestOneBit(atLeast - 1) << 1;
    }

    private static void blocking(Peer peer, int sides, int least, IntFunction<BlockingQueue<Object>> constructor) {
        bounded(peer, sides, sides, least, slots -> new BlockingHandoff<>(constructor.apply(slots)));
    }

    private static void polled(
            Peer peer, int senders, int receivers, int least, IntFunction<Queue<Object>> constructor) {
        bounded(peer, senders, receivers, least, slots -> new QueueHandoff<>(constructor.apply(slots)));
    }

    private static void jctools(
            Peer peer, int senders, int receivers, int least, IntFunction<MessagePassingQueue<Object>> constructor) {
        bounded(peer, senders, receivers, least, slots -> new JctoolsHandoff<>(constructor.apply(slots)));
    }

    private static void bounded(
            Peer peer, int senders, int receivers, int least, IntFunction<Handoff<Object>> constructor) {
        add(
                peer,
                senders,
                receivers,
                Set.of(Kind.BOUNDED),
                least,
                (count, capacity) -> constructor.apply(capacity.slots()));
    }

    private static void jctoolsUnbounded(
            Peer peer, int senders, int receivers, Supplier<MessagePassingQueue<Object>> constructor) {
        add(
                peer,
                senders,
                receivers,
                Set.of(Kind.UNBOUNDED),
                (count, capacity) -> new JctoolsHandoff<>(constructor.get()));
    }

    private static void add(Peer peer, int senders, int receivers, Set<Kind> kinds, Maker maker) {
        add(peer, senders, receivers, kinds, ANY, maker);
    }

    private static void add(Peer peer, int senders, int receivers, Set<Kind> kinds, int least, Maker maker) {
        ADAPTERS.put(peer.name(), new Adapter(peer, senders, receivers, kinds, least, maker));
    }

    /** Makes an implementation; classes of the peer are loaded no earlier. */
    private interface Maker {

        Handoff<Object> make(int senders, Capacity capacity);
    }

    /**
     * What a peer does.
     *
     * @param least {@link #ANY} or the least of the capacities it has, which then are the powers of two
     */
    private record Adapter(Peer peer, int senders, int receivers, Set<Kind> kinds, int least, Maker maker) {

        Optional<String> refusal(int wantedSenders, int wantedReceivers, Capacity capacity) {
            if (wantedSenders > senders) {
                return Optional.of("takes one sender");
            }
            if (wantedReceivers > receivers) {
                return Optional.of("takes one receiver");
            }
            if (!kinds.contains(capacity.kind())) {
                return Optional.of("has no " + capacity);
            }
            boolean has = least == ANY || capacity.slots() >= least && Integer.bitCount(capacity.slots()) == 1;
            return capacity.kind() != Kind.BOUNDED || !capacity.exact() || has
                    ? Optional.empty()
                    : Optional.of("has powers of two from " + least + " on and no " + capacity);
        }

        /** The implementations do not look at what they carry, so one maker serves every type. */
        @SuppressWarnings("unchecked")
        <T> Handoff<T> open(int wantedSenders, Capacity capacity) {
            return (Handoff<T>) maker.make(wantedSenders, capacity);
        }
    }
}
