package io.millrace.work;

import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.Sender;
import org.jspecify.annotations.Nullable;

/**
 * Waits on channels for threads of our own, to which an interrupt means nothing: what ends a wait is that the channel
 * is closed. The interrupt is forgotten.
 */
final class Patient {

    private Patient() {}

    static <T> void send(Sender<T> sender, T message) {
        while (true) {
            try {
                sender.send(message);
                return;
            } catch (InterruptedException e) {
                // The message was not accepted: once more.
            }
        }
    }

    static <T> @Nullable T receiveOrNull(Receiver<T> receiver) {
        while (true) {
            try {
                return receiver.receiveOrNull();
            } catch (InterruptedException e) {
                // Nothing was taken: once more.
            }
        }
    }

    /**
     * Takes a message that is there for certain, perhaps behind one whose sender is still on its way in: a few
     * instructions. For any thread, as it leaves the interrupt alone.
     */
    static void takeOne(Receiver<?> receiver) {
        try {
            while (receiver.tryReceive() == null) {
                Thread.yield();
            }
        } catch (ChannelClosedException e) {
            // Cancelled, and all that was there is taken.
        }
    }
}
