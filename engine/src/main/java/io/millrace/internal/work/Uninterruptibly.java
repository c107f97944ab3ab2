package io.millrace.internal.work;

import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.Sender;
import io.millrace.internal.park.Idle;
import org.jspecify.annotations.Nullable;

/**
 * Waits on channels for threads of our own, which ignore interrupts: only the close of the channel ends a wait. The
 * interrupt is dropped.
 */
public final class Uninterruptibly {

    private Uninterruptibly() {}

    public static <T> void send(Sender<T> sender, T message) {
        while (true) {
            try {
                sender.send(message);
                return;
            } catch (InterruptedException e) {
                // The message was not accepted: once more.
            }
        }
    }

    public static <T> @Nullable T receiveOrNull(Receiver<T> receiver) {
        while (true) {
            try {
                return receiver.receiveOrNull();
            } catch (InterruptedException e) {
                // Nothing was taken: once more.
            }
        }
    }

    /**
     * Takes the next message, or returns null once none is there. A message may be behind one whose sender is still on
     * its way in; then this waits for that sender. For any thread, as it leaves the interrupt flag alone.
     */
    public static <T> @Nullable T takeIfAny(Receiver<T> receiver) {
        try {
            T message;
            while ((message = receiver.tryReceive()) == null && !receiver.isEmpty()) {
                Idle.snooze();
            }
            return message;
        } catch (ChannelClosedException e) {
            return null;
        }
    }
}
