package io.millrace.bench.suite.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.bench.suite.Catalogue;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Peers;
import io.millrace.bench.suite.harness.Flags;
import io.millrace.bench.suite.peer.traffic.Message;
import io.millrace.bench.suite.peer.traffic.Traffic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HandoffsTest {

    private static final int MESSAGES = 2_000;
    private static final List<String> CAPACITIES = List.of("0", "1", "64", "1024", "N", "unbounded");

    private record Shape(int senders, int receivers) {}

    private static final List<Shape> SHAPES = List.of(new Shape(1, 1), new Shape(4, 1), new Shape(4, 4));

    static Stream<Peer> peers() {
        return Handoffs.peers().stream();
    }

    /** Every peer in every shape and capacity that it has. */
    static Stream<Arguments> cells() {
        return peers().flatMap(peer -> SHAPES.stream()
                .flatMap(shape -> CAPACITIES.stream()
                        .filter(capacity -> refusal(peer.name(), shape, capacity) == null)
                        .map(capacity -> Arguments.of(peer, shape.senders(), shape.receivers(), capacity))));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void everyPeerCarriesEachMessageOnceAndInOrder(Peer peer, int senders, int receivers, String capacity)
            throws InterruptedException {
        assumeLoadable(peer);
        Handoff<Message> handoff = Handoffs.open(peer.name(), senders, receivers, Capacity.parse(capacity, MESSAGES));
        try (Traffic traffic = new Traffic(handoff, senders, receivers, MESSAGES)) {
            assertThat(traffic.run()).isEqualTo(MESSAGES);
            assertThat(traffic.run()).isEqualTo(MESSAGES);
        }
    }

    @ParameterizedTest
    @MethodSource("peers")
    void everyPeerWithRoomTriesWithoutWaiting(Peer peer) {
        assumeLoadable(peer);
        assumeTrue(!peer.equals(Peers.JOX) && !peer.equals(Peers.EXCHANGER), "has no try");
        String room = Stream.of("64", "unbounded")
                .filter(capacity -> refusal(peer.name(), new Shape(1, 1), capacity) == null)
                .findFirst()
                .orElse(null);
        assumeTrue(room != null, "has no room");
        Handoff<Integer> handoff = Handoffs.open(peer.name(), 1, 1, Capacity.parse(room, MESSAGES));
        int sent = 0;
        while (sent < 100 && handoff.trySend(sent)) {
            sent++;
        }
        assertThat(sent).isEqualTo(room.equals("64") ? 64 : 100);
        for (int i = 0; i < sent; i++) {
            assertThat(handoff.tryReceive()).isEqualTo(i);
        }
        assertThat(handoff.tryReceive()).isNull();
    }

    @ParameterizedTest
    @MethodSource("peers")
    void everyPeerWithRoomCarriesBatchesInOrder(Peer peer) {
        assumeLoadable(peer);
        assumeTrue(!peer.equals(Peers.JOX), "has no try");
        assumeTrue(refusal(peer.name(), new Shape(1, 1), "64") == null, "is not bounded");
        Handoff<Integer> handoff = Handoffs.open(peer.name(), 1, 1, Capacity.of(64));
        Integer[] messages = Stream.iterate(0, i -> i + 1).limit(100).toArray(Integer[]::new);
        List<Integer> received = new ArrayList<>();
        for (int lap = 0; lap < 3; lap++) {
            received.clear();
            assertThat(handoff.trySendAll(messages, 10, 20)).isEqualTo(10);
            int sent = 20 + handoff.trySendAll(messages, 20, 100);
            assertThat(sent).isBetween(70, 74);
            int count;
            while ((count = handoff.drain(received::add, 16)) > 0) {
                assertThat(count).isLessThanOrEqualTo(16);
            }
            assertThat(received).containsExactly(Arrays.copyOfRange(messages, 10, sent));
        }
    }

    @Test
    void whatAPeerLacksIsRefusedWithTheReason() {
        assertThat(refusal(Peers.SYNCHRONOUS_QUEUE.name(), new Shape(1, 1), "64"))
                .isEqualTo("has no capacity 64");
        assertThat(refusal(Peers.JCTOOLS_SPSC.name(), new Shape(4, 1), "64")).isEqualTo("takes one sender");
        assertThat(refusal(Peers.DISRUPTOR.name(), new Shape(4, 4), "64")).isEqualTo("takes one receiver");
        assertThat(refusal(Peers.JCTOOLS_SPSC.name(), new Shape(1, 1), "1"))
                .isEqualTo("has powers of two from 4 on and no capacity 1");
        assertThat(refusal(Peers.JCTOOLS_SPSC.name(), new Shape(1, 1), "N")).isNull();
    }

    @Test
    void aRefusedPeerIsNotOpened() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Handoffs.open(Peers.EXCHANGER.name(), 4, 1, Capacity.of(0)))
                .withMessage("Exchanger (spins then parks) takes one sender");
    }

    /** Runs in a JVM without the option that the tests have. */
    public static final class WithoutTheOption {

        private WithoutTheOption() {}

        /** Reads the catalogue and opens a queue of Agrona's. */
        public static void main(String[] args) {
            System.out.println(Catalogue.suites().size() + " suites");
            try {
                Handoffs.open(Peers.AGRONA_SPSC.name(), 1, 1, Capacity.of(64));
            } catch (IllegalArgumentException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void aJvmWithoutTheOptionHasTheCatalogueAndRefusesAgronasQueuesWithTheReason() throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        WithoutTheOption.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains(
                            Catalogue.suites().size() + " suites",
                            Peers.AGRONA_SPSC.name() + " uses what this JVM keeps to itself; pass " + Flags.EXPORTS
                                    + " to it");
            assertThat(jvm.waitFor()).isZero();
        } finally {
            jvm.destroy();
        }
    }

    @Test
    void anUnknownPeerIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Handoffs.open("Queue", 1, 1, Capacity.of(1)))
                .withMessageStartingWith("peer is 'Queue', allowed are [Millrace");
    }

    private static String refusal(String peer, Shape shape, String capacity) {
        return Handoffs.refusal(peer, shape.senders(), shape.receivers(), Capacity.parse(capacity, MESSAGES))
                .orElse(null);
    }

    private static void assumeLoadable(Peer peer) {
        assumeTrue(Runtime.version().feature() >= peer.leastJdk(), () -> "needs JDK " + peer.leastJdk());
    }
}
