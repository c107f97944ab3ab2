package io.millrace.overflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.Overflow;
import io.millrace.contract.Behaviour;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reader of a conflating channel may rely on while senders race: it never goes back, and it ends with the latest. */
class ConflatingRaceTest {

    private static final int ROUNDS = 60;
    private static final int UPDATES = 1_000;
    private static final int SENDERS = 3;
    private static final int KEYS_EACH = 4;

    static List<OverflowKind> byKey() {
        return List.of(
                OverflowKind.byKey(),
                OverflowKind.byKey().parking(),
                OverflowKind.byKey(1, Overflow.WAIT),
                OverflowKind.byKey(5, Overflow.WAIT).parking());
    }

    @ParameterizedTest
    @MethodSource("byKey")
    @Behaviour(118)
    void aReaderSeesEachKeyAscendAndEndWithItsLastUpdate(OverflowKind kind) {
        for (int round = 0; round < ROUNDS; round++) {
            play(kind.builder().build(), round % 2 == 0);
        }
    }

    private static void play(Channel<Update> channel, boolean closesEarly) {
        try (Actors actors = new Actors()) {
            List<Actor<Map<Integer, Integer>>> senders =
                    actors.startEach(SENDERS, "sender", number -> sendToOwnKeys(channel, number));
            Actor<Map<Integer, Integer>> reader = actors.start("reader", () -> read(channel));
            if (!closesEarly) {
                Actors.joinAll(senders);
            }
            channel.close();
            Map<Integer, Integer> lastAccepted = new HashMap<>();
            Actors.joinAll(senders).forEach(lastAccepted::putAll);
            assertThat(reader.join()).isEqualTo(lastAccepted);
        }
    }

    private static Map<Integer, Integer> sendToOwnKeys(Channel<Update> channel, int sender)
            throws InterruptedException {
        Map<Integer, Integer> lastAccepted = new HashMap<>();
        try {
            for (int i = 0; i < UPDATES; i++) {
                Integer key = sender * KEYS_EACH + i % KEYS_EACH;
                channel.send(new Update(sender, i, key));
                lastAccepted.put(key, i);
            }
        } catch (ChannelClosedException e) {
            assertThat(channel.isClosedForSend()).isTrue();
        }
        return lastAccepted;
    }

    private static Map<Integer, Integer> read(Channel<Update> channel) {
        Map<Integer, Integer> last = new HashMap<>();
        for (Update update : channel) {
            Integer before = last.put(update.key(), update.number);
            assertThat(update.number).isGreaterThan(before == null ? -1 : before);
        }
        return last;
    }

    /** In one step: who has once seen a message there, and takes none, always finds one. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    @Behaviour(118)
    void aConflatingChannelIsNeverEmptyBetweenTwoUpdates(int senderCount) {
        Channel<Integer> channel = Channel.conflating();
        channel.trySend(0);
        try (Actors actors = new Actors()) {
            List<Actor<Void>> senders = actors.startEach(senderCount, "sender", number -> {
                for (int i = 0; i < 20_000; i++) {
                    channel.send(i);
                }
                return null;
            });
            List<Integer> seen = new ArrayList<>();
            while (Actors.countEnded(senders) < senderCount) {
                seen.clear();
                channel.asBlockingQueue().iterator().forEachRemaining(seen::add);
                assertThat(seen).hasSize(1);
                assertThat(channel.size()).isEqualTo(1);
            }
        }
    }
}
