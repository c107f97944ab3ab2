package io.millrace.internal.offheap.shared;

import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.offheap.Harmless;
import io.millrace.internal.offheap.LeasePool;
import io.millrace.offheap.Lease;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** A claim of a {@link LaneSender}. */
final class LaneLease implements Lease, LeasePool.Reusable {

    private final LaneSender sender;
    private final UnsafeBuffer bytes = new UnsafeBuffer(0, 0);

    /**
     * Whether it is neither committed nor aborted.
     * <p>Written by: any thread that claims (volatile, {@code USE}); any thread that ends it, by compare-and-set, so that one thread does.
     * <p>Read by: the same; any thread that finds the sender in use and looks for a claim of a dead thread (volatile, {@code USE}).
     */
    private final AtomicBoolean claimed = new AtomicBoolean();

    private int type;
    private int length;
    private @Nullable Thread owner;
    private boolean closed;

    LaneLease(LaneSender sender) {
        this.sender = sender;
    }

    void begin(AtomicBuffer memory, int index, int messageType, int messageLength) {
        bytes.wrap(memory, index, messageLength);
        type = messageType;
        length = messageLength;
        owner = Thread.currentThread();
        closed = false;
        claimed.set(true); // release USE -> endIfOrphaned
    }

    boolean isOfThisThread() {
        return claimed.get() && owner == Thread.currentThread();
    }

    /** Ends it if its thread has died. */
    boolean endIfOrphaned() {
        if (!claimed.get()) { // acquire USE <- begin
            return false;
        }
        Thread thread = owner;
        boolean orphaned =
                thread != null && thread.getState() == Thread.State.TERMINATED && claimed.compareAndSet(true, false);
        if (orphaned) {
            Harmless.end(bytes);
        }
        return orphaned;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return bytes;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void commit() {
        StackRoom.ensure();
        end();
        sender.commitClaimed(type, length);
    }

    @Override
    public void abort() {
        StackRoom.ensure();
        end();
        sender.leaveClaim();
    }

    @Override
    public void close() {
        StackRoom.ensure();
        if (owner == Thread.currentThread()) {
            try {
                if (claimed.get()) {
                    abort();
                }
            } finally {
                closed = true;
            }
        }
    }

    private void end() {
        if (claimed.get() && owner != Thread.currentThread()) {
            throw new IllegalStateException("the lease of the " + sender + " is another thread's");
        }
        if (!claimed.compareAndSet(true, false)) {
            sender.requireNotCutOff();
            throw new IllegalStateException(
                    "the lease of the " + sender + " is over: it was committed, aborted or closed before");
        }
        Harmless.end(bytes);
    }
}
