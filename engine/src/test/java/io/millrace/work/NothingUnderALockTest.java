package io.millrace.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.internal.clock.Timeouts;
import io.millrace.support.Await;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** Whatever of a user's runs, the thread that runs it holds no lock and no monitor. */
class NothingUnderALockTest {

    private static final RuntimeException BROKEN = new IllegalStateException("broken");

    private static final int LOOKS = 2;

    private final Queue<String> held = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> looks = new ConcurrentHashMap<>();

    /**
     * Looks what the current thread holds, but for the test framework's. A look walks the whole heap, so there are few
     * of each.
     */
    private void look(String what) {
        if (looks.merge(what, 1, Integer::sum) > LOOKS) {
            return;
        }
        long[] self = {Thread.currentThread().getId()};
        ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(self, true, true)[0];
        for (LockInfo lock : info.getLockedSynchronizers()) {
            if (lock.getClassName().startsWith(ReentrantLock.class.getName())) {
                held.add(what + ": " + lock);
            }
        }
        for (LockInfo monitor : info.getLockedMonitors()) {
            held.add(what + ": " + monitor);
        }
    }

    private Thread thread(Runnable body) {
        look("factory");
        return new Thread(() -> {
            look("thread");
            body.run();
        });
    }

    /** A key that looks. */
    private final class Key {

        private final int number;

        Key(int number) {
            this.number = number;
        }

        @Override
        public int hashCode() {
            look("hashCode");
            return 1;
        }

        @Override
        public boolean equals(Object other) {
            look("equals");
            return other instanceof Key key && key.number == number;
        }
    }

    private void awaitSeen(String what) {
        Await.until(what + " runs", () -> looks.containsKey(what));
    }

    private void assertSeen(String... what) {
        assertThat(held).isEmpty();
        assertThat(looks).containsKeys(what);
    }

    @Test
    void ofAWorkerPool() throws Exception {
        Channel<Integer> channel = Channel.bounded(64);
        WorkerPool<Integer> pool = WorkerPool.on(channel, this::thread)
                .workers(2)
                .onFailure(OnFailure.skip((message, e) -> {
                    look("report");
                    if (message == 20) {
                        throw BROKEN;
                    }
                }))
                .onUndelivered(message -> look("onUndelivered"))
                .start(message -> {
                    look("handler");
                    if (message % 10 == 0) {
                        throw BROKEN;
                    }
                });
        pool.resize(3);
        for (int i = 1; i < 60; i++) {
            if (channel.isClosedForSend() || !channel.trySend(i)) {
                break;
            }
        }
        awaitSeen("report");
        pool.stop();
        assertSeen("factory", "thread", "handler", "report");
    }

    @Test
    void ofKeyedWorkers() throws Exception {
        Channel<Integer> results = Channel.<Integer>builder()
                .capacity(1)
                .onUndelivered((result, reason) -> look("channel's onUndelivered"))
                .build();
        KeyedWorkers<Key, Integer> workers = KeyedWorkers.<Key, Integer>by(
                        message -> {
                            look("key function");
                            return new Key(message % 3);
                        },
                        this::thread)
                .workers(2)
                .onUndelivered(message -> look("onUndelivered"))
                .startOrdered(
                        message -> {
                            look("transform");
                            if (message == 5) { // until the cancel, so that its key's others wait
                                new CountDownLatch(1).await();
                            }
                            return message;
                        },
                        results,
                        result -> look("onUndelivered of results"));
        for (int i = 0; i < 30; i++) {
            workers.send(i);
        }
        awaitSeen("transform");
        workers.cancel();
        results.cancel();
        assertSeen("factory", "key function", "hashCode", "equals", "transform", "onUndelivered");
    }

    @Test
    void ofPipelinesMergesAndTees() throws Exception {
        Pipeline<Integer, Integer> pipeline = Pipeline.<Integer>from(this::thread)
                .capacity(2)
                .onUndelivered(message -> look("onUndelivered"))
                .<Integer>mapOrdered("ordered", 2, message -> {
                    look("transform");
                    return message;
                })
                .start();
        var copies = Pipeline.tee(
                this::thread,
                1,
                Pipeline.merge(this::thread, 1, List.of(pipeline.output()), message -> look("onUndelivered of merge")),
                1,
                message -> look("onUndelivered of tee"));
        for (int i = 0; i < 8; i++) {
            pipeline.input().send(i);
        }
        Await.until("a copy holds a message", () -> !copies.get(0).isEmpty());
        copies.get(0).cancel();
        pipeline.cancel();
        assertSeen("factory", "transform", "onUndelivered of tee");
    }

    @Test
    void ofRequests() throws Exception {
        Requests<Integer, Integer> requests = Requests.of(2);
        requests.start(2, this::thread, request -> {
            look("handler of requests");
            return request;
        });
        requests.ask(1);
        requests.close();
        requests.awaitTermination(Timeouts.LONGEST);
        assertSeen("factory", "handler of requests");
    }
}
