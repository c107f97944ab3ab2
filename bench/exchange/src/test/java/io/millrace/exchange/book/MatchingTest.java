package io.millrace.exchange.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.exchange.feed.Recording;
import io.millrace.exchange.itch.ItchMessage;
import io.millrace.exchange.itch.ItchReader;
import io.millrace.exchange.itch.ItchWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatchingTest {

    private final Recording bytes = new Recording();
    private final ItchWriter writer = new ItchWriter(bytes);
    private Matching matching;

    @Test
    void theBestBidIsTheHighestAndTheBestAskTheLowest() throws IOException {
        add(1, 'B', 100, 10_00);
        add(2, 'B', 200, 11_00);
        add(3, 'S', 300, 13_00);
        add(4, 'S', 400, 12_00);
        run();

        assertThat(book().bids().best().price()).isEqualTo(11_00);
        assertThat(book().bids().best().shares()).isEqualTo(200);
        assertThat(book().asks().best().price()).isEqualTo(12_00);
        assertThat(book().asks().best().shares()).isEqualTo(400);
    }

    @Test
    void atOnePriceTheOldestIsNext() throws IOException {
        add(1, 'B', 100, 10_00);
        add(2, 'B', 200, 10_00);
        run();

        assertThat(book().bids().best().oldest().reference()).isEqualTo(1);
        assertThat(book().bids().best().shares()).isEqualTo(300);
    }

    @Test
    void anExecutionTakesSharesAndKeepsThePlace() throws IOException {
        add(1, 'B', 100, 10_00);
        add(2, 'B', 200, 10_00);
        writer.executed(0, 1, 1, 30, 1);

        assertThat(run()).endsWith(OrderOutcome.EXECUTED);
        assertThat(book().bids().best().oldest().reference()).isEqualTo(1);
        assertThat(book().bids().best().oldest().shares()).isEqualTo(70);
    }

    @Test
    void anExecutionOfAllTakesTheOrderOut() throws IOException {
        add(1, 'S', 100, 10_00);
        writer.executedWithPrice(0, 1, 1, 100, 1, 9_00);

        assertThat(run()).endsWith(OrderOutcome.FILLED);
        assertThat(book().asks().best()).isNull();
    }

    @Test
    void anExecutionOutOfTurnIsCounted() throws IOException {
        add(1, 'B', 100, 10_00);
        add(2, 'B', 200, 10_00);
        writer.executed(0, 1, 2, 30, 1);
        run();

        assertThat(matching.settle().tally().get(Count.OUT_OF_TURN)).isEqualTo(1);
    }

    @Test
    void aReplacementStandsAtTheEndOfItsQueue() throws IOException {
        add(1, 'B', 100, 10_00);
        add(2, 'B', 200, 10_00);
        writer.replace(0, 1, 1, 3, 50, 10_00);

        assertThat(run()).endsWith(OrderOutcome.REPLACED);
        assertThat(book().bids().best().oldest().reference()).isEqualTo(2);
        assertThat(book().bids().best().shares()).isEqualTo(250);
    }

    @Test
    void aCancelOfAllSharesTakesTheOrderOut() throws IOException {
        add(1, 'B', 100, 10_00);
        writer.cancel(0, 1, 1, 40);
        writer.cancel(0, 1, 1, 60);

        assertThat(run()).endsWith(OrderOutcome.REDUCED, OrderOutcome.CANCELLED);
        assertThat(matching.settle().tally().ordersBalance()).isTrue();
    }

    @Test
    void unknownOrdersAreCountedAndChangeNothing() throws IOException {
        writer.executed(0, 1, 9, 1, 1);
        writer.cancel(0, 1, 9, 1);
        writer.delete(0, 1, 9);
        writer.replace(0, 1, 9, 10, 1, 1);
        run();

        assertThat(matching.settle().tally().get(Count.UNKNOWN)).isEqualTo(4);
        assertThat(matching.settle().tally().get(Count.RESTING)).isZero();
    }

    @Test
    void moreSharesThanAreLeftTakeWhatIsThere() throws IOException {
        add(1, 'B', 100, 10_00);
        writer.executed(0, 1, 1, 1_000, 1);
        run();

        OrderTally tally = matching.settle().tally();
        assertThat(tally.get(Count.OVERDRAWN)).isEqualTo(1);
        assertThat(tally.get(Count.SHARES_EXECUTED)).isEqualTo(100);
        assertThat(tally.sharesBalance()).isTrue();
    }

    @Test
    void aReferenceInUseIsNotUsedAgain() throws IOException {
        add(1, 'B', 100, 10_00);
        add(1, 'S', 300, 12_00);
        add(2, 'S', 300, 12_00);
        writer.replace(0, 1, 1, 2, 10, 10_00);
        run();

        OrderTally tally = matching.settle().tally();
        assertThat(tally.get(Count.DUPLICATE)).isEqualTo(2);
        assertThat(tally.get(Count.SHARES_RESTING)).isEqualTo(400);
    }

    @Test
    void theDigestSeesWhoCameFirst() throws IOException {
        add(1, 'B', 100, 10_00);
        add(2, 'B', 100, 10_00);
        run();
        String first = matching.settle().digest();
        writer.replace(0, 1, 1, 3, 100, 10_00);
        writer.replace(0, 1, 3, 1, 100, 10_00);
        run();

        assertThat(matching.settle().digest()).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomMessagesGiveTheSameBooksAsTheReference(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            wild(random);
        }
        run();
        Settlement expected;
        try (ItchReader reader = new ItchReader(bytes.open())) {
            expected = ReferenceBook.read(reader).settle();
        }
        Settlement actual = matching.settle();

        assertThat(actual.tally().differences(expected.tally())).isEmpty();
        assertThat(actual.digest()).isEqualTo(expected.digest());
        assertThat(actual.tally().ordersBalance()).isTrue();
        assertThat(actual.tally().sharesBalance()).isTrue();
        assertThat(actual.tally().messages()).isEqualTo(20_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theOrderMapFindsWhatIsThere(long seed) {
        Random random = new Random(seed);
        OrderMap map = new OrderMap();
        List<Order> there = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            if (there.isEmpty() || random.nextInt(100) < 55) {
                Order order = new Order((long) i << random.nextInt(3) * 16, 1);
                if (map.get(order.reference) == null) {
                    map.put(order);
                    there.add(order);
                }
            } else {
                Order order = there.remove(random.nextInt(there.size()));
                map.remove(order);
                assertThat(map.get(order.reference)).isNull();
            }
        }

        assertThat(map.size()).isEqualTo(there.size());
        assertThat(there)
                .allSatisfy(order -> assertThat(map.get(order.reference)).isSameAs(order));
    }

    /** A valid or senseless message: few orders, stocks and prices, so that everything meets everything. */
    private void wild(Random random) throws IOException {
        long reference = random.nextInt(300);
        int locate = 1 + random.nextInt(3);
        int shares = 1 + random.nextInt(100);
        int price = 100 + random.nextInt(20);
        switch (random.nextInt(8)) {
            case 0, 1, 2 ->
                writer.add(
                        0,
                        locate,
                        reference,
                        random.nextBoolean() ? 'B' : 'S',
                        shares,
                        "S" + locate,
                        price,
                        random.nextBoolean() ? "MILL" : null);
            case 3 -> writer.executed(0, locate, reference, shares, 1);
            case 4 -> writer.executedWithPrice(0, locate, reference, shares, 1, price);
            case 5 -> writer.cancel(0, locate, reference, shares);
            case 6 -> writer.delete(0, locate, reference);
            default -> writer.replace(0, locate, reference, random.nextInt(300), shares, price);
        }
    }

    private void add(long reference, char side, int shares, int price) throws IOException {
        writer.add(0, 1, reference, side, shares, "TEST", price, null);
    }

    /** Applies all bytes written so far to fresh books. */
    private List<OrderOutcome> run() throws IOException {
        matching = new Matching();
        List<OrderOutcome> outcomes = new ArrayList<>();
        try (ItchReader reader = new ItchReader(bytes.open())) {
            while (reader.next()) {
                outcomes.add(matching.apply(new ItchMessage(reader)));
            }
        }
        return outcomes;
    }

    private OrderBook book() {
        return matching.books().get(0);
    }
}
