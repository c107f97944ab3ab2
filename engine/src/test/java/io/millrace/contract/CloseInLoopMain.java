package io.millrace.contract;

import io.millrace.Channel;

/** Closes a channel while its producer is in a loop without safepoints. */
final class CloseInLoopMain {

    private static volatile boolean inLoop;
    private static volatile boolean loopEnded;
    private static int sink;

    private CloseInLoopMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        for (int i = 0; i < 10_000; i++) {
            sink += loop(1_000); // compiled when it matters
        }
        Channel<Integer> channel = Channel.<Integer>builder()
                .capacity(8)
                .singleProducer()
                .singleConsumer()
                .build();
        Thread producer = new Thread(() -> {
            channel.trySend(1);
            inLoop = true;
            sink += loop(1_000_000_000);
            loopEnded = true;
        });
        producer.start();
        while (!inLoop) {
            Thread.onSpinWait();
        }
        channel.close();
        boolean inTime = !loopEnded;
        producer.join();
        System.out.println(inTime ? "closed, then the loop ended" : "the loop ended first");
    }

    /** Counted, so without a look for safepoints, and a division a step, so some seconds long. */
    private static int loop(int steps) {
        int value = steps;
        for (int i = 1; i < steps; i++) {
            value += value / i;
        }
        return value;
    }
}
