package io.millrace.faults;

import io.millrace.Broadcast;
import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelStats;
import io.millrace.Lagging;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.Sender;
import io.millrace.Subscription;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The operations of a channel, each with the ledger that must hold whatever was thrown into it. */
public final class FaultScenarios {

    private static final int FILLED = 3;
    private static final int FIRST = 10;
    private static final int SENT = 100;
    private static final long LIMIT_NANOS = 2_000_000_000;

    private FaultScenarios() {}

    /** One operation. What it receives goes into the list. */
    private interface Operation {
        void run(Channel<Integer> channel, List<Integer> received) throws Exception;
    }

    /** Makes those that never wait, afresh. Called through reflection, from outside of the loader. */
    public static List<FaultScenario> all() {
        List<FaultScenario> all = new ArrayList<>();
        for (FaultKind kind : FaultKind.values()) {
            add(all, kind, "trySend", (channel, received) -> channel.trySend(SENT));
            add(all, kind, "timed trySend", (channel, received) -> channel.trySend(SENT, 1, TimeUnit.MILLISECONDS));
            add(
                    all,
                    kind,
                    "trySendAll",
                    (channel, received) -> channel.trySendAll(new Integer[] {SENT, SENT + 1}, 0, 2));
            add(all, kind, "tryReceive", (channel, received) -> keep(channel.tryReceive(), received));
            add(
                    all,
                    kind,
                    "timed tryReceive",
                    (channel, received) -> keep(channel.tryReceive(Duration.ofMillis(1)), received));
            add(all, kind, "drain", (channel, received) -> channel.drain(received::add, 2));
            add(all, kind, "iterator", (channel, received) -> {
                channel.close();
                Iterator<Integer> messages = channel.iterator();
                while (messages.hasNext()) {
                    received.add(messages.next());
                }
            });
            add(all, kind, "close", (channel, received) -> channel.close());
            add(all, kind, "close with a cause", (channel, received) -> channel.close(new Exception("cause")));
            add(all, kind, "cancel", (channel, received) -> channel.cancel());
            add(all, kind, "handles", (channel, received) -> {
                try (Sender<Integer> sender = channel.attachSender();
                        Receiver<Integer> receiver = channel.attachReceiver()) {
                    sender.trySend(SENT);
                    keep(receiver.tryReceive(), received);
                }
            });
            if (kind != FaultKind.ONE_TO_ONE) {
                add(all, kind, "receiveAsync", (channel, received) -> {
                    channel.receiveAsync(Runnable::run).thenAccept(received::add);
                    channel.trySend(SENT);
                });
            }
            add(all, kind, "select", (channel, received) -> {
                Select select = Select.fair();
                int in = select.onReceive(channel);
                int[] next = {SENT};
                select.onSend(channel, () -> next[0]++);
                for (int i = 0; i < 4; i++) {
                    if (select.poll() == in) {
                        keep(select.received(channel), received);
                    }
                }
            });
            if (kind.waits()) {
                all.add(new OfChannel(
                        kind, "send that waits", (channel, received) -> channel.send(SENT), Partner.RECEIVES));
            }
            all.add(new OfChannel(
                    kind, "receive that waits", (channel, received) -> received.add(channel.receive()), Partner.SENDS));
            add(all, kind, "views", (channel, received) -> {
                channel.asBlockingQueue().peek();
                channel.stats();
                channel.size();
                channel.toString();
            });
        }
        for (Lagging lagging : Lagging.values()) {
            all.add(new OfBroadcast(lagging));
        }
        return all;
    }

    /** What a subscription receives that is closed, and lapped, while it reads its message. Called through reflection. */
    public static Integer receivedWhileClosing() {
        Broadcast<Integer> broadcast = Broadcast.of(1);
        Subscription<Integer> subscription = broadcast.subscribe(Lagging.HOLD);
        broadcast.trySend(1);
        FaultPoint.atEntry("BroadcastRing.message", () -> {
            subscription.close();
            for (int message = 2; message < 10; message++) {
                broadcast.trySend(message);
            }
        });
        try {
            return subscription.tryReceive();
        } catch (ChannelClosedException e) {
            return null;
        }
    }

    /** Cancels a channel one of whose sends broke off after its claim. Called through reflection. */
    public static List<Integer> cancelledWithAnOrphan(String kind, String publish) {
        List<Integer> undelivered = new ArrayList<>();
        Channel<Integer> channel = FaultKind.valueOf(kind).open((message, reason) -> undelivered.add(message));
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
        return undelivered;
    }

    /** What a receiver gets when one before it was woken, but fails as it parks. Called through reflection. */
    public static Integer receivedBehindOneThatFails() {
        Channel<Integer> channel = Channel.bounded(8);
        try (Actors firsts = new Actors();
                Actors seconds = new Actors()) {
            List<Actor<Integer>> second = Collections.synchronizedList(new ArrayList<>());
            FaultPoint.atEntry("Waiter.park", () -> {
                second.add(seconds.start("second", channel::receive));
                second.get(0).awaitBlocked();
                channel.trySend(1); // wakes the first
                throw new OutOfMemoryError("as intended");
            });
            Actor<Integer> first = firsts.start("first", channel::receive);
            if (!(first.failure() instanceof OutOfMemoryError)) {
                throw new AssertionError("the first was to fail");
            }
            return second.get(0).join();
        }
    }

    private static void keep(Integer message, List<Integer> received) {
        if (message != null) {
            received.add(message);
        }
    }

    private static void add(List<FaultScenario> all, FaultKind kind, String operation, Operation body) {
        all.add(new OfChannel(kind, operation, body, Partner.NONE));
    }

    /** What another thread does once the operation waits. */
    private enum Partner {
        NONE,
        SENDS,
        RECEIVES
    }

    private static final class OfChannel implements FaultScenario {

        private final FaultKind kind;
        private final String operation;
        private final Operation body;
        private final List<Integer> arrived = Collections.synchronizedList(new ArrayList<>());
        private final Partner partner;
        private final AtomicBoolean ended = new AtomicBoolean();
        private final Thread thread = new Thread(this::helpOnceItWaits, "partner");
        private Channel<Integer> channel;

        OfChannel(FaultKind kind, String operation, Operation body, Partner partner) {
            this.kind = kind;
            this.operation = operation;
            this.body = body;
            this.partner = partner;
        }

        @Override
        public String name() {
            return kind + " " + operation;
        }

        @Override
        public void setUp() {
            channel = kind.open((message, reason) -> arrived.add(message));
            int filled = partner == Partner.NONE ? FILLED : partner == Partner.SENDS ? 0 : channel.capacity();
            for (int i = 0; i < filled; i++) {
                channel.trySend(FIRST + i);
            }
            thread.start();
        }

        @Override
        public void operate() throws Exception {
            try {
                body.run(channel, arrived);
            } finally {
                ended.set(true);
            }
        }

        private void helpOnceItWaits() {
            boolean helped = partner == Partner.NONE;
            while (!helped && !ended.get()) {
                Thread.yield();
                ChannelStats stats = channel.stats();
                if (stats.blockedSends() + stats.blockedReceives() > 0) {
                    helped = help();
                }
            }
        }

        private boolean help() {
            if (partner == Partner.SENDS) {
                return channel.trySend(FIRST);
            }
            Integer message = channel.tryReceive();
            keep(message, arrived);
            return message != null;
        }

        @Override
        public void check(Throwable thrown) throws Exception {
            thread.join();
            requireLedger();
            channel.drain(arrived::add, Integer.MAX_VALUE);
            if (!channel.isClosedForSend() && channel.capacity() > 0) {
                requireUsable();
            }
            channel.close();
            channel.cancel();
            if (!channel.isClosedForReceive() || channel.size() != 0) {
                throw new AssertionError("not closed and empty after a cancel: " + channel.stats());
            }
            try {
                channel.trySend(1);
                throw new AssertionError("a closed channel accepts");
            } catch (ChannelClosedException e) {
                // as it should
            }
            requireLedger();
            requireArrivals(thrown);
        }

        private void requireUsable() {
            for (int message = 1_000; message < 1_070; message++) {
                if (!channel.trySend(message)) {
                    throw new AssertionError("an empty channel is full: " + channel.stats());
                }
                Integer received = channel.tryReceive();
                if (received == null || received != message) {
                    throw new AssertionError("sent " + message + ", received " + received);
                }
                arrived.add(received);
            }
        }

        private void requireLedger() {
            long start = System.nanoTime();
            while (!isBalanced()) { // what is received without a thread is settled by another
                if (System.nanoTime() - start > LIMIT_NANOS) {
                    throw new AssertionError("after " + arrived + ": " + channel.stats());
                }
                Thread.yield();
            }
        }

        private boolean isBalanced() {
            ChannelStats stats = channel.stats();
            return stats.accepted() == stats.received() + stats.undelivered() + stats.buffered();
        }

        private void requireArrivals(Throwable thrown) {
            if (arrived.stream().distinct().count() != arrived.size()) {
                throw new AssertionError("arrived twice: " + arrived);
            }
            long start = System.nanoTime();
            while (channel.stats().accepted() != arrived.size() && System.nanoTime() - start < LIMIT_NANOS) {
                Thread.yield();
            }
            long lost = channel.stats().accepted() - arrived.size();
            if (lost != 0) {
                throw new AssertionError(
                        "lost are " + lost + " messages; arrived: " + arrived + ", " + channel.stats());
            }
            if (thrown instanceof VirtualMachineError
                    && (operation.equals("trySend") || operation.equals("send that waits"))
                    && arrived.contains(SENT)) {
                throw new AssertionError("a send that threw was accepted");
            }
        }
    }

    /** Subscriptions that come, send, receive and go. */
    private static final class OfBroadcast implements FaultScenario {

        private final Lagging lagging;
        private final Broadcast<Integer> broadcast = Broadcast.of(2);
        private Subscription<Integer> first;
        private Subscription<Integer> second;

        OfBroadcast(Lagging lagging) {
            this.lagging = lagging;
        }

        @Override
        public String name() {
            return "broadcast " + lagging;
        }

        @Override
        public void setUp() {
            first = broadcast.subscribe(lagging);
        }

        @Override
        public void operate() {
            second = broadcast.subscribe(lagging);
            broadcast.trySendAll(new Integer[] {1, 2, 3, 4, 5}, 0, 5);
            for (Subscription<Integer> subscription : List.of(first, second)) {
                try {
                    subscription.tryReceive();
                } catch (ChannelClosedException e) {
                    // disconnected
                }
            }
            broadcast.trySend(6);
            second.close();
            first.close();
            broadcast.close(new Exception("cause"));
        }

        @Override
        public void check(Throwable thrown) {
            first.close();
            if (second != null) {
                second.close();
            }
            if (!broadcast.isClosedForSend()) {
                for (int i = 0; i < 100; i++) {
                    if (!broadcast.trySend(i)) {
                        throw new AssertionError("nobody holds the senders, and there is no room");
                    }
                }
                Subscription<Integer> last = broadcast.subscribe(lagging);
                if (!broadcast.trySend(7) || last.tryReceive() != 7) {
                    throw new AssertionError("a new subscription did not get its message");
                }
            }
            broadcast.close();
        }
    }
}
