package io.millrace.faults;

import io.millrace.Broadcast;
import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelEnd;
import io.millrace.ChannelStats;
import io.millrace.Lagging;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.Sender;
import io.millrace.Subscription;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.time.Duration;
import java.util.AbstractList;
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
    private static final int FIRST_OF_MANY = 1_000;
    private static final int SENT = 100;

    private FaultScenarios() {}

    /** One operation, on the channel of a ledger. */
    private interface Operation {
        void run(ChannelLedger of) throws Exception;
    }

    /** Makes them afresh. Called through reflection, from outside of the loader. */
    public static List<FaultScenario> all() {
        List<FaultScenario> all = new ArrayList<>();
        for (FaultKind kind : FaultKind.values()) {
            sends(all, kind);
            receives(all, kind);
            ends(all, kind);
            add(all, kind, "handles", of -> {
                try (Sender<Integer> sender = of.channel.attachSender();
                        Receiver<Integer> receiver = of.channel.attachReceiver()) {
                    sender.trySend(SENT);
                    of.keep(receiver.tryReceive());
                }
            });
            add(all, kind, "select", of -> {
                Select select = Select.fair();
                int in = select.onReceive(of.channel);
                int[] next = {SENT};
                select.onSend(of.channel, () -> {
                    FaultPoint.callsOut("supplier");
                    return next[0]++;
                });
                for (int i = 0; i < 4; i++) {
                    if (select.poll() == in) {
                        of.keep(select.received(of.channel));
                    }
                }
            });
            add(all, kind, "views", of -> {
                of.channel.asBlockingQueue().peek();
                of.channel.stats();
                of.channel.size();
                of.channel.toString();
            });
        }
        for (Lagging lagging : Lagging.values()) {
            all.add(new OfBroadcast(lagging));
        }
        return all;
    }

    private static void sends(List<FaultScenario> all, FaultKind kind) {
        add(all, kind, "trySend", of -> of.channel.trySend(SENT));
        add(all, kind, "timed trySend", of -> of.channel.trySend(SENT, 1, TimeUnit.MILLISECONDS));
        add(all, kind, "trySendAll", of -> of.channel.trySendAll(new Integer[] {SENT, SENT + 1}, 0, 2));
        if (kind.waits()) {
            all.add(new OfChannel(kind, "send that waits", of -> of.channel.send(SENT), Partner.RECEIVES));
            all.add(new OfChannel(
                    kind, "sendAll that waits", of -> of.channel.sendAll(new ThrowingList()), Partner.RECEIVES));
        } else {
            add(all, kind, "sendAll", of -> of.channel.sendAll(new ThrowingList()));
            add(
                    all,
                    kind,
                    "sendAll through a handle",
                    of -> of.channel.attachSender().sendAll(new ThrowingList()));
        }
    }

    private static void receives(List<FaultScenario> all, FaultKind kind) {
        add(all, kind, "tryReceive", of -> of.keep(of.channel.tryReceive()));
        add(all, kind, "timed tryReceive", of -> of.keep(of.channel.tryReceive(Duration.ofMillis(1))));
        add(all, kind, "drain", of -> of.channel.drain(of::handle, 2));
        add(all, kind, "iterator", of -> {
            of.channel.close();
            Iterator<Integer> messages = of.channel.iterator();
            while (messages.hasNext()) {
                of.keep(messages.next());
            }
        });
        add(all, kind, "forEach", of -> {
            of.channel.close();
            of.channel.forEach(of::handle);
        });
        add(all, kind, "forEach through a handle", of -> {
            of.channel.close();
            of.channel.attachReceiver().forEach(of::handle);
        });
        add(all, kind, "stream", of -> {
            of.channel.close();
            of.channel.stream().forEach(of::handle);
        });
        if (kind != FaultKind.RENDEZVOUS) {
            add(all, kind, "receiveBatch", of -> of.channel.receiveBatch(of::handle, 2));
        }
        if (!kind.hasSoleReceiver()) {
            add(all, kind, "receiveAsync", of -> {
                of.channel.receiveAsync(Runnable::run).thenAccept(of::handle);
                of.channel.trySend(SENT);
            });
            add(all, kind, "forEachAsync", FaultScenarios::forEachAsync);
        }
        all.add(new OfChannel(kind, "receive that waits", of -> of.keep(of.channel.receive()), Partner.SENDS));
    }

    /** It has begun, or has taken nothing. */
    private static void forEachAsync(ChannelLedger of) {
        int before = of.arrived.size();
        boolean began = false;
        try {
            of.channel.forEachAsync(of::handle, work -> {
                FaultPoint.callsOut("executor");
                work.run();
            });
            began = true;
            of.channel.trySend(SENT);
        } finally {
            if (!began && of.arrived.size() != before) {
                throw new AssertionError("handled without a future: " + of.arrived);
            }
            while (!of.channel.isClosedForSend()) { // whatever is thrown into it
                try {
                    of.channel.close();
                } catch (Throwable e) {
                    // once more
                }
            }
        }
    }

    private static void ends(List<FaultScenario> all, FaultKind kind) {
        add(all, kind, "close", of -> of.channel.close());
        add(all, kind, "close with a cause", of -> of.channel.close(new Exception("cause")));
        add(all, kind, "cancel", of -> of.channel.cancel());
        add(all, kind, "cancel with a cause", of -> of.channel.cancel(new Exception("cause")));
        add(all, kind, "close of the last sender", of -> closeTheLast(of.channel.attachSender(), of.channel));
        add(all, kind, "close of the last receiver", of -> closeTheLast(of.channel.attachReceiver(), of.channel));
    }

    /** A close that broke off goes on when it is called again. */
    private static void closeTheLast(ChannelEnd handle, Channel<Integer> channel) {
        try {
            handle.close();
        } finally {
            handle.close();
            if (!channel.isClosedForSend()) {
                throw new AssertionError("open without a handle: " + channel);
            }
        }
    }

    /** Two messages, in a list of a caller's own that may throw. */
    private static final class ThrowingList extends AbstractList<Integer> {

        @Override
        public Integer get(int index) {
            FaultPoint.callsOut("list");
            return SENT + index;
        }

        @Override
        public int size() {
            return 2;
        }
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
        private final Partner partner;
        private final AtomicBoolean ended = new AtomicBoolean();
        private final Thread thread = new Thread(this::help, "partner");
        private ChannelLedger ledger;

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
            ledger = new ChannelLedger(kind);
            int capacity = ledger.channel.capacity();
            int filled = partner == Partner.NONE ? FILLED : partner == Partner.SENDS ? 0 : capacity;
            for (int i = 0; i < filled; i++) {
                ledger.channel.trySend((i < FILLED ? FIRST : FIRST_OF_MANY) + i);
            }
            thread.start();
        }

        @Override
        public void operate() throws Exception {
            try {
                body.run(ledger);
            } finally {
                ended.set(true);
            }
        }

        /** Goes on until the operation has ended, or a send has helped it. */
        private void help() {
            boolean helped = partner == Partner.NONE;
            while (!helped && !ended.get()) {
                Thread.yield();
                ChannelStats stats = ledger.channel.stats();
                if (stats.blockedReceives() > 0) {
                    helped = ledger.channel.trySend(FIRST);
                } else if (stats.blockedSends() > 0) {
                    ledger.keep(ledger.channel.tryReceive());
                }
            }
        }

        @Override
        public void check(Throwable thrown) throws Exception {
            thread.join();
            ledger.requireWhole();
            if (thrown instanceof VirtualMachineError
                    && (operation.equals("trySend") || operation.equals("send that waits"))
                    && ledger.arrived.contains(SENT)) {
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
