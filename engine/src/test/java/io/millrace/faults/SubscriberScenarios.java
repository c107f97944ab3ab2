package io.millrace.faults;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.Sender;
import io.millrace.faults.FaultPoint.Fault;
import io.millrace.interop.Flows;
import io.millrace.offheap.Ring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;

/**
 * Sends that wait for room without a thread: a subscriber's backlog over a full channel, served, closed, cancelled, in the thread that does
 * it or in the one that goes on with the backlog. What the subscriber has taken arrives or is refused, and nothing stays behind.
 */
public final class SubscriberScenarios {

    private static final Duration MOMENT = Duration.ofNanos(100_000);
    /** What takes that long has not been slow, but lost. */
    private static final long LIMIT_NANOS = 60_000_000_000L;

    private static final int FIRST = 10;
    private static final int PUBLISHED = 100;

    private SubscriberScenarios() {}

    private interface Step {
        void run(Backlog of) throws Exception;
    }

    /** Makes all of them afresh. Called through reflection, from outside of the loader. */
    public static List<FaultScenario> all() {
        List<FaultScenario> all = new ArrayList<>();
        for (End end : End.values()) {
            add(all, end, "onSubscribe, onNext", 0, of -> {
                of.subscribe();
                of.publish();
            });
            add(all, end, "onNext that waits", 0, Backlog::publish);
            add(all, end, "onNext behind others", 2, Backlog::publish);
            add(all, end, "onComplete behind nothing", 0, of -> of.subscriber.onComplete());
            add(all, end, "onError behind nothing", 0, of -> of.subscriber.onError(new Exception("error")));
            wakes(all, end, "the last served", of -> {
                of.subscriber.onComplete();
                of.receiveUntil(of.channel::isClosedForReceive);
            });
            wakes(all, end, "served", of -> of.receive(MOMENT));
            wakes(all, end, "close", of -> of.channel.close());
            wakes(all, end, "close with a cause", of -> of.channel.close(new Exception("cause")));
            wakes(all, end, "cancel", of -> of.channel.cancel());
            add(all, end, "onComplete", 2, of -> of.subscriber.onComplete());
            add(all, end, "onError", 2, of -> of.subscriber.onError(new Exception("error")));
            if (end == End.HANDLE) {
                wakes(all, end, "close of the handle", of -> of.sender.close());
            }
        }
        return all;
    }

    private static void add(List<FaultScenario> all, End end, String operation, int waiting, Step step) {
        all.add(new Backlog(end, operation, waiting, false, step));
    }

    /** Something that wakes a backlog. */
    private static void wakes(List<FaultScenario> all, End end, String operation, Step step) {
        all.add(new Backlog(end, operation, 2, false, step));
        all.add(new Backlog(end, operation, 2, true, step));
    }

    private enum End {
        BOUNDED_1,
        HANDLE,
        RENDEZVOUS,
        RING
    }

    private static final class Backlog implements FaultScenario, Flow.Subscription {

        private final End end;
        private final String operation;
        private final int waiting;

        /** Whether the fault is for the thread that goes on with the backlog. */
        private final boolean behind;

        private final Step step;
        private final List<Integer> arrived = Collections.synchronizedList(new ArrayList<>());
        private final List<Integer> taken = new ArrayList<>();
        private Channel<Integer> channel;
        private Sender<Integer> sender;
        private Flow.Subscriber<Integer> subscriber;
        private int next = PUBLISHED;
        private boolean subscribed;

        Backlog(End end, String operation, int waiting, boolean behind, Step step) {
            this.end = end;
            this.operation = operation;
            this.waiting = waiting;
            this.behind = behind;
            this.step = step;
        }

        @Override
        public String name() {
            return "subscriber over " + end + ", " + operation + (behind ? ", behind it" : "");
        }

        /** The thread that goes on has its stack to itself. */
        @Override
        public boolean takes(Fault fault) {
            return fault != Fault.STACK_OVERFLOW || !behind;
        }

        @Override
        public void setUp() {
            channel = open();
            sender = end == End.HANDLE ? channel.attachSender() : channel;
            for (int message = FIRST; channel.trySend(message); message++) {
                taken.add(message);
            }
            subscriber = Flows.subscriber(sender, this::refused);
            if (!operation.startsWith("onSubscribe")) {
                subscribe();
            }
            for (int i = 0; i < waiting; i++) {
                publish();
            }
        }

        private Channel<Integer> open() {
            if (end == End.RING) {
                Ring ring = Ring.builder()
                        .capacity(2048)
                        .name("ring")
                        .onUndelivered((type, buffer, offset, length, reason) ->
                                undelivered(RingForm.BYTES.message(buffer, offset)))
                        .build();
                return ring.channel(new ThrowingCodec(arrived));
            }
            return Channel.<Integer>builder()
                    .capacity(end == End.RENDEZVOUS ? 0 : 1)
                    .onUndelivered((message, reason) -> undelivered(message))
                    .onClose(cause -> callsOut("onClose"))
                    .build();
        }

        /** What it throws may be nobody's but the uncaught exception handler's. */
        private static void callsOut(String what) {
            Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {});
            FaultPoint.callsOut(what);
        }

        private void subscribe() {
            subscriber.onSubscribe(this);
            subscribed = true;
        }

        private void undelivered(Integer message) {
            arrived.add(message);
            callsOut("onUndelivered");
        }

        private void refused(Integer message) {
            arrived.add(message);
            callsOut("onRefused");
        }

        @Override
        public void request(long messages) {
            callsOut("request");
        }

        @Override
        public void cancel() {
            callsOut("cancel of the subscription");
        }

        /** Publishes one more message; it is the subscriber's once that returns. */
        private void publish() {
            int message = next;
            next++;
            subscriber.onNext(message);
            taken.add(message);
        }

        private void receive(Duration time) throws InterruptedException {
            Integer message = channel.tryReceive(time);
            if (message != null) {
                arrived.add(message);
            }
        }

        @Override
        public void operate() throws Exception {
            if (behind) {
                FaultPoint.leaveToWorker();
                FaultPoint.atEntry("AsyncSends.work", FaultPoint::takeOver);
            }
            step.run(this);
            if (behind) {
                receiveUntil(() -> arrived.containsAll(taken));
            }
        }

        /** Receives and looks until it holds, or for so long that it never will. */
        private boolean receiveUntil(BooleanSupplier holds) throws InterruptedException {
            long start = System.nanoTime();
            while (!holds.getAsBoolean()) {
                try {
                    receive(MOMENT);
                } catch (ChannelClosedException e) {
                    Thread.yield();
                } catch (IllegalStateException e) {
                    // the codec
                }
                if (System.nanoTime() - start > LIMIT_NANOS) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void check(Throwable thrown) throws Exception {
            Thread.currentThread().setUncaughtExceptionHandler(null);
            if (thrown != null && operation.equals("cancel")) {
                channel.cancel(); // goes on with what it has broken off at
            }
            if (!receiveUntil(() -> arrived.containsAll(taken))) {
                throw new AssertionError("taken: " + taken + ", arrived: " + arrived + ", thrown: " + thrown);
            }
            if (!subscribed) {
                subscribe();
            }
            publish();
            if (!receiveUntil(() -> arrived.containsAll(taken))) {
                throw new AssertionError("the next is lost: taken: " + taken + ", arrived: " + arrived);
            }
            subscriber.onComplete();
            if (thrown != null && operation.equals("close of the handle")) {
                sender.close(); // as above
            }
            if (!receiveUntil(channel::isClosedForReceive)) {
                throw new AssertionError("not closed at the end: " + channel);
            }
            channel.cancel();
            if (arrived.stream().distinct().count() != arrived.size()) {
                throw new AssertionError("arrived twice: " + arrived);
            }
            Registrations.requireNone(channel);
            Registrations.requireNone(sender);
        }
    }
}
