package io.millrace.work;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.internal.flavor.Roles;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thread that receives from one and sends to several. */
final class Tee<T> {

    private final Receiver<T> source;
    private final List<Channel<T>> open;

    Tee(Receiver<T> source, List<Channel<T>> outs) {
        Roles.requireConsumer(source, "a tee", 1);
        this.source = source;
        this.open = new ArrayList<>(outs);
    }

    void run() {
        Throwable cause = null;
        try {
            T message;
            while (!open.isEmpty() && (message = Patient.receiveOrNull(source)) != null) {
                sendToAll(message);
            }
        } catch (ChannelClosedException e) {
            cause = e.getCause();
        }
        end(cause);
    }

    private void sendToAll(T message) {
        open.removeIf(out -> {
            try {
                Patient.send(out, message);
                return false;
            } catch (ChannelClosedException e) {
                return true;
            }
        });
    }

    private void end(@Nullable Throwable cause) {
        for (Channel<T> out : open) {
            if (cause == null) {
                out.close();
            } else {
                out.close(cause);
            }
        }
        source.cancel(); // nothing is left in it, unless nobody is left to receive it
    }
}
