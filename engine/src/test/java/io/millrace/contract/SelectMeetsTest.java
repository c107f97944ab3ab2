package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.ChannelKind;
import io.millrace.Select;
import io.millrace.SelectKind;
import io.millrace.contract.Contract.Kinds;
import io.millrace.internal.flavor.Invariants;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A select that waits over a channel without a buffer is met by everybody who comes, also by those who only try. */
class SelectMeetsTest extends ChannelContract {

    private static final int MESSAGE = 5;

    private Actor<Integer> selectThatSends(Channel<Integer> channel) {
        return actors.start("select", () -> {
                    Select select = Select.fair();
                    select.onReceive(Channel.bounded(1));
                    select.onSend(channel, () -> MESSAGE);
                    return select.await();
                })
                .awaitBlocked();
    }

    /** Each way to receive without waiting for anybody, as long as it has to be repeated to be sure that the select is listed. */
    private void assertMet(ChannelKind kind, Function<Channel<Integer>, Integer> receive) {
        Channel<Integer> channel = kind.open();
        Actor<Integer> select = selectThatSends(channel);
        AtomicReference<Integer> received = new AtomicReference<>();
        Await.until("the select is met", () -> {
            received.set(receive.apply(channel));
            return received.get() != null;
        });
        assertThat(received).hasValue(MESSAGE);
        assertThat(select.join()).isOne();
        Invariants.check(channel);
    }

    @Contract(on = Kinds.RENDEZVOUS)
    @Behaviour({30, 91})
    void aReceiveThatOnlyTriesMeetsIt(ChannelKind kind) {
        assertMet(kind, Channel::tryReceive);
    }

    @Contract(on = Kinds.RENDEZVOUS)
    @Behaviour({30, 91})
    void aReceiveWithoutTimeMeetsIt(ChannelKind kind) {
        assertMet(kind, channel -> {
            try {
                return channel.tryReceive(0, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Contract(on = Kinds.RENDEZVOUS)
    @Behaviour({30, 91})
    void drainMeetsIt(ChannelKind kind) {
        assertMet(kind, channel -> {
            List<Integer> drained = takeAll(channel);
            return drained.isEmpty() ? null : drained.get(0);
        });
    }

    @Contract(on = Kinds.RENDEZVOUS)
    @Behaviour({30, 91})
    void theQueueViewMeetsIt(ChannelKind kind) {
        assertMet(kind, channel -> channel.asBlockingQueue().poll());
    }

    @Contract(on = Kinds.RENDEZVOUS)
    @Behaviour({30, 91})
    void aPollOfAnotherSelectMeetsIt(ChannelKind kind) {
        assertMet(kind, channel -> {
            Select select = Select.fair();
            select.onReceive(channel);
            return select.poll() == Select.NONE ? null : select.received(channel);
        });
    }

    @Contract(on = Kinds.RENDEZVOUS)
    @Behaviour({30, 91})
    void aChoiceWithAnOtherwiseMeetsIt(ChannelKind kind) {
        assertMet(kind, channel -> {
            AtomicReference<Integer> received = new AtomicReference<>();
            try {
                Select.of(Select.receive(channel, received::set), Select.otherwise());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return received.get();
        });
    }

    @Contract(on = Kinds.RENDEZVOUS)
    @Behaviour({30, 91})
    void aReceiveWithoutAThreadMeetsIt(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        Actor<Integer> select = selectThatSends(channel);
        assertThat(channel.receiveAsync().join()).isEqualTo(MESSAGE);
        assertThat(select.join()).isOne();
    }

    @Contract(on = Kinds.RENDEZVOUS)
    @Behaviour({30, 91})
    void aSelectMeetsAReceiveThatWaitsWithoutAThread(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        var future = channel.receiveAsync();
        Select select = Select.fair();
        select.onSend(channel, () -> MESSAGE);
        assertThat(select.await()).isZero();
        assertThat(future.join()).isEqualTo(MESSAGE);
    }

    @Contract(on = Kinds.RENDEZVOUS)
    @Behaviour({30, 91})
    void aSendThatOnlyTriesMeetsOneThatReceives(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        Actor<Integer> select = actors.start("select", () -> {
                    Select receiving = Select.biased();
                    receiving.onReceive(channel);
                    receiving.await();
                    return receiving.received(channel);
                })
                .awaitBlocked();
        Await.until("the select is met", () -> channel.trySendAll(new Integer[] {1, 2}, 0, 2) == 1);
        assertThat(select.join()).isEqualTo(1);
        Invariants.check(channel);
    }

    @Contract(on = Kinds.RENDEZVOUS)
    @Behaviour({75, 84})
    void nothingIsTakenThroughAHandleThatIsClosed(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        channel.attachSender();
        var handle = channel.attachSender();
        Actor<Boolean> select = actors.start("select", () -> {
                    Select sending = Select.fair();
                    sending.onSend(handle, () -> MESSAGE);
                    sending.await();
                    return sending.isClosed();
                })
                .awaitBlocked();
        handle.close();
        Integer taken = channel.tryReceive();
        assertThat(taken).isNull();
        assertThat(select.join()).isTrue();
    }

    @Contract(on = Kinds.RENDEZVOUS)
    @Behaviour({75, 91})
    void whatIsSentAndReceivedInTheAbsenceOfASelectIsCounted(ChannelKind kind) {
        Channel<Integer> channel = kind.openCounting();
        Actor<Integer> select = selectThatSends(channel);
        Await.until("the select is met", () -> channel.tryReceive() != null);
        select.join();
        assertThat(channel.stats().accepted()).isOne();
        assertThat(channel.stats().received()).isOne();
        assertThat(channel.stats().blockedSends()).isOne();
    }

    /** Selects with both clauses over several channels each, so that they meet in every way and at many places at once. */
    @ParameterizedTest
    @EnumSource
    @Behaviour({37, 93})
    void selectsOverManyChannelsMeetEachOtherAndThoseThatTry(SelectKind selectKind) {
        int pairs = 3;
        int count = 2_000;
        List<Channel<Integer>> channels = List.of(Channel.rendezvous(), Channel.rendezvous(), Channel.bounded(1));
        List<Actor<Void>> senders = actors.startEach(pairs, "sender", number -> {
            Select select = selectKind.open();
            AtomicInteger next = new AtomicInteger();
            for (Channel<Integer> channel : channels) {
                select.onSend(channel, next::get);
            }
            for (int i = 0; i < count; i++) {
                next.set(number * count + i);
                select.await();
            }
            return null;
        });
        AtomicInteger left = new AtomicInteger(pairs * count);
        List<Actor<List<Integer>>> receivers = actors.startEach(pairs, "receiver", number -> {
            List<Integer> received = new ArrayList<>();
            Select select = selectKind.open().dropClosed();
            channels.forEach(select::onReceive);
            while (left.get() > 0) {
                Integer message;
                if (number == 0) {
                    message = channels.get(received.size() % 3).tryReceive();
                } else {
                    int chosen = select.await(Duration.ofMillis(1));
                    message = chosen < 0 ? null : select.received(channels.get(chosen));
                }
                if (message != null) {
                    received.add(message);
                    left.decrementAndGet();
                }
            }
            return received;
        });
        Actors.joinAll(senders);
        List<Integer> all =
                Actors.joinAll(receivers).stream().flatMap(List::stream).toList();
        assertThat(all).hasSize(pairs * count).doesNotHaveDuplicates();
        channels.forEach(Invariants::check);
    }

    @Contract(on = Kinds.RENDEZVOUS)
    @Behaviour({14, 75})
    void aCloseUnderALoadOfSelectsReturnsAndNothingGoesOverAfterIt(ChannelKind kind) {
        for (int round = 0; round < 20; round++) {
            Channel<Integer> channel = kind.open();
            AtomicInteger met = new AtomicInteger();
            List<Actor<Integer>> partners = actors.startEach(8, "select", number -> {
                Select select = number % 3 == 0 ? Select.biased() : Select.fair();
                boolean sends = number % 2 == 0;
                if (sends) {
                    select.onSend(channel, () -> MESSAGE);
                } else {
                    select.onReceive(channel);
                }
                int done = 0;
                while (true) {
                    select.await();
                    if (select.isClosed()) {
                        return sends ? done : -done;
                    }
                    done++;
                    met.incrementAndGet();
                }
            });
            Await.until("they meet", () -> met.get() > 100);
            channel.close();
            List<Integer> done = Actors.joinAll(partners);
            assertThat(done.stream().mapToInt(i -> i).sum()).isZero();
            Invariants.check(channel);
        }
    }
}
