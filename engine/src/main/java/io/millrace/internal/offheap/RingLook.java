package io.millrace.internal.offheap;

import static org.agrona.concurrent.ringbuffer.RecordDescriptor.ALIGNMENT;
import static org.agrona.concurrent.ringbuffer.RecordDescriptor.HEADER_LENGTH;

import io.millrace.internal.park.Idle;
import io.millrace.internal.park.SpinLock;
import java.util.ArrayList;
import java.util.List;
import org.agrona.BitUtil;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * Looks at messages without taking them, one at a time, so that receivers go on in between. A look takes the lock,
 * which stops all takers but the only consumer in the middle of a pass in place; nothing that its handler has got is
 * looked at, and what it takes during the look is noticed and discarded.
 */
record RingLook(RingBuffer ring, RingView view, SpinLock lock, InPlacePass inPlace) {

    /** Copies messages, oldest first, up to the limit: each was there at some moment of the call. */
    List<MessageCopy> look(int limit) {
        List<MessageCopy> copies = new ArrayList<>();
        MessageCopy copy = new MessageCopy();
        long from = 0;
        while (copies.size() < limit && !view.isCancelled()) {
            long position = lookFrom(from, copy);
            if (position == RingView.NOTHING) {
                break;
            }
            if (copy.isTooSmall()) {
                copy.makeRoom(); // without the lock
                from = position;
            } else {
                copies.add(copy);
                from = position + BitUtil.align(copy.length + HEADER_LENGTH, ALIGNMENT);
                copy = new MessageCopy();
            }
        }
        return copies;
    }

    private long lookFrom(long from, MessageCopy copy) {
        while (true) {
            lock.lock();
            try {
                long reached = inPlace.reached();
                if (reached == InPlacePass.IDLE) {
                    return view.look(Math.max(from, ring.consumerPosition()), copy);
                }
                long position = view.look(Math.max(from, InPlacePass.position(reached)), copy);
                boolean valid = position == RingView.NOTHING ? inPlace.isNothing(reached) : inPlace.isAhead(position);
                if (valid) {
                    return position;
                }
            } finally {
                lock.unlock();
            }
            Idle.snooze(); // the consumer is between two messages
        }
    }
}
