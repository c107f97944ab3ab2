package io.millrace;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Receives in every way there is until the channel is closed and drained, and keeps what it got, in order. */
final class AccountingReceiver {

    final List<Long> received = new ArrayList<>();
    long operations;

    private final Channel<Long> channel;
    private final Random random;
    private final Channel<Long> never = Channel.rendezvous();
    private Select select;

    AccountingReceiver(Channel<Long> channel, Random random) {
        this.channel = channel;
        this.random = random;
    }

    AccountingReceiver run() {
        while (true) {
            operations++;
            try {
                receiveSomehow();
            } catch (InterruptedException e) {
                // Nothing was taken; the next operation goes on.
            } catch (ChannelClosedException e) {
                if (!channel.isClosedForReceive()) {
                    throw new AssertionError("failed as closed and drained before it was", e);
                }
                return this;
            }
        }
    }

    private void receiveSomehow() throws InterruptedException {
        switch (random.nextInt(10)) {
            case 0 -> note(channel.tryReceive());
            case 1 -> note(channel.tryReceive(random.nextInt(30_000), TimeUnit.NANOSECONDS));
            case 2 -> channel.drain(received::add, random.nextInt(6));
            case 3 -> channel.receiveBatch(received::add, 1 + random.nextInt(6));
            case 4 -> note(channel.receiveOrNull());
            case 5, 6 -> select();
            default -> note(channel.receive());
        }
    }

    private void select() throws InterruptedException {
        if (select == null) {
            select = random.nextBoolean() ? Select.fair() : Select.biased();
            select.onReceive(never);
            select.onReceive(channel);
            select.onReceive(channel);
        }
        int chosen = switch (random.nextInt(3)) {
            case 0 -> select.poll();
            case 1 -> select.await(random.nextInt(30_000), TimeUnit.NANOSECONDS);
            default -> select.await();
        };
        if (chosen != Select.NONE) {
            note(select.received(channel));
        }
    }

    private void note(Long message) {
        if (message != null) {
            received.add(message);
        }
    }
}
