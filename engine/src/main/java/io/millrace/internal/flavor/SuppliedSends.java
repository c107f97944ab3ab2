package io.millrace.internal.flavor;

import io.millrace.internal.park.Idle;
import io.millrace.internal.park.MatchSide;
import io.millrace.internal.park.MeetingPlace;
import io.millrace.internal.park.SpinLock;
import io.millrace.internal.park.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends over a rendezvous whose message is made only when its receiver is sure. The receiver is claimed, at the meeting place or out
 * of its list; then the supplier runs, outside of the lock; then the receiver gets the message, or waits on if the supplier threw.
 */
final class SuppliedSends<T> {

    private final MeetingPlace place;
    private final SpinLock lock;
    private final MatchSide senders;
    private final MatchSide receivers;

    /** Who makes messages for receivers that were taken out of their list. Guarded by the lock. */
    private final List<Thread> suppliers = new ArrayList<>();

    /**
     * Who makes the message for the receiver at the place.
     * <p>Written by: the sender that has claimed it (plain).
     * <p>Read by: closers (plain). Orders nothing: a thread compares it with itself, and sees what it wrote itself.
     */
    private @Nullable Thread supplierAtPlace;

    SuppliedSends(MeetingPlace place, SpinLock lock, MatchSide senders, MatchSide receivers) {
        this.place = place;
        this.lock = lock;
        this.senders = senders;
        this.receivers = receivers;
    }

    /** Sends what the supplier makes, if a receiver waits. What the supplier throws goes to the caller. */
    boolean offer(Supplier<? extends T> supplier) {
        return !receivers.isTurn() && offerAtPlace(supplier) || offerParked(supplier) || offerAtPlace(supplier);
    }

    private boolean offerAtPlace(Supplier<? extends T> supplier) {
        long ticket = place.claimReceiver();
        if (ticket == MeetingPlace.OCCUPIED) {
            return false;
        }
        T message = null;
        supplierAtPlace = Thread.currentThread();
        try {
            message = Objects.requireNonNull(supplier.get(), "message of the supplier");
        } finally {
            supplierAtPlace = null;
            if (message != null) {
                place.give(ticket, message);
            } else {
                place.unclaim(ticket);
                signalSelecting(); // those that came meanwhile did not find it
            }
        }
        return true;
    }

    private void signalSelecting() {
        if (senders.isSelecting()) {
            lock.lock();
            senders.signalSelecting(null);
            lock.unlock();
        }
    }

    private boolean offerParked(Supplier<? extends T> supplier) {
        Waiter receiver = claimParked();
        if (receiver == null) {
            return false;
        }
        T message = null;
        try {
            message = Objects.requireNonNull(supplier.get(), "message of the supplier");
        } finally {
            lock.lock();
            suppliers.remove(Thread.currentThread());
            if (message != null) {
                Thread parked = receivers.complete(receiver, message);
                lock.unlock();
                receivers.unpark(parked);
            } else {
                giveBack(receiver);
            }
        }
        return true;
    }

    private @Nullable Waiter claimParked() {
        if (receivers.isEmpty()) {
            return null;
        }
        lock.lock();
        try {
            Waiter receiver = receivers.removeFirst();
            if (receiver != null) {
                suppliers.add(Thread.currentThread());
            }
            return receiver;
        } finally {
            lock.unlock();
        }
    }

    /** With the lock, which it releases: lets a receiver wait on, unless a sender came meanwhile and did not find it. */
    private void giveBack(Waiter receiver) {
        Waiter sender = senders.removeFirst();
        if (sender == null) {
            receivers.putBack(receiver);
            senders.signalSelecting(null);
            lock.unlock();
            return;
        }
        Thread receiving = receivers.complete(receiver, sender.message());
        Thread sending = senders.complete(sender, null);
        lock.unlock();
        receivers.unpark(receiving);
        senders.unpark(sending);
    }

    /** Whether the current thread is inside a supplier that makes a message here. */
    boolean isSupplying() {
        Thread current = Thread.currentThread();
        if (supplierAtPlace == current) {
            return true;
        }
        lock.lock();
        try {
            return suppliers.contains(current);
        } finally {
            lock.unlock();
        }
    }

    /** With the lock, which it releases and takes again: waits until no receiver is out of its list. */
    void awaitNone() {
        while (!suppliers.isEmpty()) {
            lock.unlock();
            Idle.snooze();
            lock.lock();
        }
    }
}
