package io.millrace.exchange.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.exchange.book.Depth;
import io.millrace.exchange.control.Ended;
import io.millrace.exchange.control.SupervisedTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class QueryDeskTest {

    private static final int ENOUGH = 20;
    private final Channel<Ended> ends = Channel.unbounded();
    private final AtomicInteger questions = new AtomicInteger();
    private final Channel<Object> enough = Channel.rendezvous();

    @Test
    void everyQuestionIsAnsweredUntilTheClientsAreStopped() throws Exception {
        QueryDesk desk = desk(locate -> {
            count();
            return depth(locate);
        });

        run(desk, desk::stop);

        assertThat(desk.asked()).isGreaterThanOrEqualTo(ENOUGH).isEqualTo(desk.answered());
        assertThat(desk.answers())
                .hasSize(2)
                .allSatisfy(answers -> assertThat(answers).startsWith(depth(5)));
        assertThat(desk.failed() + desk.timedOut()).isZero();
    }

    @Test
    void aQuestionThatTheBooksCannotAnswerFails() throws Exception {
        QueryDesk desk = desk(locate -> {
            count();
            throw new IllegalStateException("no such book");
        });

        run(desk, desk::stop);

        assertThat(desk.asked()).isGreaterThanOrEqualTo(ENOUGH).isEqualTo(desk.failed());
    }

    @Test
    void aFailureOfTheRunFailsTheQuestionsUnderWay() throws Exception {
        Channel<Depth> never = Channel.rendezvous();
        IllegalStateException broken = new IllegalStateException("broken");
        QueryDesk desk = desk(locate -> {
            enough.close();
            return never.receive();
        });

        run(desk, () -> {
            desk.fail(broken);
            never.close(broken);
        });

        assertThat(desk.asked()).isPositive().isEqualTo(desk.failed());
    }

    private void count() {
        if (questions.incrementAndGet() == ENOUGH) {
            enough.close();
        }
    }

    private QueryDesk desk(DepthSource books) {
        return new QueryDesk(books, 2, List.of(5, 6), Duration.ofNanos(1), ends);
    }

    private static Depth depth(int locate) {
        return new Depth(locate, 1, List.of(), List.of());
    }

    private void run(QueryDesk desk, Runnable whenEnough) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (SupervisedTask task : desk.tasks()) {
            Thread thread = new Thread(task, task.label());
            thread.start();
            threads.add(thread);
        }
        enough.receiveOrNull();
        whenEnough.run();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(ends.size()).isEqualTo(threads.size());
    }
}
