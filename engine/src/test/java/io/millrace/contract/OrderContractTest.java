package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.ChannelKind;
import io.millrace.contract.Contract.Kinds;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** In which order messages come out, and that each comes out once. */
class OrderContractTest extends ChannelContract {

    private static final int MESSAGES = 5_000;
    private static final int THREADS = 4;

    @Contract(told = true)
    @Behaviour(1)
    void messagesOfOneSenderArriveInTheOrderSent(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        actors.run("sender", () -> {
            for (int i = 0; i < MESSAGES; i++) {
                channel.send(i);
            }
            channel.close();
        });
        assertThat(receiveToTheEnd(channel))
                .isEqualTo(IntStream.range(0, MESSAGES).boxed().toList());
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour({1, 43})
    void bufferedMessagesComeOutInTheOrderSent(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        for (int lap = 0; lap < 5; lap++) {
            List<Integer> sent = fill(channel);
            List<Integer> received = new ArrayList<>();
            for (int i = 0; i < sent.size(); i++) {
                received.add(channel.receive());
            }
            assertThat(received).isEqualTo(sent);
        }
    }

    @Contract
    @Behaviour({20, 43})
    void eachMessageOfManySendersReachesOneOfManyReceivers(ChannelKind kind) {
        List<List<Integer>> received = exchange(kind.open());
        assertThat(received.stream().flatMap(List::stream).sorted().toList())
                .isEqualTo(IntStream.range(0, MESSAGES).boxed().toList());
    }

    @Contract
    @Behaviour({1, 43})
    void eachReceiverSeesEachSendersMessagesInTheOrderSent(ChannelKind kind) {
        for (List<Integer> ofOneReceiver : exchange(kind.open())) {
            for (int sender = 0; sender < THREADS; sender++) {
                int number = sender;
                assertThat(ofOneReceiver.stream()
                                .filter(message -> message % THREADS == number)
                                .toList())
                        .isSorted();
            }
        }
    }

    /** Lets four threads send the numbers below {@code MESSAGES} by their remainder, and returns what each of four got. */
    private List<List<Integer>> exchange(Channel<Integer> channel) {
        List<Actor<Void>> senders = actors.startEach(THREADS, "sender", number -> {
            for (int message = number; message < MESSAGES; message += THREADS) {
                channel.send(message);
            }
            return null;
        });
        List<Actor<List<Integer>>> receivers =
                actors.startEach(THREADS, "receiver", number -> receiveToTheEnd(channel));
        Actors.joinAll(senders);
        channel.close();
        return Actors.joinAll(receivers);
    }

    @Contract(on = Kinds.RENDEZVOUS)
    @Behaviour(39)
    void blockedSendersAreServedInTheOrderOfTheirArrival(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        blockedSenders(channel, 3, 0);
        assertThat(List.of(channel.receive(), channel.receive(), channel.receive()))
                .containsExactly(0, 1, 2);
    }

    @Contract(on = Kinds.RENDEZVOUS)
    @Behaviour(39)
    void blockedReceiversAreServedInTheOrderOfTheirArrival(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        List<Actor<Integer>> receivers = blockedReceivers(channel, 3);
        for (int i = 0; i < 3; i++) {
            channel.send(i);
        }
        assertThat(Actors.joinAll(receivers)).containsExactly(0, 1, 2);
    }

    @Contract(told = true)
    @Behaviour(23)
    void aChannelTravelsThroughAChannelAndWorks(ChannelKind kind) throws InterruptedException {
        Channel<Channel<Integer>> outer = kind.open();
        actors.run("sender", () -> {
            for (int i = 0; i < 100; i++) {
                Channel<Integer> inner = kind.open();
                outer.send(inner);
                inner.send(i);
            }
        });
        for (int i = 0; i < 100; i++) {
            assertThat(outer.receive().receive()).isEqualTo(i);
        }
    }

    @Contract(told = true)
    @Behaviour(27)
    void twoChannelsMakeAPingPong(ChannelKind kind) throws InterruptedException {
        Channel<Integer> ping = kind.open();
        Channel<Integer> pong = kind.open();
        actors.run("answerer", () -> {
            for (int i = 0; i < 1_000; i++) {
                pong.send(ping.receive() + 1);
            }
        });
        int ball = 0;
        for (int i = 0; i < 1_000; i++) {
            ping.send(ball);
            ball = pong.receive();
        }
        assertThat(ball).isEqualTo(1_000);
    }

    @Contract
    @Behaviour({101, 102})
    void aChainOfThreadsSievesThePrimes(ChannelKind kind) throws InterruptedException {
        Channel<Integer> numbers = kind.open();
        actors.run("numbers", () -> {
            for (int i = 2; i <= 100; i++) {
                numbers.send(i);
            }
            numbers.close();
        });
        List<Integer> primes = new ArrayList<>();
        Channel<Integer> candidates = numbers;
        Integer prime;
        while ((prime = candidates.receiveOrNull()) != null) {
            primes.add(prime);
            candidates = withoutMultiples(kind, candidates, prime);
        }
        assertThat(primes)
                .containsExactly(
                        2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97);
    }

    private Channel<Integer> withoutMultiples(ChannelKind kind, Channel<Integer> in, int prime) {
        Channel<Integer> out = kind.open();
        actors.run("filter of " + prime, () -> {
            Integer number;
            while ((number = in.receiveOrNull()) != null) {
                if (number % prime != 0) {
                    out.send(number);
                }
            }
            out.close();
        });
        return out;
    }
}
