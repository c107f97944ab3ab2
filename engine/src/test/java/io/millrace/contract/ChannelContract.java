package io.millrace.contract;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelKind;
import io.millrace.Receiver;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What the classes of the contract share. Every test runs on a thread of its own, so an interrupt flag left set harms no other. */
abstract class ChannelContract {

    /** How many messages stand for "a lot" in a channel that takes any number. */
    private static final int MANY = 100;

    final Actors actors = new Actors();

    @AfterEach
    void everyThreadHasEnded() {
        actors.close();
    }

    /** Sends what fits, or 100 messages if any number does, and returns them. */
    static List<Integer> fill(Channel<Integer> channel) {
        int count = channel.capacity() == Channel.UNBOUNDED ? MANY : channel.capacity();
        List<Integer> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (!channel.trySend(i)) {
                throw new AssertionError("full after " + i + " messages, the capacity is " + channel.capacity());
            }
            sent.add(i);
        }
        return sent;
    }

    /** Takes what is there. */
    static <T> List<T> takeAll(Receiver<T> receiver) {
        List<T> taken = new ArrayList<>();
        receiver.drain(taken::add, Integer.MAX_VALUE);
        return taken;
    }

    /** Receives until the channel is closed and drained. */
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

    /** Starts a thread that sends {@code message}, and waits until it is blocked. */
    <T> Actor<Void> blockedSender(Channel<T> channel, T message) {
        return actors.run("sender of " + message, () -> channel.send(message)).awaitBlocked();
    }

    /** Starts threads that are blocked in sending {@code firstMessage} and those after it, in this order. */
    List<Actor<Void>> blockedSenders(Channel<Integer> channel, int count, int firstMessage) {
        List<Actor<Void>> senders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            senders.add(blockedSender(channel, firstMessage + i));
        }
        return senders;
    }

    <T> Actor<T> blockedReceiver(Channel<T> channel) {
        return actors.start("receiver", channel::receive).awaitBlocked();
    }

    <T> List<Actor<T>> blockedReceivers(Channel<T> channel, int count) {
        List<Actor<T>> receivers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            receivers.add(blockedReceiver(channel));
        }
        return receivers;
    }

    /** Makes sure {@code message} is in the channel or in the hands of a blocked sender, so that a receive must find it. */
    <T> void offerInAnyWay(ChannelKind kind, Channel<T> channel, T message) {
        if (kind.isRendezvous()) {
            blockedSender(channel, message);
        } else if (!channel.trySend(message)) {
            throw new AssertionError("full at the start");
        }
    }
}
