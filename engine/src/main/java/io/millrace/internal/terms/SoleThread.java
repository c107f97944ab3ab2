package io.millrace.internal.terms;

import io.millrace.ChannelEnd;
import io.millrace.ThreadRoleException;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that uses an end of a channel, where the channel was promised that there is only one at a time. The
 * first that comes has the role until it {@linkplain #release releases} it or ends; then the next that comes has it.
 *
 * <p>Of a thread that is not the current one, only final methods are called: what a subclass of {@code Thread}
 * overrides is foreign code.
 */
public final class SoleThread {

    /** The name of the role, and how it is given back. */
    public enum Role {
        PRODUCER("producer", "releaseProducer()"),
        CONSUMER("consumer", "releaseConsumer()");

        private final String title;
        private final String release;

        Role(String title, String release) {
            this.title = title;
            this.release = release;
        }
    }

    /** Weak, so that the channel does not keep a thread that has ended, nor its context class loader. */
    private static final class Owner extends WeakReference<Thread> {
        Owner(Thread thread) {
            super(thread);
        }
    }

    private static final AtomicReferenceFieldUpdater<SoleThread, @Nullable Owner> OWNER =
            AtomicReferenceFieldUpdater.newUpdater(SoleThread.class, Owner.class, "owner");

    private final Role role;

    /**
     * The thread that has the role; null, cleared or ended: no thread has it.
     * <p>Written by: the thread that takes it (compare-and-set), and gives it back (volatile, {@code ROLE}).
     * <p>Read by: every thread that uses the end (volatile, {@code ROLE}); a thread that finds itself learns nothing
     * new.
     */
    private volatile @Nullable Owner owner;

    /** Makes the role, not taken yet. */
    public SoleThread(Role role) {
        this.role = role;
    }

    /** The current thread uses the end; throws if the end is another's. */
    public void enter(ChannelEnd end) {
        Owner present = owner;
        if (present == null || !present.refersTo(Thread.currentThread())) {
            take(end);
        }
    }

    /**
     * Takes the role if no thread has it. Everything that the last owner wrote is then visible, plain writes included:
     * it has released the role, or has been found ended.
     */
    private void take(ChannelEnd end) {
        Thread current = Thread.currentThread();
        Owner fresh = new Owner(current);
        Owner present;
        do {
            present = owner; // acquire ROLE <- release
            Thread holder = living(present);
            if (holder != null) {
                throw new ThreadRoleException(
                        end + " was built for a single " + role.title + ", which is " + named(holder) + "; "
                                + named(current) + " is another. The first hands the role over with " + role.release);
            }
        } while (!OWNER.compareAndSet(this, present, fresh));
    }

    /** The current thread gives the role back, if it has it; throws if another living thread has it. */
    public void release(ChannelEnd end) {
        Thread holder = living(owner);
        if (holder == Thread.currentThread()) {
            owner = null; // release ROLE -> take
        } else if (holder != null) {
            throw new ThreadRoleException("the single " + role.title + " of " + end + " is " + named(holder)
                    + ", and only that thread can call " + role.release + "; this is " + named(Thread.currentThread()));
        }
    }

    /** The thread that has the role now; null if none has. */
    @Nullable public Thread holder() {
        return living(owner);
    }

    private static @Nullable Thread living(@Nullable Owner owner) {
        Thread thread = owner == null ? null : owner.get();
        return thread == null || !thread.isAlive() ? null : thread;
    }

    /** Throws if the current thread, which is about to wait for this end, is the only one that uses it. */
    public void requireOther(ChannelEnd end, String state) {
        Owner present = owner;
        if (present != null && present.refersTo(Thread.currentThread())) {
            throw new ThreadRoleException(end + " " + state + ", and " + named(Thread.currentThread()) + " is its only "
                    + role.title + ": it would wait for itself. Another thread can take the role over after "
                    + role.release);
        }
    }

    /**
     * Throws if that many threads, made by a part of this library, cannot all use the end.
     *
     * @param part the name of the part
     */
    public void requireFor(ChannelEnd end, String part, int threads) {
        if (threads > 1) {
            throw new ThreadRoleException(end + " was built for a single " + role.title + ", and " + part
                    + " would use it in several threads");
        }
        Thread holder = holder();
        if (holder != null) {
            throw new ThreadRoleException(end + " was built for a single " + role.title + ", which is " + named(holder)
                    + "; " + part + " would be another. The first hands the role over with " + role.release);
        }
    }

    /** The JDK's own threads describe themselves. */
    private static String named(Thread thread) {
        return thread.getClass().getClassLoader() == null ? thread.toString() : "thread '" + thread.getName() + "'";
    }
}
