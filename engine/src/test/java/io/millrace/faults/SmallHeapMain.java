package io.millrace.faults;

import io.millrace.Broadcast;
import io.millrace.Channel;
import io.millrace.Lagging;
import io.millrace.Receiver;
import io.millrace.Sender;
import io.millrace.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Fills the heap through a channel until memory runs out, frees it and looks whether the channel still keeps its promises. */
final class SmallHeapMain {

    private static final long LIMIT_MILLIS = 60_000;

    private static final int SPARE_BYTES = 8 << 20;

    /** More than the heap has room for, each of some hundred bytes, and little beside it as an array. */
    private static final int TOO_MANY = 400_000;

    private final Integer[] messages = new Integer[1024];

    /** Given up once memory has run out. */
    private byte[] spare;

    public static void main(String[] arguments) throws Exception {
        SmallHeapMain main = new SmallHeapMain();
        for (int i = 0; i < main.messages.length; i++) {
            main.messages[i] = i;
        }
        main.links();
        main.fills("unbounded", Channel.unbounded(), false);
        main.fills("unbounded in batches", Channel.unbounded(), true);
        main.fills(
                "by key",
                Channel.<Integer>builder().conflatingBy(message -> new Object()).build(),
                false);
        main.attaches();
        main.subscribes();
        System.exit(0);
    }

    /** The JVM links code that runs for the first time, and needs memory for that, so everything runs once before memory is short. */
    private void links() throws InterruptedException {
        Channel<Integer> channel = Channel.unbounded();
        for (int round = 0; round < 4; round++) {
            channel.sendAll(List.of(messages));
            channel.trySendAll(messages, 0, messages.length);
        }
        within("receiving", () -> receive(channel, 8L * messages.length));
        Channel<Integer> byKey =
                Channel.<Integer>builder().conflatingBy(message -> new Object()).build();
        byKey.trySend(0);
        byKey.tryReceive();
        Sender<Integer> sender = channel.attachSender();
        channel.attachReceiver().close();
        sender.close();
        Broadcast.<Integer>of(4).subscribe(Lagging.HOLD).close();
    }

    private void fills(String name, Channel<Integer> channel, boolean batches) throws InterruptedException {
        for (int round = 0; round < 3; round++) {
            long sent = fill(channel, batches);
            receive(
                    channel,
                    sent); // on this thread, since the heap has no room for another; the test sees whether it ends
            if (sent < 10_000) {
                throw new AssertionError(name + ": memory ran out after " + sent + " messages");
            }
        }
        Thread receiver = within(() -> receive(channel, messages.length));
        within(name + ": sending", () -> {
            for (Integer message : messages) {
                channel.send(message);
            }
        });
        join(receiver, name + ": receiving");
        Thread blocked = within(() -> {
            if (channel.receiveOrNull() != null) {
                throw new AssertionError("a message too many");
            }
        });
        within(name + ": close", channel::close);
        join(blocked, name + ": a blocked receiver");
        within(name + ": cancel", channel::cancel);
        System.out.println("held " + name);
    }

    private long fill(Channel<Integer> channel, boolean batches) {
        long sent = 0;
        int next = 0;
        try {
            while (true) {
                if (batches) {
                    sent += channel.trySendAll(messages, 0, messages.length);
                } else if (channel.trySend(messages[next])) {
                    next = (next + 1) % messages.length;
                    sent++;
                }
            }
        } catch (OutOfMemoryError e) {
            return sent;
        }
    }

    private void receive(Channel<Integer> channel, long count) throws InterruptedException {
        for (long i = 0; i < count; i++) {
            Integer message = channel.tryReceive();
            while (message == null) {
                message = channel.tryReceive(Duration.ofSeconds(50));
            }
            if (message != i % messages.length) {
                throw new AssertionError(i + ": " + message);
            }
        }
        if (channel.size() != 0) {
            throw new AssertionError("left are " + channel.size());
        }
    }

    /** A handle that could not be made must not count. */
    private void attaches() throws InterruptedException {
        Channel<Integer> channel = Channel.unbounded();
        spare = new byte[SPARE_BYTES];
        List<Sender<Integer>> senders = new ArrayList<>(TOO_MANY);
        List<Receiver<Integer>> receivers = new ArrayList<>(TOO_MANY);
        try {
            while (senders.size() < TOO_MANY) {
                receivers.add(channel.attachReceiver());
                senders.add(channel.attachSender());
            }
            throw new AssertionError("memory did not run out");
        } catch (OutOfMemoryError e) {
            spare = null;
        }
        within("detaching", () -> {
            senders.forEach(Sender::close);
            if (!channel.isClosedForSend() || !channel.isClosedForReceive()) {
                throw new AssertionError("the last handle of a channel was closed, and it is open");
            }
        });
        receivers.clear();
        senders.clear();
        System.out.println("held handles");
    }

    private void subscribes() throws InterruptedException {
        Broadcast<Integer> broadcast = Broadcast.of(4);
        spare = new byte[SPARE_BYTES];
        List<Subscription<Integer>> subscriptions = new ArrayList<>(100_000);
        try {
            while (subscriptions.size() < 100_000) {
                subscriptions.add(broadcast.subscribe(Lagging.HOLD));
            }
        } catch (OutOfMemoryError e) {
            spare = null;
        }
        within("unsubscribing", () -> subscriptions.forEach(Subscription::close));
        subscriptions.clear();
        within("sending to nobody", () -> {
            for (Integer message : messages) {
                if (!broadcast.trySend(message)) {
                    throw new AssertionError("a subscription that could not be made holds the senders");
                }
            }
        });
        System.out.println("held subscriptions");
    }

    private interface Action {
        void run() throws Exception;
    }

    private static Thread within(Action action) {
        Thread thread = new Thread(() -> {
            try {
                action.run();
            } catch (Throwable e) {
                e.printStackTrace();
                System.exit(1);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void within(String what, Action action) throws InterruptedException {
        join(within(action), what);
    }

    private static void join(Thread thread, String what) throws InterruptedException {
        thread.join(LIMIT_MILLIS);
        if (thread.isAlive()) {
            AssertionError hangs = new AssertionError(what + " does not end");
            hangs.setStackTrace(thread.getStackTrace());
            throw hangs;
        }
    }
}
