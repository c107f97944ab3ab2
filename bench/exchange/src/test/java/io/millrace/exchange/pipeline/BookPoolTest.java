package io.millrace.exchange.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.ChannelClosedException;
import io.millrace.exchange.book.Depth;
import io.millrace.exchange.feed.Recording;
import io.millrace.exchange.itch.ItchReader;
import io.millrace.exchange.itch.ItchWriter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class BookPoolTest {

    private static final int STOCKS = 10;
    private static final int ORDERS = 5_000;
    private final BookPool pool = new BookPool(2);

    @Test
    void lotsAreDoneInOrderPerBookAndComeOutInTheOrderOfTheSends() throws Exception {
        FutureTask<Long> taker = new FutureTask<>(() -> {
            long expected = 1;
            for (BookTask done = pool.results().receiveOrNull();
                    done != null;
                    done = pool.results().receiveOrNull()) {
                for (Event event : ((BookTask.Lot) done).events) {
                    assertThat(event.sequence).isEqualTo(expected++);
                    assertThat(event.outcome).isNotNull();
                }
            }
            return expected - 1;
        });
        new Thread(taker).start();
        sendAll();
        pool.stop();

        assertThat(taker.get()).isEqualTo(ORDERS);
        assertThat(pool.outOfOrder()).isZero();
        assertThat(pool.lots()).isEqualTo(ORDERS);
        assertThat(pool.counts().handled()).isEqualTo(ORDERS);
        assertThat(pool.matchings().stream().flatMap(part -> part.books().stream()))
                .hasSize(STOCKS);
    }

    @Test
    void aQuestionTakesItsTurnAmongTheMessages() throws Exception {
        try (ItchReader reader = adds(1)) {
            pool.send(lot(reader, 1));
        }

        assertThat(pool.depth(1)).isEqualTo(new Depth(1, 1, List.of(new Depth.Line(10_00, 100)), List.of()));
        assertThat(pool.depth(1 + pool.groups()).bids()).isEmpty();
        pool.stop();
    }

    @Test
    void aWorkerThatFailsFailsResultsAndQuestions() throws Exception {
        BookTask.Lot broken = new BookTask.Lot(0);
        broken.events.add(null);
        pool.send(broken);

        assertThatExceptionOfType(ChannelClosedException.class)
                .isThrownBy(() -> pool.results().receiveOrNull())
                .withCauseInstanceOf(NullPointerException.class);
        assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(() -> pool.depth(1));
    }

    private void sendAll() throws IOException, InterruptedException {
        try (ItchReader reader = adds(ORDERS)) {
            for (int i = 1; i <= ORDERS; i++) {
                pool.send(lot(reader, i));
            }
        }
    }

    private BookTask.Lot lot(ItchReader reader, long sequence) throws IOException {
        assertThat(reader.next()).isTrue();
        Event event = new Event(reader);
        event.sequence = sequence;
        BookTask.Lot lot = new BookTask.Lot(pool.groupOf(event.locate));
        lot.events.add(event);
        return lot;
    }

    private static ItchReader adds(int count) throws IOException {
        Recording bytes = new Recording();
        ItchWriter writer = new ItchWriter(bytes);
        for (int i = 0; i < count; i++) {
            writer.add(0, 1 + i % STOCKS, 1 + i, 'B', 100, "TEST", 10_00, null);
        }
        return new ItchReader(bytes.open());
    }
}
