package io.millrace.overflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys whose own code waits, throws, comes back or tells nothing apart. */
class ConflatingKeysTest {

    /** A key that does something when it is compared. */
    private static class Key {
        private final int id;
        private final int hash;
        private final Runnable whenCompared;

        Key(int id, int hash, Runnable whenCompared) {
            this.id = id;
            this.hash = hash;
            this.whenCompared = whenCompared;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            whenCompared.run();
            return other instanceof Key && ((Key) other).id == id;
        }
    }

    /** One that has an order too. */
    private static final class Ordered extends Key implements Comparable<Ordered> {

        Ordered(int id, int hash, Runnable whenCompared) {
            super(id, hash, whenCompared);
        }

        @Override
        public int compareTo(Ordered other) {
            super.whenCompared.run();
            return Integer.compare(super.id, ((Key) other).id);
        }
    }

    private record Message(Key key, int number) {}

    private final Channel<Message> channel = Channel.conflatingBy(Message::key);
    private final Actors actors = new Actors();

    @AfterEach
    void joinAll() {
        actors.close();
    }

    private static Key key(int id, int hash) {
        return key(id, hash, false, () -> {});
    }

    private static Key key(int id, int hash, boolean ordered, Runnable whenCompared) {
        return ordered ? new Ordered(id, hash, whenCompared) : new Key(id, hash, whenCompared);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keysOfTheSameHashAreConflatedAsOthersAre(boolean ordered) throws InterruptedException {
        Random random = new Random(17);
        Map<Integer, Message> expected = new LinkedHashMap<>();
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(5) < 3) {
                int id = random.nextInt(40);
                Message message = new Message(key(id, id % 7, ordered, () -> {}), i);
                channel.send(message);
                expected.put(id, message);
            } else {
                Message oldest = expected.isEmpty()
                        ? null
                        : expected.remove(expected.keySet().iterator().next());
                assertThat(channel.tryReceive()).isSameAs(oldest);
            }
            assertThat(channel.size()).isEqualTo(expected.size());
        }
        List<Message> left = new ArrayList<>();
        channel.drain(left::add, Integer.MAX_VALUE);
        assertThat(left).containsExactlyElementsOf(expected.values());
    }

    @ParameterizedTest
    @CsvSource({"false, 500", "true, 100"})
    void aKeyIsComparedOnceWithEachOfItsHashOrAlongATreeIfItHasAnOrder(boolean ordered, int most) throws Exception {
        int keys = 500;
        AtomicInteger compared = new AtomicInteger();
        for (int id = 0; id < keys; id++) {
            compared.set(0);
            channel.send(new Message(key(id, 7, ordered, compared::incrementAndGet), id));
            assertThat(compared.get()).isLessThanOrEqualTo(most);
        }
        compared.set(0);
        channel.send(new Message(key(keys / 2, 7, ordered, compared::incrementAndGet), keys));
        assertThat(compared.get()).isLessThanOrEqualTo(most);
        assertThat(channel.size()).isEqualTo(keys);
    }

    @Test
    void aKeyThatWaitsWhenComparedKeepsUpNobodyElse() throws Exception {
        CountDownLatch compared = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Key waits = new Key(1, 1, () -> {
            compared.countDown();
            await(goOn);
        });
        channel.send(new Message(key(1, 1), 1));
        Actor<Void> sender = actors.run("sender", () -> channel.send(new Message(waits, 2)));
        compared.await();

        channel.send(new Message(key(2, 2), 3));
        assertThat(channel.receive().number()).isEqualTo(1);
        assertThat(channel.receive().number()).isEqualTo(3);
        channel.send(new Message(key(3, 1), 4));

        goOn.countDown();
        sender.join();
        assertThat(channel.receive().number()).isEqualTo(4);
        assertThat(channel.receive().number()).isEqualTo(2);
    }

    @Test
    void aKeyMayUseTheChannelWhenCompared() throws InterruptedException {
        List<Message> received = new ArrayList<>();
        channel.send(new Message(key(1, 1), 1));
        boolean[] done = {false};
        Key receives = new Key(1, 1, () -> {
            if (done[0]) {
                return;
            }
            done[0] = true;
            channel.trySend(new Message(key(2, 1), 2));
            Message message = channel.tryReceive();
            if (message != null) {
                received.add(message);
            }
        });

        channel.send(new Message(receives, 3));

        channel.drain(received::add, Integer.MAX_VALUE);
        assertThat(received).extracting(Message::number).contains(1, 2, 3);
    }

    @Test
    void aKeyThatThrowsWhenComparedSendsNothing() throws InterruptedException {
        channel.send(new Message(key(1, 1), 1));
        Key throwing = new Key(1, 1, () -> {
            throw new IllegalStateException("as intended");
        });

        assertThatThrownBy(() -> channel.send(new Message(throwing, 2))).hasMessage("as intended");

        assertThat(channel.receive().number()).isEqualTo(1);
        channel.send(new Message(throwing, 3));
        assertThat(channel.receive().number()).isEqualTo(3);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
