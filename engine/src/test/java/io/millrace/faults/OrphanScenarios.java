package io.millrace.faults;

import io.millrace.Channel;
import io.millrace.ChannelStats;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Cancels that meet a claim whose message is not there. Loaded with the instrumented library, called through reflection. */
public final class OrphanScenarios {

    private OrphanScenarios() {}

    /** Cancels a channel one of whose sends broke off after its claim. Called through reflection. */
    public static List<Integer> cancelledWithAnOrphan(String kind, String publish) {
        List<Integer> undelivered = new ArrayList<>();
        Channel<Integer> channel = FaultKind.valueOf(kind).open(message -> undelivered.add(message));
        channel.trySend(1);
        FaultPoint.atEntry(publish, () -> {
            throw new InternalError("as intended");
        });
        try {
            channel.trySend(2);
            throw new AssertionError("the send was to break off");
        } catch (InternalError e) {
            channel.trySend(3);
        }
        try {
            channel.cancel();
            throw new AssertionError("the cancel names no orphan");
        } catch (IllegalStateException e) {
            if (!channel.isClosedForReceive() || !e.getMessage().contains("1 sends")) {
                throw e;
            }
        }
        ChannelStats stats = channel.stats();
        if (stats.accepted() != undelivered.size() || stats.received() != 0 || stats.buffered() != 0) {
            throw new AssertionError(stats + " after " + undelivered);
        }
        return undelivered;
    }

    /**
     * What a cancel hands over of 1,200 messages, in segments of 512, when the send of message 612 stalls between its
     * claim and its store until the cancel has passed over it and has begun with the last segment. Called through
     * reflection.
     */
    public static List<Integer> cancelledPastAStalledSend() throws Exception {
        List<Integer> undelivered = new ArrayList<>();
        CountDownLatch lastSegment = new CountDownLatch(1);
        CountDownLatch sent = new CountDownLatch(1);
        Channel<Integer> channel = FaultKind.UNBOUNDED.open(message -> {
            undelivered.add(message);
            if (message == 1024) {
                lastSegment.countDown();
                await(sent);
            }
        });
        try (Actors actors = new Actors()) {
            List<Actor<Object>> canceller = new ArrayList<>();
            sendAll(channel, 0, 512);
            FaultPoint.atEntry(
                    "SegmentedFlavor.claim",
                    () -> { // it has looked for the tail, which others now move
                        sendAll(channel, 512, 612);
                        FaultPoint.atEntry("SegmentedFlavor.publish", () -> {
                            sendAll(channel, 613, 1200);
                            canceller.add(actors.start("canceller", () -> {
                                channel.cancel();
                                return undelivered;
                            }));
                            await(lastSegment);
                        });
                    });
            channel.trySend(612);
            sent.countDown();
            if (!canceller.get(0).failure().getMessage().contains("1 sends")) {
                throw new AssertionError(
                        "the cancel names no orphan", canceller.get(0).failure());
            }
        }
        return undelivered;
    }

    private static void sendAll(Channel<Integer> channel, int from, int to) {
        for (int message = from; message < to; message++) {
            channel.trySend(message);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
