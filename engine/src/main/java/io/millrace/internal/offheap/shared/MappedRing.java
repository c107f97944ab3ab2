package io.millrace.internal.offheap.shared;

import io.millrace.ChannelClosedException;
import io.millrace.Waiting;
import io.millrace.internal.offheap.Storage;
import io.millrace.offheap.SharedReceiver;
import io.millrace.offheap.SharedRing;
import io.millrace.offheap.SharedRingState;
import io.millrace.offheap.SharedRingState.OwnerState;
import io.millrace.offheap.SharedSender;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One process's handle of a ring: who owns what, closing and looking inside. */
public final class MappedRing implements SharedRing {

    private static final int ATTEMPTS = 100;

    private final Mapping mapping;
    /**
     * Whether the handle is closed.
     * <p>Written by: the closer (compare-and-set), before it looks for what was opened.
     * <p>Read by: anyone before an operation, and who has opened something once it is listed. Orders nothing: the memory is kept by
     * {@link Mapping}.
     */
    private final AtomicBoolean closed = new AtomicBoolean();

    private final Set<AutoCloseable> opened = ConcurrentHashMap.newKeySet();

    private MappedRing(Mapping mapping) {
        this.mapping = mapping;
        mapping.cutOff().onCutOff(this::closeAll);
    }

    // ---- making and attaching ----

    /** As {@link SharedRing#attach}. */
    public static SharedRing attach(Path path) {
        Objects.requireNonNull(path, "path");
        Storage.requireFlag();
        return new MappedRing(RingFile.attach(path));
    }

    /** As {@link io.millrace.offheap.SharedRingBuilder#create}. */
    public static SharedRing create(Path path, int lanes, int laneCapacity) {
        Layout layout = new Layout(lanes, laneCapacity);
        Storage.requireFlag();
        Mapping mapping = RingFile.create(path, layout);
        if (mapping == null) {
            throw new IllegalStateException(RingFile.cannot("create", path) + ": there is a file of that name");
        }
        return new MappedRing(mapping);
    }

    /** As {@link io.millrace.offheap.SharedRingBuilder#open}. */
    public static SharedRing open(Path path, int lanes, int laneCapacity) {
        Layout layout = new Layout(lanes, laneCapacity);
        Storage.requireFlag();
        for (int attempt = 1; ; attempt++) {
            Mapping mapping = RingFile.create(path, layout);
            if (mapping != null) {
                return new MappedRing(mapping);
            }
            try {
                return new MappedRing(requireLayout(RingFile.attach(path), layout));
            } catch (UncheckedIOException e) {
                boolean deletedMeanwhile = e.getCause() instanceof NoSuchFileException;
                if (!deletedMeanwhile || attempt == ATTEMPTS) { // or a link to nothing, every time
                    throw e;
                }
            }
        }
    }

    private static Mapping requireLayout(Mapping mapping, Layout layout) {
        if (!mapping.layout().equals(layout)) {
            String message =
                    RingFile.cannot("open", mapping.path()) + ": it has " + mapping.layout() + ", not " + layout;
            mapping.release();
            throw new IllegalStateException(message);
        }
        return mapping;
    }

    // ---- senders and the receiver ----

    @Override
    public SharedSender openSender(Waiting waiting) {
        Objects.requireNonNull(waiting, "waiting");
        return using(() -> {
            requireNotShutdown();
            for (int number = 0; number < mapping.lanes.size(); number++) {
                Lane lane = mapping.lanes.get(number);
                long owner = lane.owner();
                if ((owner == 0 || Processes.isGone(owner)) && lane.changeOwner(owner, Processes.self())) {
                    return keep(senderOf(number, lane, waiting));
                }
            }
            throw new IllegalStateException("all lanes of " + this + " have owners: " + owners());
        });
    }

    /** Another process that dies in here leaves a lane that the next owner makes ready in the same way. */
    private LaneSender senderOf(int number, Lane lane, Waiting waiting) {
        CrashPoint.pass(CrashPoint.LANE_OWNED);
        lane.unmark(Lane.FENCED); // its bearer is gone
        lane.nextEpoch();
        CrashPoint.pass(CrashPoint.LANE_READY);
        return new LaneSender(this, mapping, number, lane, waiting, opened::remove);
    }

    private List<String> owners() {
        List<String> owners = new ArrayList<>();
        for (int number = 0; number < mapping.lanes.size(); number++) {
            Lane lane = mapping.lanes.get(number);
            long owner = lane.owner();
            owners.add(number + ": pid " + Processes.pid(owner) + " " + Processes.look(owner)
                    + (lane.has(Lane.FENCED) ? ", fenced" : ""));
        }
        return owners;
    }

    @Override
    public SharedReceiver openReceiver(Waiting waiting) {
        Objects.requireNonNull(waiting, "waiting");
        return using(() -> {
            long owner = mapping.control.owner();
            if (owner != 0 && !Processes.isGone(owner) || !mapping.control.changeOwner(owner, Processes.self())) {
                long winner = mapping.control.owner();
                throw new IllegalStateException(
                        this + " has a receiver: pid " + Processes.pid(winner) + " " + Processes.look(winner));
            }
            CrashPoint.pass(CrashPoint.CONSUMER_OWNED);
            mapping.control.nextEpoch();
            return keep(new LanesReceiver(this, mapping, waiting, opened::remove));
        });
    }

    /** What is opened while the handle is closed is closed by whoever comes last. */
    private <T extends AutoCloseable> T keep(T handle) {
        opened.add(handle);
        if (closed.get()) {
            closeAll();
            throw closedHere();
        }
        return handle;
    }

    /** Runs an operation while the memory is mapped, and looks before and after it whether all of it is there. */
    private <T extends @Nullable Object> T using(Supplier<T> operation) {
        if (closed.get() || !mapping.retain()) {
            throw closedHere();
        }
        try {
            mapping.cutOff().requireWhole();
            T result = operation.get();
            mapping.cutOff().requireWhole();
            return result;
        } catch (RuntimeException | InternalError e) {
            throw mapping.cutOff().failure(e);
        } finally {
            mapping.release();
        }
    }

    private IllegalStateException closedHere() {
        return new IllegalStateException(this + " is closed in this process");
    }

    // ---- fencing and shutting down ----

    @Override
    public boolean fence(int lane) {
        Objects.checkIndex(lane, mapping.layout().lanes());
        return using(() -> {
            Lane words = mapping.lanes.get(lane);
            boolean owned = words.owner() != 0;
            if (owned) {
                words.mark(Lane.FENCED);
            }
            return owned;
        });
    }

    @Override
    public void shutdown() {
        shutdownWith(null);
    }

    @Override
    public void shutdown(String reason) {
        shutdownWith(Objects.requireNonNull(reason, "reason"));
    }

    private void shutdownWith(@Nullable String reason) {
        using(() -> {
            close(mapping, reason);
            return null;
        });
    }

    static void close(Mapping mapping, @Nullable String reason) {
        mapping.control.close(reason);
        CrashPoint.pass(CrashPoint.CLOSING);
        closeLanes(mapping);
    }

    /** Also done by whoever finds the ring closed: the closer may have died on its way. */
    static void closeLanes(Mapping mapping) {
        for (Lane lane : mapping.lanes) {
            lane.mark(Lane.CLOSED);
            CrashPoint.pass(CrashPoint.LANE_CLOSED);
        }
    }

    @Override
    public boolean isShutdown() {
        return using(mapping.control::isClosed);
    }

    @Override
    public @Nullable String shutdownReason() {
        return using(mapping.control::cause);
    }

    private void requireNotShutdown() {
        if (mapping.control.isClosed()) {
            throw shutDown(" is shut down");
        }
    }

    /** The exception that says so, with the reason of whoever did it. */
    ChannelClosedException shutDown(String what) {
        return new ChannelClosedException(this + what, shutdownCause());
    }

    /** The reason of whoever shut it down, if one was given, as the cause of exceptions. */
    @Nullable Throwable shutdownCause() {
        String reason = mapping.control.cause();
        return reason == null ? null : new IllegalStateException(reason);
    }

    @Override
    public void force() {
        using(() -> {
            mapping.force();
            return null;
        });
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            closeAll();
            mapping.release();
        }
    }

    private void closeAll() {
        for (AutoCloseable handle : opened) {
            if (handle instanceof LaneSender sender) {
                sender.close();
            } else if (handle instanceof LanesReceiver receiver) {
                receiver.close();
            }
        }
    }

    // ---- looking inside ----

    @Override
    public Path path() {
        return mapping.path();
    }

    @Override
    public int lanes() {
        return mapping.layout().lanes();
    }

    @Override
    public int laneCapacity() {
        return mapping.layout().laneCapacity();
    }

    @Override
    public SharedRingState state() {
        return using(() -> {
            Control control = mapping.control;
            List<SharedRingState.Lane> lanes = new ArrayList<>();
            for (int number = 0; number < mapping.lanes.size(); number++) {
                lanes.add(stateOf(number, mapping.lanes.get(number)));
            }
            boolean shutdown = control.isClosed();
            return new SharedRingState(
                    path(),
                    laneCapacity(),
                    shutdown,
                    shutdown ? control.cause() : null,
                    owner(control.owner(), control.epoch(), control.heartbeat()),
                    List.copyOf(lanes));
        });
    }

    private SharedRingState.Lane stateOf(int number, Lane lane) {
        RingCounters counters = mapping.counters;
        long head = lane.head();
        long end = lane.end();
        return new SharedRingState.Lane(
                owner(lane.owner(), lane.epoch(), lane.heartbeat()),
                (end & Lane.FENCED) != 0,
                (end & Lane.CLOSED) != 0,
                head,
                Lane.position(end),
                counters.get(number, RingCounters.SENT),
                counters.get(number, RingCounters.FULL),
                counters.get(number, RingCounters.RECEIVED),
                counters.get(number, RingCounters.DISCARDED));
    }

    private static SharedRingState.Owner owner(long owner, long epoch, long heartbeat) {
        OwnerState state = Processes.look(owner);
        return new SharedRingState.Owner(state, Processes.pid(owner), epoch, heartbeat);
    }

    @Override
    public String toString() {
        return "ring '" + mapping.path() + "'";
    }
}
