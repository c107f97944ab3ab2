package io.millrace.exchange.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.exchange.book.Depth;
import io.millrace.exchange.feed.Feed;
import io.millrace.exchange.feed.Recording;
import io.millrace.exchange.itch.ItchWriter;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnswerCheckTest {

    private static final Depth.Line HUNDRED = new Depth.Line(10_00, 100);
    private final Recording bytes = new Recording();
    private final Feed feed = Feed.recording(bytes, "test");

    /** Of the second message the gateway will not hear. */
    @BeforeEach
    void write() throws IOException {
        ItchWriter writer = new ItchWriter(bytes);
        writer.add(0, 1, 1, 'B', 100, "TEST", 10_00, null);
        writer.add(0, 1, 2, 'S', 0, "TEST", 11_00, null);
        writer.add(0, 1, 3, 'S', 50, "TEST", 12_00, null);
    }

    @Test
    void answersAreRightAtTheirOwnMessageOnly() throws IOException {
        Depth empty = new Depth(1, 0, List.of(), List.of());
        Depth first = new Depth(1, 1, List.of(HUNDRED), List.of());
        Depth second = new Depth(1, 2, List.of(HUNDRED), List.of());
        Depth third = new Depth(1, 3, List.of(HUNDRED), List.of(new Depth.Line(12_00, 50)));
        Depth late = new Depth(1, 3, List.of(HUNDRED), List.of());
        Depth other = new Depth(9, 3, List.of(), List.of());

        assertThat(check(List.of(List.of(empty, first, second, third, other)))).isEqualTo(new AnswerCheck(5, 0, 0));
        assertThat(check(List.of(List.of(first, late)))).isEqualTo(new AnswerCheck(2, 1, 0));
    }

    @Test
    void anAnswerOlderThanTheOneBeforeIsNoticedPerClientAndStock() throws IOException {
        Depth first = new Depth(1, 1, List.of(HUNDRED), List.of());
        Depth second = new Depth(1, 2, List.of(HUNDRED), List.of());
        Depth other = new Depth(9, 1, List.of(), List.of());

        assertThat(check(List.of(List.of(second, other, first)))).isEqualTo(new AnswerCheck(3, 0, 1));
        assertThat(check(List.of(List.of(second, other), List.of(first)))).isEqualTo(new AnswerCheck(3, 0, 0));
    }

    @Test
    void anAnswerOfAMessageThatNeverCameIsWrong() throws IOException {
        assertThat(check(List.of(List.of(new Depth(1, 4, List.of(HUNDRED), List.of(new Depth.Line(12_00, 50)))))))
                .isEqualTo(new AnswerCheck(1, 1, 0));
    }

    private AnswerCheck check(List<List<Depth>> answers) throws IOException {
        return AnswerCheck.of(feed, answers);
    }
}
