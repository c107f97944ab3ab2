package io.millrace.internal.offheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.Select;
import io.millrace.offheap.Codec;
import io.millrace.offheap.Lease;
import io.millrace.offheap.Ring;
import io.millrace.offheap.RingBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler.Action;
import org.agrona.concurrent.UnsafeBuffer;

/** A ring beside a list of what should be in it. */
final class RingModel {

    private enum State {
        CLAIMED,
        COMMITTED,
        ABORTED
    }

    /** A record. Its bytes all are the low byte of its number, its type is that number plus one. */
    private static final class Message {
        final int number;
        final int length;
        State state = State.CLAIMED;
        Lease lease;

        Message(int number, int length) {
            this.number = number;
            this.length = length;
        }

        String text() {
            return (number + 1) + ":" + length;
        }
    }

    /** Sends numbers of records as what the model sends for them. */
    private final class NumberCodec implements Codec<Message> {
        @Override
        public int maxLength() {
            return ring.maxMessageLength();
        }

        @Override
        public int length(Message message) {
            return message.length;
        }

        @Override
        public void encode(Message message, MutableDirectBuffer buffer, int offset) {
            buffer.setMemory(offset, message.length, (byte) message.number);
        }

        @Override
        public Message decode(int type, DirectBuffer buffer, int offset, int length) {
            check(type, buffer, offset, length);
            return new Message(type - 1, length);
        }
    }

    private final Random random;
    private final RingModelTest.Shape shape;
    private final ByteRing ring;
    private final List<String> history = new ArrayList<>();
    private final List<String> undelivered = new ArrayList<>();
    private final List<String> expectedUndelivered = new ArrayList<>();
    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[64]);

    /** In the order of their claims; what is first was not yet taken. */
    private final List<Message> messages = new ArrayList<>();

    private int accepted;
    private int received;
    private boolean closed;
    private boolean cancelled;

    RingModel(RingModelTest.Shape shape, long seed) {
        this.random = new Random(seed);
        this.shape = shape;
        RingBuilder builder = Ring.builder()
                .capacity(shape.capacity())
                .recordStats()
                .onUndelivered((type, buffer, offset, length, reason) -> {
                    check(type, buffer, offset, length);
                    undelivered.add(type + ":" + length);
                });
        if (shape.singleProducer()) {
            builder.singleProducer();
        }
        if (shape.singleConsumer()) {
            builder.singleConsumer();
        }
        this.ring = (ByteRing) RingModelTest.in(shape.memory(), builder).build();
    }

    int maxLength() {
        return ring.maxMessageLength();
    }

    int accepted() {
        return accepted;
    }

    List<String> history() {
        return history;
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
            checkCounts();
        }
        endAll();
    }

    private void step() {
        int length = random.nextInt(maxLength() + 1);
        int limit = 1 + random.nextInt(6);
        switch (random.nextInt(closed ? 12 : 14)) {
            case 0, 1, 2 -> send(length);
            case 3, 4 -> claim(length);
            case 5, 6 -> endClaim();
            case 7, 8 -> receive(limit);
            case 9 -> receiveControlled(limit);
            case 10 -> receiveByChannel();
            case 11 -> {
                if (random.nextInt(60) == 0) {
                    end(random.nextBoolean());
                }
            }
            default -> sendBySelect(length);
        }
    }

    private void endAll() {
        end(false);
        while (messages.stream().anyMatch(message -> message.state == State.CLAIMED)) {
            endClaim();
        }
        while (!isDrained()) {
            receive(3);
        }
        checkCounts();
        assertThatThrownBy(() -> ring.tryReceive((type, buffer, index, size) -> {}, 1))
                .isInstanceOf(ChannelClosedException.class);
        ring.senders.checkInvariants();
        ring.receivers.checkInvariants();
    }

    // ---- sending ----

    void send(int length) {
        Message message = new Message(accepted + countOpen(), length);
        history.add("send " + message.text());
        if (length <= bytes.capacity()) {
            bytes.setMemory(0, length, (byte) message.number);
        }
        if (closed) {
            assertThatThrownBy(() -> ring.trySend(message.number + 1, bytes, 0, length))
                    .isInstanceOf(ChannelClosedException.class);
            return;
        }
        boolean fits = length <= maxLength() && expectRoom(length);
        assertThat(ring.trySend(message.number + 1, bytes, 0, length)).isEqualTo(fits);
        if (fits) {
            add(message, State.COMMITTED);
            accepted++;
        }
    }

    private void claim(int length) {
        Message message = new Message(accepted + countOpen(), length);
        history.add("claim " + message.text());
        if (closed) {
            assertThatThrownBy(() -> ring.tryClaim(message.number + 1, length))
                    .isInstanceOf(ChannelClosedException.class);
            return;
        }
        boolean fits = expectRoom(length);
        Lease lease = ring.tryClaim(message.number + 1, length);
        assertThat(lease != null).isEqualTo(fits);
        if (lease != null) {
            assertThat(lease.length()).isEqualTo(length);
            assertThat(lease.buffer().capacity()).isEqualTo(length);
            lease.buffer().setMemory(0, length, (byte) message.number);
            message.lease = lease;
            add(message, State.CLAIMED);
        }
    }

    /** What Agrona will say, which the senders' waiting relies on. */
    private boolean expectRoom(int length) {
        boolean fits = ring.sendSide.hasRoom(length);
        if (messages.isEmpty()) {
            assertThat(fits).as("an empty ring has room").isTrue();
        }
        return fits;
    }

    private void endClaim() {
        List<Message> open = messages.stream()
                .filter(message -> message.state == State.CLAIMED)
                .toList();
        if (open.isEmpty()) {
            return;
        }
        Message message = open.get(random.nextInt(open.size()));
        boolean commits = random.nextBoolean();
        history.add((commits ? "commit " : "abort ") + message.text());
        message.state = commits ? State.COMMITTED : State.ABORTED;
        accepted += commits ? 1 : 0;
        try (Lease lease = message.lease) {
            if (commits) {
                lease.commit();
            } else if (random.nextBoolean()) {
                lease.abort();
            }
        }
        expectDiscarded();
    }

    private void sendBySelect(int length) {
        Message message = new Message(0, length); // the codec has one type
        history.add("select send of " + length);
        Channel<Message> channel = ring.channel(new NumberCodec());
        Select select = Select.biased();
        select.onSend(channel, () -> message);
        boolean fits = expectRoom(length);
        assertThat(select.poll() == 0).isEqualTo(fits);
        assertThat(channel.isFull()).isEqualTo(!ring.sendSide.hasRoom(maxLength()));
        if (fits) {
            add(message, State.COMMITTED);
            accepted++;
        }
    }

    private void add(Message message, State state) {
        message.state = state;
        messages.add(message);
    }

    private int countOpen() {
        return (int) messages.stream()
                .filter(message -> message.state == State.CLAIMED)
                .count();
    }

    // ---- receiving ----

    void receive(int limit) {
        history.add("receive " + limit);
        if (isDrained()) {
            assertThatThrownBy(() -> ring.tryReceive((type, buffer, index, size) -> {}, limit))
                    .isInstanceOf(ChannelClosedException.class);
            return;
        }
        List<String> taken = new ArrayList<>();
        int count = ring.tryReceive(
                (type, buffer, index, size) -> {
                    check(type, buffer, index, size);
                    taken.add(type + ":" + size);
                },
                limit);
        assertThat(count).isEqualTo(taken.size());
        assertThat(taken).isEqualTo(take(limit));
        received += count;
    }

    private void receiveControlled(int limit) {
        if (!shape.singleConsumer() || isDrained()) {
            return;
        }
        history.add("receive controlled " + limit);
        List<String> taken = new ArrayList<>();
        int count = ring.tryReceiveControlled(
                (type, buffer, index, size) -> {
                    check(type, buffer, index, size);
                    Action action = Action.values()[random.nextInt(4)];
                    if (action != Action.ABORT) {
                        taken.add(type + ":" + size);
                    }
                    return action;
                },
                limit);
        assertThat(count).isEqualTo(taken.size()).isLessThanOrEqualTo(limit);
        assertThat(taken).isEqualTo(take(count));
        received += count;
    }

    private void receiveByChannel() {
        if (isDrained()) {
            return;
        }
        history.add("receive by channel");
        Message message = ring.channel(new NumberCodec()).tryReceive();
        assertThat(message == null ? List.of() : List.of(message.text())).isEqualTo(take(1));
        received += message == null ? 0 : 1;
    }

    /** Removes what a receive can get. */
    private List<String> take(int limit) {
        List<String> taken = new ArrayList<>();
        while (!messages.isEmpty() && messages.get(0).state != State.CLAIMED) {
            if (messages.get(0).state == State.COMMITTED && taken.size() == limit) {
                break;
            }
            Message message = messages.remove(0);
            if (message.state == State.COMMITTED) {
                taken.add(message.text());
            }
        }
        return taken;
    }

    private static void check(int type, DirectBuffer buffer, int index, int length) {
        byte[] actual = new byte[length];
        buffer.getBytes(index, actual);
        byte[] expected = new byte[length];
        Arrays.fill(expected, (byte) (type - 1));
        assertThat(actual).as("bytes of message %s", type).isEqualTo(expected);
    }

    // ---- ending ----

    private void end(boolean cancels) {
        history.add(cancels ? "cancel" : "close");
        closed = true;
        if (cancels) {
            cancelled = true;
            ring.cancel();
        } else {
            ring.close();
        }
        expectDiscarded();
    }

    private void expectDiscarded() {
        if (cancelled) {
            expectedUndelivered.addAll(take(Integer.MAX_VALUE));
        }
        assertThat(undelivered).isEqualTo(expectedUndelivered);
    }

    private boolean isDrained() {
        return closed && (cancelled || messages.stream().allMatch(message -> message.state == State.ABORTED));
    }

    private void checkCounts() {
        assertThat(ring.isClosedForSend()).isEqualTo(closed);
        assertThat(ring.isClosedForReceive()).isEqualTo(isDrained());
        boolean empty = cancelled || messages.stream().allMatch(message -> message.state == State.ABORTED);
        assertThat(ring.isEmpty()).isEqualTo(empty);
        assertThat(ring.size()).isBetween(0, ring.capacity());
        assertThat(ring.stats().accepted()).isEqualTo(accepted);
        assertThat(ring.stats().received()).isEqualTo(received);
        assertThat(ring.stats().undelivered()).isEqualTo(undelivered.size());
        assertThat(ring.stats().buffered()).isEqualTo(accepted - received - undelivered.size());
        assertThat(ring.pendingClaims()).hasSize(countOpen());
    }
}
