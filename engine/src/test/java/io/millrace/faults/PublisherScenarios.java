package io.millrace.faults;

import io.millrace.Channel;
import io.millrace.Receiver;
import io.millrace.faults.FaultPoint.Fault;
import io.millrace.interop.Flows;
import io.millrace.support.Await;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;

/**
 * Messages that go out without a thread that waits for them: to a subscriber, or to the handler of a {@code forEachAsync}. Whatever is thrown
 * in the middle, each accepted message arrives or is left in the channel, and what is wanted and not given up still comes.
 */
public final class PublisherScenarios {

    private static final int FIRST = 10;
    private static final int LATER = 100;

    private PublisherScenarios() {}

    private interface Step {
        void run(Publication of) throws Exception;
    }

    /** Makes all of them afresh. Called through reflection, from outside of the loader. */
    public static List<FaultScenario> all() {
        List<FaultScenario> all = new ArrayList<>();
        for (FaultKind kind : List.of(FaultKind.BOUNDED, FaultKind.UNBOUNDED, FaultKind.RENDEZVOUS)) {
            for (boolean inPlace : new boolean[] {true, false}) {
                add(all, kind, inPlace, "subscribe", false, 0, Publication::subscribe);
                add(all, kind, inPlace, "subscribe, with a backlog", false, 3, Publication::subscribe);
                add(all, kind, inPlace, "request", true, 0, of -> of.subscription.request(5));
                add(all, kind, inPlace, "request, with a backlog", true, 3, of -> of.subscription.request(5));
                add(all, kind, inPlace, "send", true, 0, of -> {
                    of.subscription.request(5);
                    of.send(LATER - 1);
                });
                add(all, kind, inPlace, "close", true, 3, of -> of.channel.close());
                add(all, kind, inPlace, "cancel of the subscription", true, 3, of -> {
                    of.cancelled = true;
                    of.subscription.cancel();
                });
            }
            for (boolean handle : new boolean[] {false, true}) {
                all.add(new Loop(kind, handle, 0));
                all.add(new Loop(kind, handle, 3));
            }
        }
        return all;
    }

    private static void add(
            List<FaultScenario> all,
            FaultKind kind,
            boolean inPlace,
            String operation,
            boolean subscribed,
            int buffered,
            Step step) {
        if (buffered == 0 || kind != FaultKind.RENDEZVOUS) {
            all.add(new Publication(kind, inPlace, operation, subscribed, buffered, step));
        }
    }

    private static void requireOnce(List<Integer> accepted, List<Integer> arrived, Throwable thrown) {
        if (!arrived.containsAll(accepted) || arrived.stream().distinct().count() != arrived.size()) {
            throw new AssertionError("accepted: " + accepted + ", arrived: " + arrived + ", thrown: " + thrown);
        }
    }

    private static void drain(Channel<Integer> channel, List<Integer> arrived) {
        Integer message;
        while (!channel.isClosedForReceive() && (message = channel.tryReceive()) != null) {
            arrived.add(message);
        }
    }

    /** What subscribes throws nothing of its own, so that what it gets can be counted. */
    private static final class Publication implements FaultScenario, Flow.Subscriber<Integer> {

        private final FaultKind kind;
        private final boolean inPlace;
        private final String operation;
        private final boolean subscribed;
        private final int buffered;
        private final Step step;
        private final List<Integer> arrived = Collections.synchronizedList(new ArrayList<>());
        private final List<Integer> accepted = new ArrayList<>();
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private Channel<Integer> channel;
        private volatile Flow.Subscription subscription;
        private volatile boolean ended;
        private volatile boolean cancelled;

        Publication(FaultKind kind, boolean inPlace, String operation, boolean subscribed, int buffered, Step step) {
            this.kind = kind;
            this.inPlace = inPlace;
            this.operation = operation;
            this.subscribed = subscribed;
            this.buffered = buffered;
            this.step = step;
        }

        @Override
        public String name() {
            return "publisher of " + kind + (inPlace ? " in place, " : " in a thread, ") + operation;
        }

        @Override
        public boolean takes(Fault fault) {
            return fault != Fault.FOREIGN;
        }

        @Override
        public void setUp() {
            channel = kind.open(arrived::add);
            for (int i = 0; i < buffered; i++) {
                send(FIRST + i);
            }
            if (subscribed) {
                subscribe();
            }
        }

        private void send(int message) {
            if (!channel.isClosedForSend() && channel.trySend(message)) {
                accepted.add(message);
            }
        }

        private void subscribe() {
            Executor executor = inPlace ? Runnable::run : thread;
            cancelled = true; // if onSubscribe throws
            Flows.publisher(channel, executor).subscribe(this);
            cancelled = false;
        }

        @Override
        public void onSubscribe(Flow.Subscription made) {
            subscription = made;
            if (!subscribed) {
                made.request(5);
            }
        }

        @Override
        public void onNext(Integer message) {
            arrived.add(message);
        }

        @Override
        public void onError(Throwable failure) {
            ended = true;
        }

        @Override
        public void onComplete() {
            ended = true;
        }

        @Override
        public void operate() throws Exception {
            step.run(this);
        }

        @Override
        public void check(Throwable thrown) throws Exception {
            if (subscription != null && !cancelled) {
                subscription.request(100);
                send(LATER);
                channel.close();
                Await.until("the subscriber has got its end, thrown: " + thrown, () -> ended);
            } else {
                if (subscription != null) {
                    subscription.cancel();
                }
                send(LATER);
                channel.close();
            }
            thread.shutdown();
            drain(channel, arrived);
            requireOnce(accepted, arrived, thrown);
            Registrations.requireNone(channel);
            channel.cancel();
        }
    }

    /** A loop that waits without a thread. One that could not begin, or failed, has taken nothing that it did not handle. */
    private static final class Loop implements FaultScenario {

        private final FaultKind kind;
        private final boolean handle;
        private final int buffered;
        private final List<Integer> arrived = Collections.synchronizedList(new ArrayList<>());
        private final List<Integer> accepted = new ArrayList<>();
        private Channel<Integer> channel;
        private Receiver<Integer> receiver;
        private CompletableFuture<Void> loop;

        Loop(FaultKind kind, boolean handle, int buffered) {
            this.kind = kind;
            this.handle = handle;
            this.buffered = buffered;
        }

        @Override
        public String name() {
            return "forEachAsync of " + kind + (handle ? " over a handle" : "") + " behind " + buffered;
        }

        @Override
        public boolean takes(Fault fault) {
            return fault != Fault.FOREIGN;
        }

        @Override
        public void setUp() {
            channel = kind.open(arrived::add);
            receiver = handle ? channel.attachReceiver() : channel;
            for (int i = 0; i < buffered; i++) {
                send(FIRST + i);
            }
        }

        private void send(int message) {
            if (!channel.isClosedForSend() && channel.trySend(message)) {
                accepted.add(message);
            }
        }

        @Override
        public void operate() {
            loop = receiver.forEachAsync(arrived::add, Runnable::run);
            send(LATER - 1);
        }

        @Override
        public void check(Throwable thrown) throws Exception {
            if (loop == null || loop.isDone()) {
                Registrations.requireNone(receiver);
            }
            send(LATER);
            channel.close();
            if (loop != null) {
                Await.until("the loop has ended", loop::isDone);
            }
            drain(channel, arrived);
            requireOnce(accepted, arrived, thrown);
            Registrations.requireNone(receiver);
            Registrations.requireNone(channel);
            channel.cancel();
        }
    }
}
