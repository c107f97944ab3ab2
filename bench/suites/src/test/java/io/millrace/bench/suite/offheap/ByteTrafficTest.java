package io.millrace.bench.suite.offheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.bench.suite.Peer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every peer carries every message, in order, run after run. */
class ByteTrafficTest {

    static List<Peer> peers() {
        return ByteHandoffs.peers();
    }

    @ParameterizedTest
    @MethodSource("peers")
    void carriesAllMessagesRunAfterRun(Peer peer) throws Exception {
        for (int senders : new int[] {1, 4}) {
            try (ByteTraffic traffic =
                    new ByteTraffic(ByteHandoffs.open(peer.name(), senders, 8192), senders, 20_000, 1024)) {
                assertThat(traffic.run()).isEqualTo(20_000);
                assertThat(traffic.run()).isEqualTo(20_000);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("peers")
    void aRoundTripComesBack(Peer peer) throws Exception {
        RoundTrip roundTrip = new RoundTrip();
        roundTrip.peer = peer.name();
        roundTrip.length = 32;
        roundTrip.capacity = 1024;
        roundTrip.open();
        for (int i = 1; i <= 1_000; i++) {
            assertThat(roundTrip.run()).isEqualTo(i);
        }
        roundTrip.close();
    }

    @Test
    void anUnknownPeerIsRefused() {
        assertThatThrownBy(() -> ByteHandoffs.open("nobody", 1, 1024)).hasMessageContaining("peer is 'nobody'");
    }
}
