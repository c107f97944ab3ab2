package io.millrace.faults;

import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.Sender;
import io.millrace.offheap.Lease;
import io.millrace.offheap.SharedReceiver;
import io.millrace.offheap.SharedRing;
import io.millrace.offheap.SharedRingBuilder;
import io.millrace.offheap.SharedRingState;
import io.millrace.offheap.SharedSender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;

/** One operation on one ring between processes, and what must hold whatever was thrown into it, of messages, files and places. */
final class SharedScenario implements FaultScenario {

    private static final int LANES = 2;
    private static final int LANE_CAPACITY = 2048;
    private static final int FILLED = 3;
    private static final int FIRST = 1_000;
    private static final int FIRST_OF_MORE = 10_000;

    /** One operation on the ring of a scenario. */
    interface Operation {
        void run(SharedScenario scenario) throws Exception;
    }

    /** What there is before the operation. */
    enum Prepared {
        NOTHING,
        FILE,
        RING,
        EMPTY,
        ENDS,
        FULL
    }

    /** What another thread does meanwhile. */
    enum Partner {
        NONE,
        SENDS,
        RECEIVES
    }

    private final Prepared prepared;
    private final String operation;
    private final Operation body;
    private final Partner partner;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Thread thread = new Thread(this::help, "partner");
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Integer> accepted = new ArrayList<>();
    final List<Integer> arrived = Collections.synchronizedList(new ArrayList<>());
    final MessageHandler handler = (type, buffer, offset, length) -> got(number(buffer, offset));
    private TestFolder folder;
    Path file;
    SharedRing ring;
    SharedSender sender;
    SharedReceiver receiver;
    Sender<Integer> in;
    Receiver<Integer> out;
    private Lease lease;
    private boolean silent;
    int next = 2_000;

    SharedScenario(Prepared prepared, String operation, Operation body, Partner partner) {
        this.prepared = prepared;
        this.operation = operation;
        this.body = body;
        this.partner = partner;
    }

    @Override
    public String name() {
        return "shared " + operation;
    }

    SharedRingBuilder builder() {
        return SharedRing.builder(file).lanes(LANES).laneCapacity(LANE_CAPACITY);
    }

    // ---- what operations use ----

    int number(DirectBuffer buffer, int offset) {
        return RingForm.BYTES.message(buffer, offset);
    }

    void got(Integer message) {
        arrived.add(message);
        FaultPoint.callsOut("handler");
    }

    void take(Integer message) {
        if (message != null) {
            arrived.add(message);
        }
    }

    void also(SharedRing another) {
        open.add(another);
    }

    void alsoCloses(AutoCloseable end) {
        open.add(end);
    }

    Lease keep(Lease claimed) {
        lease = claimed;
        return claimed;
    }

    void fillAndCommit(Lease claimed, int message) {
        claimed.buffer().putLong(0, message);
        claimed.commit();
    }

    boolean trySend(int message) {
        boolean sent = sender.trySend(1, RingForm.BYTES.bytes(message), 0, RingForm.SHORT);
        if (sent) {
            accepted.add(message);
        }
        return sent;
    }

    /** What it discards arrives nowhere. */
    void discardsSilently() {
        silent = true;
    }

    // ---- before ----

    @Override
    public void setUp() throws Exception {
        folder = new TestFolder();
        file = folder.path.resolve("ring");
        if (prepared == Prepared.NOTHING) {
            return;
        }
        ring = builder().create();
        if (prepared == Prepared.FILE) {
            ring.close();
            ring = null;
            return;
        }
        if (prepared == Prepared.RING) {
            return;
        }
        sender = ring.openSender();
        receiver = ring.openReceiver();
        in = sender.channel(new ThrowingCodec(arrived));
        out = receiver.channel(new ThrowingCodec(arrived));
        int filled = prepared == Prepared.ENDS ? FILLED : prepared == Prepared.EMPTY ? 0 : Integer.MAX_VALUE;
        for (int message = 0; message < filled && trySend(FIRST + message); message++) {}
    }

    @Override
    public void operate() throws Exception {
        if (partner != Partner.NONE) {
            thread.start();
        }
        try {
            body.run(this);
        } finally {
            ended.set(true);
        }
    }

    private void help() {
        while (partner == Partner.RECEIVES && ring.state().lanes().get(0).full() < 2 && !ended.get()) {
            Thread.yield();
        }
        if (partner == Partner.SENDS) {
            trySend(SharedScenarios.SENT);
        } else {
            receiver.tryReceive(handler, 2);
        }
    }

    // ---- afterwards ----

    @Override
    public void check(Throwable thrown) throws Exception {
        if (partner != Partner.NONE) {
            thread.join();
        }
        if (lease != null) {
            lease.close();
        }
        closeAll();
        closeAll();
        folder.requireNothingOpen();
        if (Files.exists(file)) {
            requireWhole(thrown);
        } else if (prepared != Prepared.NOTHING) {
            throw new AssertionError("the file is gone");
        } else {
            folder.requireNothing(thrown);
            builder().create().close();
        }
        folder.requireFiles(List.of(".ring.lock", "ring"));
        folder.requireNothingOpen();
        folder.delete();
    }

    private void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        if (sender != null) {
            sender.close();
        }
        if (receiver != null) {
            receiver.close();
        }
        if (ring != null) {
            ring.close();
        }
    }

    /** Every place can be had again, and what was sent is there. */
    private void requireWhole(Throwable thrown) throws Exception {
        try (SharedRing again = SharedRing.attach(file);
                SharedReceiver last = again.openReceiver()) {
            drain(last);
            if (!again.isShutdown()) {
                requireUsable(again, last);
            }
            long sent = 0;
            long received = 0;
            long discarded = 0;
            for (SharedRingState.Lane lane : again.state().lanes()) {
                sent += lane.sent();
                received += lane.received();
                discarded += lane.discarded();
            }
            String all = "sent " + sent + ", received " + received + ", discarded " + discarded + ", arrived " + arrived
                    + ", thrown " + thrown;
            if (sent != received + discarded || arrived.size() != received + (silent ? 0 : discarded)) {
                throw new AssertionError(all);
            }
            if (arrived.stream().distinct().count() != arrived.size() || !silent && !arrived.containsAll(accepted)) {
                throw new AssertionError("twice, or lost: " + all);
            }
            if (thrown instanceof VirtualMachineError
                    && operation.equals("trySend")
                    && arrived.contains(SharedScenarios.SENT)) {
                throw new AssertionError("a send that threw was accepted: " + all);
            }
        }
    }

    private void drain(SharedReceiver from) {
        try {
            while (from.tryReceive(handler, 10) > 0) {}
        } catch (ChannelClosedException e) {
            // and so there is no more
        }
    }

    private void requireUsable(SharedRing again, SharedReceiver last) {
        List<SharedSender> senders = new ArrayList<>();
        for (int lane = 0; lane < LANES; lane++) {
            senders.add(again.openSender());
        }
        for (int message = FIRST_OF_MORE; message < FIRST_OF_MORE + 70; message++) {
            sender = senders.get(message % LANES);
            if (!trySend(message) || last.tryReceive(handler, 1) != 1) {
                throw new AssertionError("not usable: " + again.state());
            }
        }
    }
}
