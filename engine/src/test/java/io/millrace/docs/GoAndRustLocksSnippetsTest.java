package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.Sender;
import io.millrace.work.Requests;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The programs of docs/from-go-and-rust.md that share state: with a lock and with a channel. */
class GoAndRustLocksSnippetsTest extends GoAndRustSnippetsTest {

    private final AtomicInteger computed = new AtomicInteger();

    private int priceOf(String symbol) {
        computed.incrementAndGet();
        return symbol.length() * 100;
    }

    // snippet: goLockedCounter
    int count;

    synchronized void increment() {
        count++;
    }
    // end

    @Test
    void countsWithALock() throws Exception {
        List<Future<?>> workers = new ArrayList<>();
        for (int w = 0; w < 4; w++) {
            workers.add(go(() -> {
                for (int i = 0; i < 1000; i++) {
                    increment();
                }
            }));
        }
        for (Future<?> worker : workers) {
            worker.get();
        }

        assertThat(count).isEqualTo(4000);
    }

    @Test
    void countsWithAChannel() throws Exception {
        Channel<Integer> increments = Channel.bounded(64);
        for (Sender<Integer> worker : increments.attachSenders(4)) {
            go(() -> {
                try (worker) {
                    for (int i = 0; i < 1000; i++) {
                        worker.send(1);
                    }
                }
            });
        }
        // snippet: goCountingOwner
        int count = 0;
        for (int increment : increments) {
            count += increment;
        }
        // end

        assertThat(count).isEqualTo(4000);
    }

    // snippet: goLockedCache
    final ConcurrentMap<String, Integer> prices = new ConcurrentHashMap<>();

    int price(String symbol) {
        return prices.computeIfAbsent(symbol, this::priceOf);
    }
    // end

    @Test
    void cachesWithALock() throws Exception {
        List<Future<Integer>> readers = new ArrayList<>();
        for (int r = 0; r < 4; r++) {
            readers.add(go(() -> price("MILL")));
        }
        for (Future<Integer> reader : readers) {
            assertThat(reader.get()).isEqualTo(400);
        }

        assertThat(computed).hasValue(1);
    }

    @Test
    void cachesWithAnOwner() throws Exception {
        // snippet: goCacheOwner
        Map<String, Integer> cache = new HashMap<>();
        Requests<String, Integer> lookups = Requests.of(0);
        lookups.start(1, threads, symbol -> cache.computeIfAbsent(symbol, this::priceOf));
        int price = lookups.ask("MILL");
        // end
        int again = lookups.ask("MILL");
        lookups.close();

        assertThat(List.of(price, again)).containsExactly(400, 400);
        assertThat(computed).hasValue(1);
    }

    // snippet: goLockedTurnstile
    boolean open;
    int passed;

    synchronized void coin() {
        open = true;
    }

    synchronized boolean push() {
        boolean passes = open;
        passed += passes ? 1 : 0;
        open = false;
        return passes;
    }
    // end

    @Test
    void turnsWithALock() {
        boolean before = push();
        coin();
        coin();
        boolean first = push();
        boolean second = push();

        assertThat(List.of(before, first, second)).containsExactly(false, true, false);
        assertThat(passed).isEqualTo(1);
    }

    private static int turnstile(Channel<String> coins, Channel<String> pushes) throws InterruptedException {
        // snippet: goTurnstile
        int passed = 0;
        for (String coin : coins) { // closed until a coin comes
            pushes.receive(); // open until somebody pushes
            passed++;
        }
        // end
        return passed;
    }

    @Test
    void turnsWithChannels() throws Exception {
        Channel<String> coins = Channel.rendezvous();
        Channel<String> pushes = Channel.rendezvous();
        Future<Integer> passed = go(() -> turnstile(coins, pushes));

        boolean before = pushes.trySend("shut");
        coins.send("one");
        boolean second = coins.trySend("it is open");
        pushes.send("through");
        coins.close();

        assertThat(List.of(before, second)).containsExactly(false, false);
        assertThat(passed.get()).isEqualTo(1);
    }
}
