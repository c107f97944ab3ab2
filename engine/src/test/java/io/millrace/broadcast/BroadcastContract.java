package io.millrace.broadcast;

import io.millrace.Broadcast;
import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What the tests of broadcasts share. Every test runs on a thread of its own, so an interrupt flag left set harms no other. */
abstract class BroadcastContract {

    final Actors actors = new Actors();

    @AfterEach
    void everyThreadHasEnded() {
        actors.close();
    }

    /** Sends {@code from} to {@code to - 1}, for which there must be room, and returns them. */
    static List<Integer> send(Broadcast<Integer> broadcast, int from, int to) {
        for (int message : range(from, to)) {
            if (!broadcast.trySend(message)) {
                throw new AssertionError("full at message " + message);
            }
        }
        return range(from, to);
    }

    static List<Integer> range(int from, int to) {
        List<Integer> messages = new ArrayList<>();
        for (int message = from; message < to; message++) {
            messages.add(message);
        }
        return messages;
    }

    /** Takes what is there. */
    static <T> List<T> takeAll(Receiver<T> receiver) {
        List<T> taken = new ArrayList<>();
        receiver.drain(taken::add, Integer.MAX_VALUE);
        return taken;
    }

    /** Receives until closed and drained, whatever the cause. */
    static <T> List<T> receiveToTheEnd(Receiver<T> receiver) throws InterruptedException {
        List<T> received = new ArrayList<>();
        try {
            while (true) {
                received.add(receiver.receive());
            }
        } catch (ChannelClosedException e) {
            return received;
        }
    }

    Actor<Void> blockedSender(Broadcast<Integer> broadcast, int message) {
        return actors.run("sender of " + message, () -> broadcast.send(message)).awaitBlocked();
    }

    <T> Actor<T> blockedReceiver(Receiver<T> receiver) {
        return actors.start("receiver", receiver::receive).awaitBlocked();
    }
}
