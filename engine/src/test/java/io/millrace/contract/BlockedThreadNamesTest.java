package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Broadcast;
import io.millrace.Channel;
import io.millrace.ChannelBuilder;
import io.millrace.ChannelKind;
import io.millrace.Lagging;
import io.millrace.Receiver;
import io.millrace.Sender;
import io.millrace.Subscription;
import io.millrace.Timers;
import io.millrace.offheap.Ring;
import io.millrace.support.Actor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What a dump shows of a thread that waits: the end it waits at, by name. */
class BlockedThreadNamesTest extends ChannelContract {

    private void assertWaitsAt(Actor<?> actor, Object end, String name) {
        actor.awaitBlocked();
        Object blocker = LockSupport.getBlocker(actor.thread());
        while (blocker == null && !actor.hasEnded()) { // it naps between two looks
            blocker = LockSupport.getBlocker(actor.thread());
        }
        assertThat(blocker).isSameAs(end);
        assertThat(String.valueOf(blocker)).contains("'" + name);
        actor.interrupt();
        actor.failure();
    }

    private static Channel<Integer> named(ChannelKind kind) {
        ChannelBuilder<Integer> builder = kind.parking().<Integer>builder();
        return builder.name("orders").build();
    }

    @Contract(told = true)
    void aReceiverWaitsAtItsChannel(ChannelKind kind) {
        Channel<Integer> channel = named(kind);
        assertWaitsAt(actors.start("receiver", channel::receive), channel, "orders");
    }

    @Contract
    void aReceiverOfAHandleWaitsAtTheHandle(ChannelKind kind) {
        Channel<Integer> channel = named(kind);
        Receiver<Integer> handle = channel.attachReceiver();
        assertWaitsAt(actors.start("receiver", handle::receive), handle, "orders");
        assertThat(handle.iterator().toString()).contains("'orders'");
    }

    @Contract(on = Contract.Kinds.LIMITED, told = true)
    void aSenderWaitsAtItsChannel(ChannelKind kind) {
        Channel<Integer> channel = named(kind);
        assertWaitsAt(
                actors.run("sender", () -> {
                    while (true) {
                        channel.send(1);
                    }
                }),
                channel,
                "orders");
    }

    @Contract(on = Contract.Kinds.LIMITED)
    void aSenderThroughAHandleWaitsAtTheHandle(ChannelKind kind) {
        Channel<Integer> channel = named(kind);
        Sender<Integer> handle = channel.attachSender();
        fill(channel);
        assertWaitsAt(actors.run("sender", () -> handle.send(1)), handle, "orders");
    }

    @Test
    void subscriptionsAndSendersOfABroadcastWaitAtIt() {
        Broadcast<Integer> broadcast =
                Broadcast.<Integer>builder().capacity(1).name("prices").build();
        Subscription<Integer> subscription = broadcast.subscribe("chart", Lagging.HOLD);
        assertWaitsAt(actors.start("receiver", subscription::receive), subscription, "chart");
        broadcast.trySend(1);
        assertWaitsAt(actors.run("sender", () -> broadcast.send(2)), broadcast, "prices");
    }

    @Test
    void aTimerIsNamedByWhatItWaitsFor() {
        Receiver<?> timer = Timers.tick(Duration.ofHours(1));
        assertWaitsAt(actors.start("receiver", timer::receive), timer, "tick PT1H");
    }

    @Test
    void bothSidesOfARingWaitAtIt() {
        Ring ring = Ring.builder().capacity(64).onHeap().name("bytes").build();
        assertWaitsAt(
                actors.start("receiver", () -> ring.receive((type, bytes, index, length) -> {}, 1)), ring, "bytes");
        UnsafeBuffer message = new UnsafeBuffer(ByteBuffer.allocate(8));
        assertWaitsAt(
                actors.run("sender", () -> {
                    while (true) {
                        ring.send(1, message, 0, 8);
                    }
                }),
                ring,
                "bytes");
    }

    @Test
    void anIteratorNamesWhatItReceivesFrom() {
        Channel<Integer> channel =
                Channel.<Integer>builder().capacity(1).name("orders").build();
        Iterator<Integer> iterator = channel.iterator();
        assertThat(iterator.toString()).contains("'orders'");
    }
}
