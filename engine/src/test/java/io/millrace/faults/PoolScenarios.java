package io.millrace.faults;

import io.millrace.Broadcast;
import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.Lagging;
import io.millrace.Receiver;
import io.millrace.Sender;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Await;
import io.millrace.work.KeyedWorkers;
import io.millrace.work.OnFailure;
import io.millrace.work.WorkerPool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Pools of workers, by the channel and by key. Their messages are 1 to 6; those of one operation 100 and more. */
public final class PoolScenarios {

    private static final int MESSAGES = 6;

    private PoolScenarios() {}

    /** Makes them afresh. Called through reflection, from outside of the loader. */
    public static List<WorkScenario> all() {
        List<WorkScenario> all = new ArrayList<>();
        for (Source source : Source.values()) {
            all.add(new OfPool("pool of 1", source, 1, false, true, pool -> pool.stop()));
            all.add(new OfPool("pool of 2", source, 2, false, true, pool -> pool.stop()));
            all.add(new OfPool("pool of 2 that skips", source, 2, true, true, pool -> pool.stop()));
            all.add(new OfPool("pool that is cancelled", source, 2, false, true, pool -> pool.cancel()));
            all.add(new OfPool("start, stop", source, 2, false, false, pool -> pool.stop()));
        }
        for (boolean inWorker : new boolean[] {false, true}) {
            all.add(new OfPool("resize", Source.CHANNEL, 2, false, inWorker, pool -> {
                pool.resize(4);
                pool.resize(1);
                pool.resize(2);
            }));
        }
        Step<OfPool> nothing = scenario -> {};
        all.add(new OfPool("stop", Source.CHANNEL, 2, nothing, scenario -> scenario.pool.stop()));
        all.add(new OfPool("cancel", Source.CHANNEL, 2, nothing, scenario -> scenario.pool.cancel()));
        all.add(new OfPool("close", Source.HANDLE, 2, nothing, scenario -> scenario.pool.close()));
        for (boolean ordered : new boolean[] {false, true}) {
            for (int workers = 1; workers <= 2; workers++) {
                all.add(new OfKeys("keyed workers", ordered, workers, true, KeyedWorkers::stop));
                all.add(new OfKeys("keyed workers, cancelled", ordered, workers, true, KeyedWorkers::cancel));
            }
            all.add(new OfKeys("start, send, stop", ordered, 2, false, KeyedWorkers::stop));
            all.add(new OfKeys("send", ordered, 2, scenario -> scenario.send(100)));
            all.add(new OfKeys("trySend", ordered, 2, scenario -> scenario.trySend(100)));
            all.add(new OfKeys("stop", ordered, 2, scenario -> scenario.workers.stop()));
            all.add(new OfKeys("cancel", ordered, 2, scenario -> scenario.workers.cancel()));
        }
        return all;
    }

    /**
     * What a pool over a handle has handled after a stop, when the first of two messages was still on its way in. Called
     * through reflection.
     */
    public static List<Integer> handledBehindASend() throws Exception {
        Channel<Integer> channel = Channel.bounded(8);
        Receiver<Integer> other = channel.attachReceiver();
        CountDownLatch stopping = new CountDownLatch(1);
        List<Integer> handled = Collections.synchronizedList(new ArrayList<>());
        try (Actors actors = new Actors()) {
            WorkerPool<Integer> pool = WorkerPool.on(channel.attachReceiver(), Thread::new)
                    .start(message -> {
                        handled.add(message);
                        stopping.await();
                    });
            channel.send(0);
            Await.until("the first is in hand", () -> handled.size() == 1);
            FaultPoint.atEntry("BoundedFlavor.publish", () -> {
                channel.trySend(2);
                Actor<?> stop = actors.start("stop", pool::stop);
                stop.awaitBlocked();
                stopping.countDown();
                for (int i = 0; i < 10_000 && !stop.hasEnded(); i++) {
                    Thread.yield();
                }
            });
            channel.send(1);
        }
        if (!other.isEmpty()) {
            throw new AssertionError("left to the other handle: " + other);
        }
        return handled;
    }

    /** Something done with a part. */
    private interface Step<P> {
        void with(P part) throws Exception;
    }

    private enum Source {
        CHANNEL,
        HANDLE,
        SUBSCRIPTION
    }

    private static final class OfPool extends WorkScenario {

        private final Source kind;
        private final int workers;
        private final boolean skips;
        private final boolean startsFirst;
        private final Step<OfPool> step;
        private Sender<Integer> sender;
        private Receiver<Integer> source;
        private WorkerPool<Integer> pool;

        OfPool(String name, Source kind, int workers, boolean skips, boolean inWorker, Step<WorkerPool<Integer>> step) {
            super(name + " over a " + kind, inWorker);
            this.kind = kind;
            this.workers = workers;
            this.skips = skips;
            this.startsFirst = false;
            this.step = scenario -> {
                scenario.start();
                scenario.sendAll();
                step.with(scenario.pool);
            };
        }

        /** Starts before the fault. */
        OfPool(String name, Source kind, int workers, Step<OfPool> before, Step<OfPool> step) {
            super("only " + name + " over a " + kind, false);
            this.kind = kind;
            this.workers = workers;
            this.skips = false;
            this.startsFirst = true;
            this.step = step;
        }

        @Override
        public void setUp() throws Exception {
            if (kind == Source.SUBSCRIPTION) {
                Broadcast<Integer> broadcast = Broadcast.of(8);
                sender = broadcast;
                source = broadcast.subscribe(Lagging.HOLD);
            } else {
                Channel<Integer> channel = Channel.<Integer>builder()
                        .capacity(8)
                        .onUndelivered((message, reason) -> undelivered(message))
                        .build();
                sender = channel;
                source = kind == Source.CHANNEL ? channel : channel.attachReceiver();
            }
            if (startsFirst) {
                start();
                sendAll();
            }
        }

        private void start() {
            OnFailure<Integer> policy = OnFailure.failChannel();
            pool = WorkerPool.on(source, threads())
                    .workers(workers)
                    .onFailure(skips ? OnFailure.skip((message, thrown) -> FaultPoint.callsOut("report")) : policy)
                    .onUndelivered(this::undelivered)
                    .start(this::handle);
        }

        private void sendAll() throws InterruptedException {
            for (int message = 1; message <= MESSAGES; message++) {
                try {
                    sender.send(message);
                    accepted.add(message);
                } catch (ChannelClosedException e) {
                    return;
                }
            }
        }

        @Override
        protected void run() throws Exception {
            step.with(this);
        }

        @Override
        protected void end(Throwable thrown) throws Exception {
            if (pool == null) {
                source.cancel();
                if (kind == Source.SUBSCRIPTION) {
                    accepted.clear();
                }
                return;
            }
            pool.stop();
            if (!source.isClosedForSend()) {
                throw new AssertionError("the source is open after a stop");
            }
            if (kind == Source.SUBSCRIPTION && pool.failure() != null) {
                accepted.retainAll(arrived); // what is sent after a subscription has ended, nobody gets
            }
        }
    }

    /** Three keys. */
    private record Key(int number) {

        @Override
        public int hashCode() {
            FaultPoint.callsOut("hashCode");
            return 7;
        }

        @Override
        public boolean equals(Object other) {
            FaultPoint.callsOut("equals");
            return other instanceof Key key && key.number == number;
        }
    }

    private static final class OfKeys extends WorkScenario {

        private final boolean ordered;
        private final int count;
        private final boolean startsFirst;
        private final Step<OfKeys> step;
        private final Channel<Integer> results = Channel.bounded(64);
        private KeyedWorkers<Key, Integer> workers;

        OfKeys(String name, boolean ordered, int count, boolean inWorker, Step<KeyedWorkers<Key, Integer>> step) {
            super(name + (ordered ? " in order" : "") + " of " + count, inWorker);
            this.ordered = ordered;
            this.count = count;
            this.startsFirst = false;
            this.step = scenario -> {
                scenario.start();
                scenario.sendAll();
                step.with(scenario.workers);
            };
        }

        OfKeys(String name, boolean ordered, int count, Step<OfKeys> step) {
            super("only " + name + (ordered ? " in order" : "") + " of " + count, false);
            this.ordered = ordered;
            this.count = count;
            this.startsFirst = true;
            this.step = step;
        }

        @Override
        public void setUp() throws Exception {
            if (startsFirst) {
                start();
                sendAll();
            }
        }

        private Key keyOf(Integer message) {
            FaultPoint.callsOut("key function");
            return new Key(message % 3);
        }

        private void start() {
            var builder = KeyedWorkers.by(this::keyOf, threads())
                    .workers(count)
                    .backlog(4)
                    .onUndelivered(this::undelivered);
            if (ordered) {
                workers = builder.startOrdered(this::result, results, undelivered -> FaultPoint.callsOut("result"));
            } else {
                workers = builder.start(this::handle);
            }
        }

        private Integer result(Integer message) {
            handle(message);
            return message;
        }

        private void sendAll() throws InterruptedException {
            try {
                for (int message = 1; message <= MESSAGES; message++) {
                    send(message);
                }
            } catch (ChannelClosedException e) {
                // they have failed
            }
        }

        private void send(int message) throws InterruptedException {
            workers.send(message);
            accepted.add(message);
        }

        private void trySend(int message) {
            if (workers.trySend(message)) {
                accepted.add(message);
            }
        }

        @Override
        protected void run() throws Exception {
            step.with(this);
        }

        @Override
        protected void end(Throwable thrown) throws Exception {
            if (workers == null) {
                return;
            }
            workers.stop();
            if (workers.backlog() != 0) {
                throw new AssertionError("places are taken after a stop: " + workers + ", thrown: " + thrown);
            }
            if (ordered && !results.isClosedForSend()) {
                throw new AssertionError("the results are open after a stop");
            }
            if (thrown != null && !accepted.containsAll(arrived)) {
                throw new AssertionError("a send that threw was accepted: " + arrived + ", " + thrown);
            }
        }
    }
}
