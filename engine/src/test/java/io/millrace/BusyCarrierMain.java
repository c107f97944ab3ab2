package io.millrace;

import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * Virtual threads wait first, platform threads and futures behind them; then the only carrier is busy. Prints each kind of channel over which
 * the others get theirs all the same.
 */
final class BusyCarrierMain {

    static final List<ChannelKind> KINDS = List.of(
            ChannelKind.bounded(1),
            ChannelKind.bounded(64),
            ChannelKind.unbounded(),
            ChannelKind.rendezvous(),
            ChannelKind.conflating(64));

    private static final int EACH = 3;

    private BusyCarrierMain() {}

    public static void main(String[] args) throws Exception {
        for (ChannelKind kind : KINDS) {
            play(kind);
            System.out.println("finished " + kind);
        }
    }

    private static void play(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        CountDownLatch busy = new CountDownLatch(1);
        boolean[] end = new boolean[1];
        try (Actors virtual = new Actors(ThreadKind.VIRTUAL);
                Actors platform = new Actors()) {
            for (int i = 0; i < EACH; i++) {
                virtual.run("virtual receiver", channel::receiveOrNull).awaitBlocked();
            }
            List<Actor<Integer>> others = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                others.add(platform.start("receiver", channel::receive).awaitBlocked());
            }
            CompletableFuture<Integer> future = channel.receiveAsync();
            virtual.run("hog", () -> {
                busy.countDown();
                while (!isSet(end)) {
                    Thread.onSpinWait();
                }
            });
            busy.await();
            int kept = kind.isRendezvous() ? EACH : 0; // handed over to those that cannot run
            for (int i = 0; i < kept + EACH + 1; i++) {
                channel.send(i);
            }
            others.forEach(Actor::join);
            future.join();
            synchronized (end) {
                end[0] = true;
            }
            channel.close();
        }
    }

    private static boolean isSet(boolean[] flag) {
        synchronized (flag) {
            return flag[0];
        }
    }
}
