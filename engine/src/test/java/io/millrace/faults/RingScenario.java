package io.millrace.faults;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelStats;
import io.millrace.offheap.Lease;
import io.millrace.offheap.Ring;
import io.millrace.offheap.RingBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.MessageHandler;

/** One operation on one ring of bytes, with the ledger that must hold whatever was thrown into it. */
final class RingScenario implements FaultScenario {

    static final int CAPACITY = 4096;
    private static final int FILLED = 3;
    private static final int FIRST = 10;
    private static final int FIRST_OF_MANY = 1_000;
    static final int SENT = 100;
    private static final long LIMIT_NANOS = 2_000_000_000;

    /** One operation on the ring of a scenario. */
    interface Operation {
        void run(RingScenario scenario) throws Exception;
    }

    /** What another thread does once the operation waits. */
    enum Partner {
        NONE,
        SENDS,
        RECEIVES
    }

    private final RingRoles roles;
    private final RingForm form;
    private final String operation;
    private final Operation body;
    private final Partner partner;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Thread thread = new Thread(this::helpOnceItWaits, "partner");
    private final List<Integer> arrived = Collections.synchronizedList(new ArrayList<>());
    final MessageHandler handler;
    Ring ring;
    Channel<Integer> channel;
    private Lease lease;
    private boolean cancelled;
    int next = 2_000;

    RingScenario(RingRoles roles, RingForm form, String operation, Operation body, Partner partner) {
        this.roles = roles;
        this.form = form;
        this.operation = operation;
        this.body = body;
        this.partner = partner;
        this.handler = (type, buffer, offset, length) -> got(form.message(buffer, offset));
    }

    void got(Number message) {
        arrived.add(message.intValue());
        FaultPoint.callsOut("handler");
    }

    void keep(Integer message) {
        if (message != null) {
            arrived.add(message);
        }
    }

    Lease keep(Lease claimed) {
        lease = claimed;
        return claimed;
    }

    void fillAndCommit(Lease claimed) {
        claimed.buffer().putBytes(0, form.bytes(SENT), 0, form.length(SENT));
        claimed.commit();
    }

    /** Once it has returned, nobody needs to cancel again. */
    void cancel() {
        ring.cancel();
        cancelled = true;
    }

    boolean trySend(int message) {
        return ring.trySend(1, form.bytes(message), 0, form.length(message));
    }

    @Override
    public String name() {
        return roles + " " + form + " " + operation;
    }

    @Override
    public void setUp() {
        RingBuilder builder = Ring.builder().capacity(CAPACITY).name("ring").recordStats();
        ring = roles.of(builder)
                .onUndelivered((type, buffer, offset, length, reason) -> {
                    arrived.add(form.message(buffer, offset));
                    FaultPoint.callsOut("onUndelivered");
                })
                .build();
        channel = ring.channel(new ThrowingCodec(arrived));
        int filled = partner == Partner.NONE ? FILLED : partner == Partner.SENDS ? 0 : CAPACITY;
        int first = partner == Partner.RECEIVES ? FIRST_OF_MANY : FIRST;
        for (int i = 0; i < filled && trySend(first + i); i++) {}
        while (partner == Partner.RECEIVES && ring.trySend(1, form.bytes(next), 0, RingForm.SHORT)) {
            next++;
        }
        thread.start();
    }

    @Override
    public void operate() throws Exception {
        try {
            body.run(this);
        } finally {
            ended.set(true);
        }
    }

    private void helpOnceItWaits() {
        boolean helped = partner == Partner.NONE;
        while (!helped && !ended.get()) {
            Thread.yield();
            ChannelStats stats = ring.stats();
            if (stats.blockedSends() + stats.blockedReceives() > 0) {
                helped = partner == Partner.SENDS ? trySend(FIRST) : ring.tryReceive(handler, 10) > 0;
            }
        }
    }

    @Override
    public void check(Throwable thrown) throws Exception {
        thread.join();
        if (lease != null) {
            lease.close();
        }
        requireLedger();
        if (cancelled && ring.stats().buffered() != 0) {
            throw new AssertionError("a cancel has left messages: " + arrived + ", " + ring.stats());
        }
        drain();
        if (!ring.isClosedForSend()) {
            requireUsable();
        }
        ring.close();
        ring.cancel();
        if (!ring.isClosedForReceive() || ring.size() != 0) {
            throw new AssertionError("not closed and empty after a cancel: " + ring.stats());
        }
        try {
            trySend(1);
            throw new AssertionError("a closed ring accepts");
        } catch (ChannelClosedException e) {
            // as it should
        }
        requireLedger();
        requireArrivals();
        if (thrown instanceof VirtualMachineError && operation.endsWith("trySend") && arrived.contains(SENT)) {
            throw new AssertionError("a send that threw was accepted");
        }
    }

    private void drain() {
        try {
            while (ring.tryReceive(handler, 10) > 0) {}
        } catch (ChannelClosedException e) {
            // and so there is no more
        }
    }

    private void requireUsable() {
        for (int message = next + 10_000; message < next + 10_070; message++) {
            int before = arrived.size();
            if (!trySend(message)) {
                throw new AssertionError("an empty ring is full: " + ring.stats());
            }
            if (ring.tryReceive(handler, 1) != 1 || arrived.get(before) != message) {
                throw new AssertionError("sent " + message + ", received " + arrived.get(before));
            }
        }
    }

    private void requireLedger() {
        long start = System.nanoTime();
        while (true) {
            ChannelStats stats = ring.stats();
            if (stats.accepted() == stats.received() + stats.undelivered() + stats.buffered()) {
                return;
            }
            if (System.nanoTime() - start > LIMIT_NANOS) {
                throw new AssertionError("after " + arrived + ": " + stats);
            }
            Thread.yield();
        }
    }

    private void requireArrivals() {
        List<Integer> all = new ArrayList<>(arrived);
        if (all.stream().distinct().count() != all.size()) {
            throw new AssertionError("arrived twice: " + all);
        }
        long start = System.nanoTime();
        while (ring.stats().accepted() != arrived.size() && System.nanoTime() - start < LIMIT_NANOS) {
            Thread.yield(); // what is received without a thread arrives on another
        }
        if (ring.stats().accepted() != arrived.size() || ring.stats().buffered() != 0) {
            throw new AssertionError("arrived: " + arrived + ", " + ring.stats());
        }
    }
}
