package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.Select;
import io.millrace.SelectKind;
import io.millrace.Sender;
import io.millrace.Timers;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Await;
import io.millrace.support.ThreadKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Selects over rings between processes, whose other side cannot wake anybody. */
class SharedSelectTest extends SharedChannelFixture {

    private static final Duration SOON = Duration.ofMillis(2);

    private final Channel<String> local = Channel.bounded(1);

    // ---- receiving ----

    @ParameterizedTest
    @EnumSource(SelectKind.class)
    void aSharedReceiverStandsBesideChannelsAndTimers(SelectKind kind) throws Exception {
        Select select = kind.open();
        int shared = select.onReceive(receiver);
        int own = select.onReceive(local);
        int never = select.onReceive(Timers.never());

        assertThat(select.poll()).isEqualTo(Select.NONE);
        sender.send("a");
        assertThat(select.await()).isEqualTo(shared);
        assertThat(select.received(receiver)).isEqualTo("a");
        local.send("b");
        assertThat(select.await()).isEqualTo(own).isNotEqualTo(never);
        assertThat(select.received(local)).isEqualTo("b");
        assertThat(select.await(SOON)).isEqualTo(Select.NONE);
    }

    @ParameterizedTest
    @EnumSource(SelectKind.class)
    void aSelectThatWaitsNoticesAMessage(SelectKind kind) {
        receivesWhileItWaits(kind, ThreadKind.PLATFORM, local);
    }

    @ParameterizedTest
    @EnumSource(SelectKind.class)
    void aSelectThatWaitsOverARendezvousTooNoticesAMessage(SelectKind kind) {
        receivesWhileItWaits(kind, ThreadKind.PLATFORM, Channel.rendezvous());
    }

    @ParameterizedTest
    @EnumSource(SelectKind.class)
    @EnabledForJreRange(min = JRE.JAVA_21)
    void aVirtualThreadThatWaitsNoticesAMessage(SelectKind kind) {
        receivesWhileItWaits(kind, ThreadKind.VIRTUAL, local);
    }

    private void receivesWhileItWaits(SelectKind kind, ThreadKind threads, Channel<String> other) {
        try (Actors actors = new Actors(threads)) {
            Actor<String> waiting = actors.start("select", () -> {
                Select select = kind.open();
                int shared = select.onReceive(receiver);
                select.onReceive(other);
                return select.await() == shared ? select.received(receiver) : "other";
            });
            waiting.awaitBlocked();
            sender.trySend("a");
            assertThat(waiting.join()).isEqualTo("a");
        }
    }

    @Test
    void whileItWaitsForARingAChannelStillWakesIt() {
        try (Actors actors = new Actors()) {
            Actor<String> waiting = actors.start("select", () -> {
                Select select = Select.fair();
                select.onReceive(receiver);
                int own = select.onReceive(local);
                return select.await() == own ? select.received(local) : "shared";
            });
            waiting.awaitBlocked();
            local.trySend("b");
            assertThat(waiting.join()).isEqualTo("b");
        }
    }

    @Test
    void aTimerEndsTheWaitForARing() throws Exception {
        Select select = Select.fair();
        select.onReceive(receiver);
        int timer = select.onReceive(Timers.after(SOON));

        assertThat(select.await()).isEqualTo(timer);
    }

    @Test
    void theReadableFormTakesThemToo() throws Exception {
        sender.send("a");
        StringBuilder seen = new StringBuilder();

        Select.of(Select.receive(receiver, seen::append), Select.timeout(Duration.ofMinutes(1)));
        int chosen = Select.of(Select.receive(receiver, seen::append), Select.timeout(SOON));
        Select.of(Select.send(sender, "b", () -> seen.append("-sent")));

        assertThat(chosen).isOne();
        assertThat(seen).hasToString("a-sent");
        assertThat(drain(receiver)).containsExactly("b");
    }

    @Test
    void anInterruptEndsTheWaitAndNothingIsTaken() throws Exception {
        try (Actors actors = new Actors()) {
            Actor<Integer> waiting = actors.start("select", () -> {
                Select select = Select.fair();
                select.onReceive(receiver);
                return select.await();
            });
            waiting.awaitBlocked().interrupt();
            assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
        }
        sender.send("a");
        assertThat(receiver.receive()).isEqualTo("a");
    }

    @Test
    void shutdownEndsTheWaitOnceEverythingIsReceived() {
        sender.trySend("a");
        try (Actors actors = new Actors()) {
            Actor<String> waiting = actors.start("select", () -> {
                Select select = Select.fair();
                select.onReceive(receiver);
                select.await();
                String first = select.received(receiver);
                select.await();
                assertThatThrownBy(() -> select.received(receiver))
                        .isInstanceOf(ChannelClosedException.class)
                        .cause()
                        .hasMessage("enough");
                return select.isClosed() ? first : "open";
            });
            waiting.awaitBlocked();
            here.shutdown("enough");
            assertThat(waiting.join()).isEqualTo("a");
        }
    }

    @Test
    void closedRingsCanBeDropped() throws Exception {
        Select select = Select.fair().dropClosed();
        select.onReceive(receiver);
        int own = select.onReceive(local);
        here.shutdown();
        local.send("b");

        assertThat(select.await()).isEqualTo(own);
        assertThat(select.await(SOON)).isEqualTo(Select.NONE);
    }

    @Test
    void closingTheHandleEndsTheWaitAsACloseDoes() {
        try (Actors actors = new Actors()) {
            Actor<Boolean> waiting = actors.start("select", () -> {
                Select select = Select.fair();
                select.onReceive(receiver);
                select.await();
                assertThatThrownBy(() -> select.received(receiver)).cause().hasMessageContaining("in this process");
                return select.isClosed();
            });
            waiting.awaitBlocked();
            there.close();
            assertThat(waiting.join()).isTrue();
        }
    }

    @Test
    void aRingThatIsInUseByAnotherThreadCannotBeSelected() {
        try (Actors actors = new Actors()) {
            Actor<String> waiting = actors.start("receiver", receiver::receive).awaitBlocked();
            Select select = Select.fair();
            select.onReceive(receiver);
            select.onReceive(local);
            assertThatThrownBy(select::await).hasMessageContaining("is for one thread at a time");
            sender.trySend("a");
            assertThat(waiting.join()).isEqualTo("a");
        }
    }

    @Test
    void whoWaitsShowsThatItLives() {
        try (Actors actors = new Actors()) {
            Actor<Integer> waiting = actors.start("select", () -> {
                Select select = Select.fair();
                select.onReceive(receiver);
                return select.await();
            });
            waiting.awaitBlocked();
            long seen = here.state().receiver().lastSeenMillis();
            Await.until("it was seen again", () -> here.state().receiver().lastSeenMillis() > seen);
            sender.trySend("a");
            waiting.join();
        }
    }

    // ---- sending ----

    @ParameterizedTest
    @EnumSource(SelectKind.class)
    void aSelectSendsWhereThereIsRoom(SelectKind kind) throws Exception {
        Select select = kind.open();
        int out = select.onSend(sender, () -> "a");

        assertThat(select.poll()).isEqualTo(out);
        assertThat(select.await()).isEqualTo(out);

        assertThat(drain(receiver)).containsExactly("a", "a");
        assertThat(lane(0).sent()).isEqualTo(2);
    }

    @Test
    void aShortMessageTakesOnlyWhatItNeeds() {
        Select select = Select.fair();
        select.onSend(sender, () -> "m0");

        while (select.poll() != Select.NONE) {}

        assertThat(sender.size() % SHORT).isZero();
        assertThat(CAPACITY - sender.size()).isLessThan(40);
        assertThat(drain(receiver)).containsOnly("m0");
    }

    @ParameterizedTest
    @EnumSource(SelectKind.class)
    void aSelectThatWaitsNoticesRoom(SelectKind kind) {
        sendsWhileItWaits(kind, ThreadKind.PLATFORM);
    }

    @ParameterizedTest
    @EnumSource(SelectKind.class)
    @EnabledForJreRange(min = JRE.JAVA_21)
    void aVirtualThreadThatWaitsNoticesRoom(SelectKind kind) {
        sendsWhileItWaits(kind, ThreadKind.VIRTUAL);
    }

    private void sendsWhileItWaits(SelectKind kind, ThreadKind threads) {
        int sent = fill(sender);
        AtomicInteger supplied = new AtomicInteger();
        try (Actors actors = new Actors(threads)) {
            Actor<Integer> waiting = actors.start("select", () -> {
                Select select = kind.open();
                select.onReceive(local);
                select.onSend(sender, () -> "late" + supplied.getAndIncrement());
                return select.await();
            });
            waiting.awaitBlocked();
            assertThat(supplied).hasValue(1);
            assertThat(receiver.drain(text -> assertThat(text).startsWith("m"), sent))
                    .isEqualTo(sent);
            assertThat(waiting.join()).isOne();
        }
        assertThat(drain(receiver)).containsExactly("late0");
    }

    @Test
    void aTimeLimitEndsTheWaitForRoom() throws Exception {
        fill(sender);
        Select select = Select.fair();
        select.onSend(sender, () -> "late");

        assertThat(select.await(SOON)).isEqualTo(Select.NONE);
        assertThat(select.poll()).isEqualTo(Select.NONE);
        assertThat(lane(0).full()).as("selects are no sends until they send").isOne();
    }

    @Test
    void aSupplierThatThrowsSendsNothingAndHoldsNothing() throws Exception {
        Select select = Select.fair();
        select.onSend(sender, () -> {
            throw new ArithmeticException("mine");
        });

        assertThatThrownBy(select::await).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(select::poll).isInstanceOf(ArithmeticException.class);

        sender.send("a");
        assertThat(drain(receiver)).containsExactly("a");
    }

    @Test
    void aSupplierThatMakesNothingOrTooMuchSendsNothing() {
        Select select = Select.fair();
        int nothing = select.onSend(sender, () -> null);
        assertThatThrownBy(select::poll).isInstanceOf(NullPointerException.class);
        select.remove(nothing);
        select.onSend(sender, () -> "x".repeat(33));
        assertThatThrownBy(select::poll).isInstanceOf(IllegalArgumentException.class);

        assertThat(receiver.tryReceive()).isNull();
        assertThat(sender.trySend("a")).isTrue();
    }

    @Test
    void shutdownEndsTheWaitForRoom() {
        fill(sender);
        assertThat(closedWhileItWaits(() -> there.shutdown("enough"))).hasMessage("enough");
    }

    @Test
    void fencingEndsTheWaitForRoomAndTheCauseSaysSo() {
        fill(sender);
        assertThat(closedWhileItWaits(() -> there.fence(0, 1))).hasMessageContaining("lane 0 of ring");
    }

    private Throwable closedWhileItWaits(Runnable close) {
        Throwable[] cause = new Throwable[1];
        try (Actors actors = new Actors()) {
            Actor<Integer> waiting = actors.start(
                    "select", () -> Select.of(Select.send(sender, "late", () -> {}, closed -> cause[0] = closed)));
            waiting.awaitBlocked();
            close.run();
            assertThat(waiting.join()).isZero();
        }
        return cause[0];
    }

    @Test
    void whatASupplierMakesWhileTheRingIsShutDownIsNotSent() {
        Select select = Select.fair();
        int out = select.onSend(sender, () -> {
            there.shutdown("now");
            return "late";
        });

        assertThat(select.poll()).isEqualTo(out);

        assertThat(select.isClosed()).isTrue();
        assertThatThrownBy(receiver::tryReceive).isInstanceOf(ChannelClosedException.class);
    }

    @Test
    void aSelectMayReceiveFromOneRingAndSendToAnother() throws Exception {
        Sender<String> other = here.openSender().channel(new Bytes.TextCodec());
        fill(other);
        Select select = Select.biased();
        int out = select.onSend(other, () -> "moved");
        int in = select.onReceive(receiver);

        assertThat(select.await()).isEqualTo(in);
        assertThat(select.received(receiver)).isEqualTo("m0");
        while (select.await() == in) {}
        assertThat(select.isClosed()).isFalse();
        List<String> left = drain(receiver);

        assertThat(out).isZero();
        assertThat(left.get(left.size() - 1)).isEqualTo("moved");
    }
}
