package io.millrace;

import io.millrace.work.Requests;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Waits in the common pool, and beside it while its one worker is busy. Prints each scenario that ends. */
final class BusyCommonPoolMain {

    static final List<String> SCENARIOS =
            List.of("asynchronous tasks", "a parallel stream", "requests", "futures", "blocked receivers", "a loop");

    private static final ForkJoinPool POOL = ForkJoinPool.commonPool();

    private BusyCommonPoolMain() {}

    public static void main(String[] args) throws Exception {
        asynchronousTasks();
        System.out.println(SCENARIOS.get(0));
        parallelStream();
        System.out.println(SCENARIOS.get(1));
        requests();
        System.out.println(SCENARIOS.get(2));
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        ForkJoinPool.commonPool().execute(() -> {
            busy.countDown();
            while (end.getCount() > 0) { // not a wait that the pool is told of
                Thread.onSpinWait();
            }
        });
        busy.await();
        futures();
        System.out.println(SCENARIOS.get(3));
        blockedReceivers();
        System.out.println(SCENARIOS.get(4));
        loop();
        System.out.println(SCENARIOS.get(5));
        end.countDown();
    }

    private static void asynchronousTasks() {
        Channel<Integer> channel = Channel.rendezvous();
        CompletableFuture<Void> receive = CompletableFuture.runAsync(() -> receive(channel), POOL);
        CompletableFuture<Void> send = CompletableFuture.runAsync(() -> send(channel, 7), POOL);
        CompletableFuture.allOf(receive, send).join();
    }

    private static void parallelStream() {
        Channel<Integer> channel = Channel.bounded(1);
        CompletableFuture<Void> receives = CompletableFuture.runAsync(
                () -> IntStream.range(0, 8).parallel().forEach(i -> receive(channel)), POOL);
        CompletableFuture<Void> sends = CompletableFuture.runAsync(
                () -> IntStream.range(0, 8).parallel().forEach(i -> send(channel, i)), POOL);
        CompletableFuture.allOf(receives, sends).join();
    }

    private static void requests() {
        Requests<Integer, Integer> requests = Requests.of(1);
        CompletableFuture<Integer> ask = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return requests.ask(3);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                },
                POOL);
        CompletableFuture<Void> answer = CompletableFuture.runAsync(
                () -> {
                    while (!requests.tryServe(question -> question + 1)) {
                        Thread.yield();
                    }
                },
                POOL);
        answer.join();
        check(ask.join() == 4);
    }

    private static void futures() throws InterruptedException {
        Channel<Integer> channel = Channel.bounded(100);
        CompletableFuture<Integer> future = channel.receiveAsync();
        CompletableFuture<Integer> next = channel.receiveAsync().thenApply(message -> message + 1);
        channel.send(1);
        channel.send(2);
        check(future.join() == 1 && next.join() == 3);
        check(Timers.after(java.time.Duration.ofMillis(1)).receiveAsync().join() != null);
    }

    /** A future stands before threads that wait, and its callback waits for what they do. */
    private static void blockedReceivers() throws InterruptedException {
        Channel<Integer> channel = Channel.bounded(100);
        CountDownLatch received = new CountDownLatch(3);
        CompletableFuture<Void> first = channel.receiveAsync().thenAccept(message -> {
            try {
                received.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        for (int i = 0; i < 3; i++) {
            Thread receiver = new Thread(() -> {
                receive(channel);
                received.countDown();
            });
            receiver.setDaemon(true);
            receiver.start();
            while (receiver.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        for (int i = 0; i < 100; i++) {
            channel.send(i);
        }
        first.join();
        check(received.await(0, TimeUnit.SECONDS));
    }

    private static void loop() throws InterruptedException {
        Channel<Integer> channel = Channel.bounded(2);
        int[] sum = new int[1];
        CompletableFuture<Void> done =
                channel.forEachAsync(message -> sum[0] += message, task -> new Thread(task).start());
        for (int i = 0; i < 100; i++) {
            channel.send(i);
        }
        channel.close();
        done.join();
        check(sum[0] == 4950);
    }

    private static void receive(Channel<Integer> channel) {
        try {
            channel.receive();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void send(Channel<Integer> channel, int message) {
        try {
            channel.send(message);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new AssertionError();
        }
    }
}
