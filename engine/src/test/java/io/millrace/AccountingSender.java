package io.millrace;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends messages in every way there is, and keeps a list of those that were accepted. Its numbers ascend. */
final class AccountingSender {

    private static final int NUMBER_BITS = 40;
    private static final Pattern ACCEPTED_BY_SEND_ALL = Pattern.compile("accepted were (\\d+) of \\d+");

    final List<Long> accepted = new ArrayList<>();
    long operations;

    private final Channel<Long> channel;
    private final Random random;
    private final Channel<Long> never = Channel.rendezvous();
    private Select select;
    private long supplied;
    private long next;

    AccountingSender(Channel<Long> channel, int number, Random random) {
        this.channel = channel;
        this.random = random;
        this.next = (long) number << NUMBER_BITS;
    }

    static int senderOf(long message) {
        return (int) (message >>> NUMBER_BITS);
    }

    AccountingSender run(int limit) {
        while (operations < limit) {
            operations++;
            try {
                sendSomehow();
            } catch (InterruptedException e) {
                // Nothing was accepted; the next operation goes on.
            } catch (ChannelClosedException e) {
                if (!channel.isClosedForSend()) {
                    throw new AssertionError("failed as closed while open", e);
                }
                return this;
            }
        }
        return this;
    }

    private void sendSomehow() throws InterruptedException {
        long message = next++;
        switch (random.nextInt(10)) {
            case 0 -> note(message, channel.trySend(message));
            case 1 -> note(message, channel.trySend(message, random.nextInt(30_000), TimeUnit.NANOSECONDS));
            case 2 -> trySendAll(message);
            case 3 -> sendAll(message);
            case 4, 5 -> select(message);
            default -> {
                channel.send(message);
                accepted.add(message);
            }
        }
    }

    /** One time in eight the supplier fails, and nothing is sent. */
    private void select(long message) throws InterruptedException {
        if (select == null) {
            select = random.nextBoolean() ? Select.fair() : Select.biased();
            select.onSend(channel, this::supply);
            select.onReceive(never);
        }
        supplied = random.nextInt(8) == 0 ? -1 : message;
        try {
            int chosen = switch (random.nextInt(3)) {
                case 0 -> select.poll();
                case 1 -> select.await(random.nextInt(30_000), TimeUnit.NANOSECONDS);
                default -> select.await();
            };
            if (select.isClosed()) {
                throw new ChannelClosedException("closed for the select", null);
            }
            note(message, chosen != Select.NONE);
        } catch (UnsupportedOperationException e) {
            // The supplier failed.
        }
    }

    private long supply() {
        if (supplied < 0) {
            throw new UnsupportedOperationException();
        }
        return supplied;
    }

    private void note(long message, boolean wasAccepted) {
        if (wasAccepted) {
            accepted.add(message);
        }
    }

    private void trySendAll(long first) {
        Long[] messages = batch(first).toArray(Long[]::new);
        int count = channel.trySendAll(messages, 0, messages.length);
        accepted.addAll(List.of(messages).subList(0, count));
    }

    private void sendAll(long first) throws InterruptedException {
        List<Long> messages = batch(first);
        int count = messages.size();
        try {
            channel.sendAll(messages);
        } catch (InterruptedException | ChannelClosedException e) {
            Matcher matcher = ACCEPTED_BY_SEND_ALL.matcher(e.getMessage());
            count = matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
            throw e;
        } finally {
            accepted.addAll(messages.subList(0, count));
        }
    }

    private List<Long> batch(long first) {
        List<Long> messages = new ArrayList<>();
        messages.add(first);
        for (int more = random.nextInt(5); more > 0; more--) {
            messages.add(next++);
        }
        return messages;
    }
}
