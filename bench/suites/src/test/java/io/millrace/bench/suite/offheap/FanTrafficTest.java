package io.millrace.bench.suite.offheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.bench.suite.Peer;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every peer carries every message to one of several receivers, run after run. */
class FanTrafficTest {

    static Stream<Arguments> fans() {
        return Stream.of(1, 4)
                .flatMap(senders -> ByteFans.peers(senders).stream().map(peer -> Arguments.of(senders, peer)));
    }

    @ParameterizedTest
    @MethodSource("fans")
    void carriesAllMessagesRunAfterRun(int senders, Peer peer) throws Exception {
        try (FanTraffic traffic =
                new FanTraffic(ByteFans.open(peer.name(), senders, 4, 8192), senders, 4, 20_000, 128)) {
            assertThat(traffic.run()).isEqualTo(20_000);
            assertThat(traffic.run()).isEqualTo(20_000);
        }
    }

    @Test
    void aSenderLeavesOutARingThatIsFull() throws Exception {
        ByteFan fan = ByteFans.open(ByteFans.AGRONA_EACH.name(), 1, 2, 512);
        ByteFan.Outlet outlet = fan.sender(0);
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[24]);
        for (int i = 0; i < 14; i++) {
            outlet.send(bytes, 24);
        }
        int[] received = new int[1];
        MessageHandler count = (int type, MutableDirectBuffer buffer, int index, int length) -> received[0]++;

        // Of 2 rings of 8 records each only one gets room again.
        Thread first = new Thread(() -> {
            try {
                fan.receiveAll(0, count);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        first.start();
        for (int i = 14; i < 100; i++) {
            outlet.send(bytes, 24);
        }
        first.interrupt();
        first.join();

        assertThat(received[0]).isGreaterThanOrEqualTo(100 - 16);
    }

    @Test
    void aMessageThatIsMissingFailsTheRun() {
        ByteFan loses = new ByteFan() {
            @Override
            public void begin(int messages) {}

            @Override
            public Outlet sender(int sender) {
                return new Outlet() {
                    @Override
                    public void send(DirectBuffer bytes, int length) {}

                    @Override
                    public void end() {}
                };
            }

            @Override
            public void receiveAll(int receiver, MessageHandler handler) {}
        };
        try (FanTraffic traffic = new FanTraffic(loses, 1, 4, 10, 8)) {
            assertThatThrownBy(traffic::run).hasMessage("received is 0, expected was 10");
        }
    }

    @Test
    void anUnknownPeerIsRefused() {
        assertThatThrownBy(() -> ByteFans.open("nobody", 1, 4, 1024)).hasMessageContaining("peer is 'nobody'");
    }
}
