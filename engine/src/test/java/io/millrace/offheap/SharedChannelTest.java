package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.Sender;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Counts;
import io.millrace.support.ThreadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What channels over a ring between processes promise: messages, waiting, sizes, codecs. */
class SharedChannelTest extends SharedChannelFixture {

    // ---- messages ----

    @Test
    void messagesComeOutInOrderByEveryReceive() throws Exception {
        for (int i = 0; i < 9; i++) {
            sender.send("m" + i);
        }
        List<String> received = new ArrayList<>();
        received.add(receiver.receive());
        received.add(receiver.tryReceive());
        received.add(receiver.receiveOrNull());
        received.add(receiver.tryReceive(1, TimeUnit.SECONDS));
        received.add(receiver.tryReceive(Duration.ofSeconds(1)));
        receiver.drain(received::add, 2);
        receiver.receiveBatch(received::add, 2);

        assertThat(received).containsExactly("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8");
        assertThat(receiver.tryReceive()).isNull();
    }

    @Test
    void everySendSends() throws Exception {
        sender.send("a");
        assertThat(sender.trySend("b")).isTrue();
        assertThat(sender.trySend("c", 1, TimeUnit.SECONDS)).isTrue();
        assertThat(sender.trySend("d", Duration.ofSeconds(1))).isTrue();
        sender.sendAll(List.of("e", "f"));
        assertThat(sender.trySendAll(new String[] {"x", "g", "h", "x"}, 1, 3)).isEqualTo(2);

        assertThat(drain(receiver)).containsExactly("a", "b", "c", "d", "e", "f", "g", "h");
    }

    @Test
    void theChannelAndTheSharedEndsSeeTheSameMessages() throws Exception {
        sharedSender.send(1, new UnsafeBuffer("bytes".getBytes()), 0, 5);
        assertThat(receiver.receive()).isEqualTo("bytes");

        sender.send("text");
        sharedReceiver.receive(
                (type, buffer, index, length) -> assertThat(buffer.getStringWithoutLengthAscii(index, length))
                        .isEqualTo("text"),
                1);
    }

    @Test
    void everyLaneIsReceivedInItsTurn() throws Exception {
        Sender<String> other = here.openSender().channel(new Bytes.TextCodec());
        sender.sendAll(List.of("a", "b"));
        other.sendAll(List.of("c", "d"));

        List<String> received = drain(receiver);

        assertThat(received).containsExactlyInAnyOrder("a", "b", "c", "d").containsSubsequence("a", "b");
        assertThat(received.subList(0, 2)).as("no lane starves another").containsExactlyInAnyOrder("a", "c");
    }

    @Test
    void nullIsRefused() {
        assertThatThrownBy(() -> sender.send(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> sender.trySendAll(new String[] {"a", null}, 0, 2))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> sharedSender.channel(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> sharedReceiver.channel(null)).isInstanceOf(NullPointerException.class);
        assertThat(sender.isEmpty()).isTrue();
    }

    @Test
    void aBatchIsSentAsFarAsItFits() {
        String[] texts = IntStream.range(0, 100).mapToObj(i -> "m" + i).toArray(String[]::new);

        int sent = sender.trySendAll(texts, 0, texts.length);

        assertThat(sent).isBetween(1, 99);
        assertThat(drain(receiver)).containsExactly(Arrays.copyOf(texts, sent));
    }

    // ---- waiting ----

    @ParameterizedTest
    @EnumSource(ThreadKind.class)
    @EnabledForJreRange(min = JRE.JAVA_21)
    void everyKindOfThreadWaits(ThreadKind kind) throws Exception {
        waitsOnBothSides(kind);
    }

    @Test
    void waitingSendersAndReceiversNoticeTheOtherSide() throws Exception {
        waitsOnBothSides(ThreadKind.PLATFORM);
    }

    private void waitsOnBothSides(ThreadKind kind) throws Exception {
        try (Actors actors = new Actors(kind)) {
            Actor<String> waiting = actors.start("receiver", receiver::receive).awaitBlocked();
            sender.send("first");
            assertThat(waiting.join()).isEqualTo("first");
            int sent = fill(sender);
            Actor<Void> full = actors.run("sender", () -> sender.send("x".repeat(32)));
            full.awaitBlocked();
            assertThat(receiver.drain(text -> {}, sent)).isEqualTo(sent);
            full.join();
            assertThat(receiver.receive()).hasSize(32);
        }
    }

    @Test
    void aWaitEndsAtItsTimeout() throws Exception {
        assertThat(receiver.tryReceive(Duration.ofMillis(2))).isNull();
        assertThat(receiver.tryReceive(0, TimeUnit.SECONDS)).isNull();
        fill(sender);
        assertThat(sender.trySend("m0", Duration.ofMillis(2))).isFalse();
        assertThat(sender.trySend("m0", -1, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void anInterruptedWaitThrowsAndNothingIsSentOrTaken() {
        int sent = fill(sender);
        try (Actors actors = new Actors()) {
            Actor<Void> full = actors.run("sender", () -> sender.send("late"));
            full.awaitBlocked().interrupt();
            assertThat(full.failure()).isInstanceOf(InterruptedException.class);
            assertThat(drain(receiver)).hasSize(sent).doesNotContain("late");
            Actor<String> empty = actors.start("receiver", receiver::receive);
            empty.awaitBlocked().interrupt();
            assertThat(empty.failure()).isInstanceOf(InterruptedException.class);
            Actor<Void> loop = actors.run("loop", () -> receiver.forEach(text -> {}));
            loop.awaitBlocked().interrupt();
            assertThat(loop.failure()).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void whatCanBeDoneAtOnceIsDoneAlthoughTheThreadIsInterrupted() throws Exception {
        Thread.currentThread().interrupt();
        sender.send("a");
        assertThat(receiver.receive()).isEqualTo("a");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aSecondThreadGetsAnException() {
        try (Actors actors = new Actors()) {
            Actor<String> waiting = actors.start("receiver", receiver::receive).awaitBlocked();
            assertThatThrownBy(receiver::tryReceive)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is for one thread at a time");
            sender.trySend("a");
            assertThat(waiting.join()).isEqualTo("a");
        }
    }

    // ---- sizes ----

    @Test
    void capacityAndSizeAreInBytesOfTheLaneAndOfAllLanes() {
        Sender<String> other = here.openSender().channel(new Bytes.TextCodec());
        sender.trySend("m0");
        other.trySend("m1");
        other.trySend("m2");

        assertThat(sender.capacity()).isEqualTo(CAPACITY);
        assertThat(sender.size()).isEqualTo(SHORT);
        assertThat(other.size()).isEqualTo(2 * SHORT);
        assertThat(receiver.capacity()).isEqualTo(LANES * CAPACITY);
        assertThat(receiver.size()).isEqualTo(3 * SHORT);
        assertThat(receiver.isEmpty()).isFalse();
        assertThat(receiver.isFull()).isFalse();
    }

    @Test
    void aSenderIsFullWhenTheLongestMessageHasNoRoom() {
        int sent = 0;
        while (!sender.isFull()) {
            assertThat(sender.trySend("x".repeat(32))).isTrue();
            sent++;
        }

        assertThat(sender.trySend("x".repeat(32))).isFalse();
        assertThat(sent).isEqualTo(CAPACITY / 40);
    }

    @Test
    void itsNameIsTheFileAndItsCountsAreThoseOfTheFile() {
        Sender<String> other = here.openSender().channel(new Bytes.TextCodec());
        int sent = fill(sender);
        other.trySend("m0");
        receiver.tryReceive();

        assertThat(sender.name()).isEqualTo(here.path().toString()).isEqualTo(receiver.name());
        assertThat(Counts.of(other)).isEqualTo(new Counts(1, 0, 0, 1));
        assertThat(Counts.of(receiver)).isEqualTo(new Counts(sent + 1, 1, 0, sent));
        assertThat(lane(0).full()).isOne();
    }

    // ---- codecs ----

    /** Two views of the bytes they were decoded from. */
    @Test
    void whatWasDecodedIsValidUntilTheThreadReceivesAgain() throws Exception {
        Receiver<DirectBuffer> views = sharedReceiver.channel(new InPlace());
        sender.send("first");
        sender.send("again");

        DirectBuffer first = views.receive();
        fill(sender);

        assertThat(first.getStringWithoutLengthAscii(0, 5)).isEqualTo("first");
        views.receive();
        assertThat(first.getStringWithoutLengthAscii(0, 5)).isEqualTo("again");
    }

    private static final class InPlace implements Codec<DirectBuffer> {

        private final DirectBuffer view = new UnsafeBuffer(0, 0);

        @Override
        public int maxLength() {
            return 32;
        }

        @Override
        public int length(DirectBuffer message) {
            return message.capacity();
        }

        @Override
        public void encode(DirectBuffer message, MutableDirectBuffer buffer, int offset) {
            buffer.putBytes(offset, message, 0, message.capacity());
        }

        @Override
        public DirectBuffer decode(int type, DirectBuffer buffer, int offset, int length) {
            view.wrap(buffer, offset, length);
            return view;
        }
    }

    /** Fails on a word. */
    private static final class Picky implements Codec<String> {

        private final Bytes.TextCodec texts = new Bytes.TextCodec();

        @Override
        public int maxLength() {
            return texts.maxLength();
        }

        @Override
        public int length(String message) {
            return message.equals("length") ? 33 : message.length();
        }

        @Override
        public void encode(String message, MutableDirectBuffer buffer, int offset) {
            texts.encode(message, buffer, offset);
            if (message.equals("encode")) {
                throw new IllegalStateException("encode");
            }
            if (message.equals("beyond")) {
                buffer.putByte(offset + message.length(), (byte) 1);
            }
        }

        @Override
        public String decode(int type, DirectBuffer buffer, int offset, int length) {
            String text = texts.decode(type, buffer, offset, length);
            if (text.equals("decode")) {
                throw new IllegalStateException("decode");
            }
            return text.equals("null") ? null : text;
        }
    }

    @Test
    void aCodecThatFailsSendsNothingAndLeavesNothing() {
        Sender<String> picky = sharedSender.channel(new Picky());

        assertThatThrownBy(() -> picky.send("encode")).hasMessage("encode");
        assertThatThrownBy(() -> picky.send("length")).hasMessageContaining("codec.length(message) is 33");
        assertThatThrownBy(() -> picky.send("beyond")).isInstanceOf(IndexOutOfBoundsException.class);
        Select select = Select.fair();
        select.onSend(picky, () -> "beyond");
        assertThatThrownBy(select::poll).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> picky.trySendAll(new String[] {"a", "encode", "b"}, 0, 3))
                .hasMessage("encode");

        assertThat(picky.trySend("c")).isTrue();
        assertThat(drain(receiver)).containsExactly("a", "c");
    }

    @Test
    void aMessageThatCannotBeDecodedHasBeenReceivedAndNoOther() throws Exception {
        Receiver<String> picky = sharedReceiver.channel(new Picky());
        sender.sendAll(List.of("decode", "null", "fine"));

        assertThatThrownBy(picky::receive).hasMessage("decode");
        assertThatThrownBy(picky::tryReceive).isInstanceOf(NullPointerException.class);

        assertThat(picky.receive()).isEqualTo("fine");
        assertThat(picky.stats().received()).isEqualTo(3);
    }

    @Test
    void aHandlerThatThrowsLosesNoOtherMessage() throws Exception {
        sender.sendAll(List.of("a", "b", "c"));

        assertThatThrownBy(() -> receiver.drain(
                        text -> {
                            throw new ArithmeticException(text);
                        },
                        10))
                .hasMessage("a");

        assertThat(drain(receiver)).containsExactly("b", "c");
    }

    @Test
    void aCodecForMessagesTooLongIsRefused() {
        assertThatThrownBy(() -> sharedSender.channel(new Long33()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("codec.maxLength() is 33, allowed is at most 32, an eighth of the lane's capacity");
        assertThatThrownBy(() -> sharedReceiver.channel(new Long33())).isInstanceOf(IllegalArgumentException.class);
    }

    private static final class Long33 implements Codec<String> {

        @Override
        public int maxLength() {
            return 33;
        }

        @Override
        public int length(String message) {
            throw new AssertionError();
        }

        @Override
        public void encode(String message, MutableDirectBuffer buffer, int offset) {
            throw new AssertionError();
        }

        @Override
        public String decode(int type, DirectBuffer buffer, int offset, int length) {
            throw new AssertionError();
        }
    }

    @Test
    void whatACodecSendsWhileItEncodesComesFirst() {
        Sender<String> reentrant = sharedSender.channel(new Reentrant(() -> sender.trySend("inner")));

        assertThat(reentrant.trySend("outer")).isTrue();

        assertThat(receiver.tryReceive()).isEqualTo("inner");
        assertThat(receiver.tryReceive()).isEqualTo("outer");
    }

    private record Reentrant(Runnable inEncode) implements Codec<String> {

        @Override
        public int maxLength() {
            return 32;
        }

        @Override
        public int length(String message) {
            return message.length();
        }

        @Override
        public void encode(String message, MutableDirectBuffer buffer, int offset) {
            inEncode.run();
            buffer.putStringWithoutLengthAscii(offset, message);
        }

        @Override
        public String decode(int type, DirectBuffer buffer, int offset, int length) {
            return buffer.getStringWithoutLengthAscii(offset, length);
        }
    }

    @Test
    void afterTheFirstFailureABatchSaysHowManyWereAccepted() {
        here.shutdown();

        assertThatThrownBy(() -> sender.sendAll(List.of("a", "b")))
                .isInstanceOf(ChannelClosedException.class)
                .hasMessageContaining("accepted were 0 of 2 messages");
    }
}
