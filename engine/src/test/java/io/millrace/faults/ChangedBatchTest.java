package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A caller changes the array of a batch while that is sent. */
class ChangedBatchTest {

    private static final int ROUNDS = 20_000;

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void anArrayThatBecomesNullIsSentInPartOrNotAtAll(FaultKind kind) {
        List<Integer> undelivered = new ArrayList<>();
        Channel<Integer> channel = kind.open(message -> undelivered.add(message));
        Integer[] batch = {0, 1, 2, 3, 4, 5, 6, 7};
        AtomicBoolean ends = new AtomicBoolean();
        long sent = 0;
        long received = 0;
        try (Actors actors = new Actors()) {
            Actor<Void> changer = actors.run("changer", () -> {
                while (!ends.get()) {
                    batch[5] = null;
                    Thread.onSpinWait();
                    batch[5] = 5;
                }
            });
            for (int round = 0; round < ROUNDS; round++) {
                try {
                    sent += channel.trySendAll(batch, 0, batch.length);
                } catch (NullPointerException e) {
                    assertThat(channel.isEmpty())
                            .as("what a refused batch left")
                            .isTrue();
                }
                received += channel.drain(message -> {}, Integer.MAX_VALUE);
            }
            ends.set(true);
            changer.join();
        }
        channel.cancel();

        assertThat(sent).isEqualTo(received + undelivered.size());
    }
}
