package io.millrace.internal.offheap.shared;

import io.millrace.ChannelClosedException;
import io.millrace.Waiting;
import io.millrace.internal.memory.StackRoom;
import io.millrace.offheap.SharedReceiver;
import io.millrace.offheap.SharedRing;
import io.millrace.offheap.SharedRingState;
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

/** One process's handle of a ring: ownership, closing and looking inside. */
public final class MappedRing implements SharedRing {

    private static final int ATTEMPTS = 100;

    private final Mapping mapping;
    /**
     * Whether the handle is closed.
     * <p>Written by: the closer (compare-and-set), before it looks for opened ends.
     * <p>Read by: any thread before an operation, and any that has opened an end once that is listed. Orders nothing:
     * the memory is kept by {@link Mapping}.
     */
    private final AtomicBoolean closed = new AtomicBoolean();

    final Set<SharedHandle> opened = ConcurrentHashMap.newKeySet();

    /**
     * Whether it has let go of the memory: it does once. Written and read by: closers (get-and-set). Orders nothing:
     * {@link Mapping} does.
     */
    private final AtomicBoolean released = new AtomicBoolean();

    private MappedRing(Mapping mapping) {
        this.mapping = mapping;
        mapping.cutOff.onCutOff(this::closeAll);
    }

    /** A handle of what was just mapped. */
    private static MappedRing over(Mapping mapping) {
        try {
            return new MappedRing(mapping);
        } catch (Throwable e) {
            mapping.release();
            throw e;
        }
    }

    // ---- making and attaching ----

    /** As {@link SharedRing#attach}. */
    public static SharedRing attach(Path path, FileTrust trust) {
        Objects.requireNonNull(path, "path");
        StackRoom.ensureForSeveral();
        return over(RingFile.attach(path, trust));
    }

    /** As {@link SharedRing#look}. */
    public static SharedRingState look(Path path) {
        Objects.requireNonNull(path, "path");
        StackRoom.ensureForSeveral();
        MappedRing ring = over(RingFile.attach(path, null));
        try {
            return ring.state();
        } finally {
            ring.close();
        }
    }

    /** As {@link io.millrace.offheap.SharedRingBuilder#create}. */
    public static SharedRing create(Path path, int lanes, int laneCapacity, FileTrust trust) {
        StackRoom.ensureForSeveral();
        Layout layout = new Layout(lanes, laneCapacity);
        Mapping mapping = RingMaker.create(path, layout, trust);
        if (mapping == null) {
            throw new IllegalStateException(RingFile.cannot("create", path) + ": there is a file of that name");
        }
        return over(mapping);
    }

    /** As {@link io.millrace.offheap.SharedRingBuilder#open}. */
    public static SharedRing open(Path path, int lanes, int laneCapacity, FileTrust trust) {
        StackRoom.ensureForSeveral();
        Layout layout = new Layout(lanes, laneCapacity);
        for (int attempt = 1; ; attempt++) {
            Mapping mapping = RingMaker.create(path, layout, trust);
            if (mapping != null) {
                return over(mapping);
            }
            try {
                return over(requireLayout(RingFile.attach(path, trust), layout));
            } catch (UncheckedIOException e) {
                boolean deletedMeanwhile = e.getCause() instanceof NoSuchFileException;
                if (!deletedMeanwhile || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static Mapping requireLayout(Mapping mapping, Layout layout) {
        boolean same =
                mapping.layout.lanes() == layout.lanes() && mapping.layout.laneCapacity() == layout.laneCapacity();
        if (!same) {
            mapping.release();
            throw new IllegalStateException(
                    RingFile.cannot("open", mapping.path) + ": it has " + mapping.layout + ", not " + layout);
        }
        return mapping;
    }

    // ---- senders and the receiver ----

    @Override
    public SharedSender openSender(Waiting waiting) {
        Objects.requireNonNull(waiting, "waiting");
        return using(() -> {
            mapping.requireFile();
            if (mapping.control.isClosed()) {
                mapping.closeLanes();
                throw new ChannelClosedException(this + " is shut down", shutdownCause());
            }
            opened.forEach(SharedHandle::giveUpIfOrphaned); // which frees the lanes of those that were closed
            for (int number = 0; number < mapping.lanes.size(); number++) {
                if (take(number)) {
                    return keep(senderOf(number, waiting));
                }
            }
            throw new IllegalStateException("all lanes of " + this + " have owners: " + owners());
        });
    }

    private boolean take(int place) {
        try {
            return mapping.locks.take(place);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(this + ": " + e.getMessage(), e);
        }
    }

    /**
     * By the thread that has taken the lane's place, which does not keep it if this fails. Another process that dies in
     * here leaves a lane that the next owner makes ready in the same way.
     */
    private LaneSender senderOf(int number, Waiting waiting) {
        Lane lane = mapping.lanes.get(number);
        try {
            lane.owner(); // acquire OWNER <- setOwner
            lane.setOwner(Processes.self());
            CrashPoint.pass(CrashPoint.LANE_OWNED);
            lane.nextEpoch();
            lane.unmark(Lane.FENCED); // its bearer is gone
            CrashPoint.pass(CrashPoint.LANE_READY);
            return new LaneSender(this, mapping, number, lane, waiting);
        } catch (Throwable e) {
            mapping.giveBack(number, lane);
            throw e;
        }
    }

    private List<String> owners() {
        List<String> owners = new ArrayList<>();
        for (int number = 0; number < mapping.lanes.size(); number++) {
            Lane lane = mapping.lanes.get(number);
            long owner = lane.owner();
            owners.add(number + ": pid " + Processes.pid(owner) + " " + mapping.locks.look(number, owner)
                    + (lane.isFenced(lane.epoch()) ? ", fenced" : ""));
        }
        return owners;
    }

    @Override
    public SharedReceiver openReceiver(Waiting waiting) {
        Objects.requireNonNull(waiting, "waiting");
        return using(() -> {
            mapping.requireFile();
            if (!take(RingLocks.RECEIVER)) {
                long owner = mapping.control.owner();
                throw new IllegalStateException(this + " has a receiver: pid " + Processes.pid(owner) + " "
                        + mapping.locks.look(RingLocks.RECEIVER, owner));
            }
            return keep(receiverOf(waiting));
        });
    }

    private MultiLaneReceiver receiverOf(Waiting waiting) {
        try {
            mapping.control.owner(); // acquire OWNER <- setOwner
            mapping.control.setOwner(Processes.self());
            CrashPoint.pass(CrashPoint.CONSUMER_OWNED);
            mapping.control.nextEpoch();
            return new MultiLaneReceiver(this, mapping, waiting);
        } catch (Throwable e) {
            mapping.giveBack(RingLocks.RECEIVER, mapping.control);
            throw e;
        }
    }

    /** An end that is opened while the handle is closed is closed by the later of the two threads. */
    private <T extends SharedHandle> T keep(T handle) {
        try {
            opened.add(handle);
        } catch (Throwable e) {
            handle.close();
            throw e;
        }
        if (closed.get()) {
            closeAll();
            throw closedHere();
        }
        return handle;
    }

    /** Runs an operation while the memory is mapped, and looks before and after it whether all of it is there. */
    private <T extends @Nullable Object> T using(Supplier<T> operation) {
        StackRoom.ensureForSeveral();
        if (closed.get() || !mapping.retain()) {
            throw closedHere();
        }
        try {
            mapping.cutOff.requireWhole();
            T result = operation.get();
            mapping.cutOff.requireWhole();
            return result;
        } catch (RuntimeException | InternalError e) {
            throw mapping.cutOff.failure(e);
        } finally {
            mapping.release();
        }
    }

    private IllegalStateException closedHere() {
        return new IllegalStateException(this + " is closed in this process");
    }

    // ---- fencing and shutting down ----

    @Override
    public boolean fence(int lane, long epoch) {
        Objects.checkIndex(lane, mapping.layout.lanes());
        return using(() -> mapping.lanes.get(lane).fence(epoch));
    }

    @Override
    public void shutdown() {
        shutdownWith(null);
    }

    @Override
    public void shutdown(String reason) {
        shutdownWith(Objects.requireNonNull(reason, "reason"));
    }

    /**
     * Shuts down because a channel over it is closed.
     *
     * @param cause null for a plain close
     */
    void shutdownFor(@Nullable Throwable cause) {
        shutdownWith(cause == null ? null : cause.toString());
    }

    private void shutdownWith(@Nullable String reason) {
        using(() -> {
            mapping.close(reason);
            return null;
        });
    }

    @Override
    public boolean isShutdown() {
        return using(mapping.control::isClosed);
    }

    @Override
    public @Nullable String shutdownReason() {
        return using(() -> mapping.control.isClosed() ? mapping.control.cause() : null);
    }

    /** The reason for the shutdown, if one was given, as the cause of exceptions. */
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
        StackRoom.ensureForSeveral();
        closed.set(true);
        try {
            closeAll(); // also those whose threads have died with a claim since the first time
        } finally {
            if (!released.getAndSet(true)) {
                mapping.release();
            }
        }
    }

    private void closeAll() {
        opened.forEach(SharedHandle::close);
    }

    // ---- looking inside ----

    @Override
    public Path path() {
        return mapping.path;
    }

    @Override
    public int lanes() {
        return mapping.layout.lanes();
    }

    @Override
    public int laneCapacity() {
        return mapping.layout.laneCapacity();
    }

    @Override
    public SharedRingState state() {
        return using(() -> {
            ControlBlock control = mapping.control;
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
                    owner(RingLocks.RECEIVER, control),
                    List.copyOf(lanes));
        });
    }

    private SharedRingState.Lane stateOf(int number, Lane lane) {
        RingCounters counters = mapping.counters;
        long head = lane.head();
        long end = lane.end();
        return new SharedRingState.Lane(
                owner(number, lane),
                lane.isFenced(lane.epoch()),
                (end & Lane.CLOSED) != 0,
                head,
                Lane.position(end),
                counters.get(number, RingCounters.SENT),
                counters.get(number, RingCounters.FULL),
                counters.get(number, RingCounters.RECEIVED),
                counters.get(number, RingCounters.DISCARDED));
    }

    private SharedRingState.Owner owner(int place, Processes.Owned owned) {
        long owner = owned.owner();
        long epoch = owned.epoch(); // before the look: after it, it could be that of a later owner
        long heartbeat = owned.heartbeat();
        return new SharedRingState.Owner(mapping.locks.look(place, owner), Processes.pid(owner), epoch, heartbeat);
    }

    @Override
    public String toString() {
        return "ring '" + mapping.path + "'";
    }
}
