package io.millrace.internal.offheap;

import io.millrace.internal.memory.StackRoom;
import io.millrace.offheap.Lease;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** A lease of the thread that claimed: it ends once. Subclasses say what that does to a ring, or to a lane. */
public abstract class OwnedLease implements Lease {

    private final UnsafeBuffer bytes = new UnsafeBuffer(0, 0);

    /**
     * Whether it is neither committed nor aborted.
     * <p>Written by: any thread that claims (volatile, {@code USE}); any thread that ends it, by compare-and-set, so
     * that one thread does.
     * <p>Read by: the same; between processes, any thread that finds the sender in use and looks for a claim of a dead
     * thread (volatile, {@code USE}).
     */
    private final AtomicBoolean claimed = new AtomicBoolean();

    private int type;
    private int length;
    private @Nullable Thread owner;
    private boolean closed;

    /** Makes one that is not in use. */
    protected OwnedLease() {}

    /** What it is a lease of, for messages. */
    protected abstract String whole();

    /** Sends the message, once it has ended. */
    protected abstract void commitEnded();

    /** Gives the room up, once it has ended. */
    protected abstract void abortEnded();

    /** Called before it says that it is over: there may be a better reason. */
    protected void requireWhole() {
        // None here.
    }

    /** Begins the use by the current thread. */
    public final void begin(AtomicBuffer memory, int index, int messageType, int messageLength) {
        bytes.wrap(memory, index, messageLength);
        type = messageType;
        length = messageLength;
        owner = Thread.currentThread();
        closed = false;
        claimed.set(true); // release USE -> endIfOrphaned
    }

    /** The type of the message. */
    protected final int type() {
        return type;
    }

    /** The thread that claimed. */
    protected final @Nullable Thread owner() {
        return owner;
    }

    /** Whether it is in use by the current thread. */
    public final boolean isOfThisThread() {
        return claimed.get() && owner == Thread.currentThread();
    }

    /** Ends it if its thread has ended, so that nobody will commit it. */
    public final boolean endIfOrphaned() {
        if (!claimed.get()) { // acquire USE <- begin
            return false;
        }
        Thread thread = owner;
        boolean orphaned = thread != null && !thread.isAlive() && claimed.compareAndSet(true, false);
        if (orphaned) {
            Harmless.end(bytes);
        }
        return orphaned;
    }

    /** Whether it was closed, by the thread that claimed. */
    final boolean isClosed() {
        return closed;
    }

    @Override
    public final MutableDirectBuffer buffer() {
        return bytes;
    }

    @Override
    public final int length() {
        return length;
    }

    @Override
    public final void commit() {
        StackRoom.ensure();
        end();
        commitEnded();
    }

    @Override
    public final void abort() {
        StackRoom.ensure();
        end();
        abortEnded();
    }

    @Override
    public final void close() {
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
            throw new IllegalStateException("the lease of " + whole() + " is another thread's");
        }
        if (!claimed.compareAndSet(true, false)) {
            requireWhole();
            throw new IllegalStateException(
                    "the lease of " + whole() + " is over: it was committed, aborted or closed before");
        }
        Harmless.end(bytes);
    }
}
