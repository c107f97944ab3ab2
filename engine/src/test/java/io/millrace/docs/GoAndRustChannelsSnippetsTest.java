package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.Receiver;
import io.millrace.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The programs of docs/from-go-and-rust.md that need nothing but channels and threads. */
class GoAndRustChannelsSnippetsTest extends GoAndRustSnippetsTest {

    @Test
    void unbufferedChannel() throws Exception {
        // snippet: goUnbuffered
        Channel<String> greetings = Channel.rendezvous();
        go(() -> greetings.send("hello"));
        String greeting = greetings.receive();
        // end

        assertThat(greeting).isEqualTo("hello");
    }

    @Test
    void bufferedChannel() throws Exception {
        // snippet: goBuffered
        Channel<String> letters = Channel.bounded(2);
        letters.send("a");
        letters.send("b");
        String both = letters.receive() + letters.receive();
        // end

        assertThat(both).isEqualTo("ab");
    }

    @Test
    void closeAndRange() throws Exception {
        // snippet: goCloseAndRange
        Channel<Integer> squares = Channel.rendezvous();
        go(() -> {
            try (squares) {
                for (int i = 1; i <= 3; i++) {
                    squares.send(i * i);
                }
            }
        });
        int sum = squares.stream().mapToInt(Integer::intValue).sum();
        // end

        assertThat(sum).isEqualTo(14);
        assertThat(squares.isClosedForReceive()).isTrue();
    }

    @Test
    void producersAndConsumers() throws Exception {
        // snippet: goWaitGroups
        Channel<Integer> numbers = Channel.rendezvous();
        Channel<Integer> sums = Channel.rendezvous();
        for (Sender<Integer> producer : numbers.attachSenders(3)) {
            go(() -> {
                try (producer) {
                    for (int i = 1; i <= 100; i++) {
                        producer.send(i);
                    }
                }
            });
        }
        for (Sender<Integer> consumer : sums.attachSenders(2)) {
            go(() -> {
                try (consumer) {
                    consumer.send(numbers.stream().mapToInt(Integer::intValue).sum());
                }
            });
        }
        int total = sums.stream().mapToInt(Integer::intValue).sum();
        // end

        assertThat(total).isEqualTo(3 * 5050);
    }

    @Test
    void droppingSenders() throws Exception {
        // snippet: rustDroppingSenders
        Channel<Integer> numbers = Channel.unbounded();
        for (Sender<Integer> sender : numbers.attachSenders(3)) {
            go(() -> {
                try (sender) {
                    for (int i = 1; i <= 3; i++) {
                        sender.send(i);
                    }
                }
            });
        }
        int sum = numbers.stream().mapToInt(Integer::intValue).sum();
        // end

        assertThat(sum).isEqualTo(18);
        assertThat(numbers.isClosedForSend()).isTrue();
    }

    @Test
    void rendezvous() throws Exception {
        // snippet: rustRendezvous
        Channel<String> handOver = Channel.rendezvous();
        Future<String> waiter = go(handOver::receive);
        handOver.send("taken when this returns");
        String taken = waiter.get();
        // end

        assertThat(taken).isEqualTo("taken when this returns");
        assertThat(handOver.trySend("nobody waits")).isFalse();
    }

    @Test
    void backPressure() throws Exception {
        // snippet: rustBackPressure
        Channel<Integer> orders = Channel.bounded(2);
        long accepted = IntStream.rangeClosed(1, 5).filter(orders::trySend).count();
        Future<?> producer = go(() -> orders.send(6)); // waits for room
        int first = orders.receive();
        producer.get();
        // end

        assertThat(accepted).isEqualTo(2);
        assertThat(first).isEqualTo(1);
        assertThat(List.of(orders.receive(), orders.receive())).containsExactly(2, 6);
    }

    @Test
    void pingPong() throws Exception {
        // snippet: goPingPong
        Channel<Integer> ping = Channel.rendezvous();
        Channel<Integer> pong = Channel.rendezvous();
        go(() -> {
            for (int ball : ping) {
                pong.send(ball + 1);
            }
        });
        int ball = 0;
        while (ball < 1000) {
            ping.send(ball);
            ball = pong.receive();
        }
        ping.close();
        // end

        assertThat(ball).isEqualTo(1000);
    }

    // snippet: goPrimeSieveFilter
    Receiver<Integer> withoutMultiples(Receiver<Integer> in, int prime) {
        Channel<Integer> out = Channel.rendezvous();
        go(() -> {
            try (in) {
                for (int number : in) {
                    if (number % prime != 0) {
                        out.send(number);
                    }
                }
            }
        });
        return out;
    }
    // end

    @Test
    void primeSieve() throws Exception {
        List<Integer> primes = new ArrayList<>();
        // snippet: goPrimeSieve
        Channel<Integer> naturals = Channel.rendezvous();
        go(() -> {
            for (int i = 2; ; i++) {
                naturals.send(i);
            }
        });
        Receiver<Integer> numbers = naturals;
        while (primes.size() < 10) {
            int prime = numbers.receive();
            primes.add(prime);
            numbers = withoutMultiples(numbers, prime);
        }
        numbers.close(); // ends all the threads, the last one first
        // end

        assertThat(primes).containsExactly(2, 3, 5, 7, 11, 13, 17, 19, 23, 29);
    }
}
