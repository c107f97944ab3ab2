package io.millrace.exchange.pipeline;

import io.millrace.Channel;
import io.millrace.exchange.book.Depth;
import java.util.ArrayList;
import java.util.List;

/** What a worker of the pool does to a group of books. */
sealed interface BookTask {

    /** The group it is about: the key by which the pool keeps the order. */
    Integer group();

    /** Does it; the group is this thread's meanwhile. */
    void run(BookGroup books);

    /** It will not be done. */
    void abandon();

    /** The messages of one block that are about the books of one group, in sequence. */
    final class Lot implements BookTask {

        final List<Event> events = new ArrayList<>();
        private final Integer group;

        /** The whole block if this is its last lot, so that it can go on when this one is done; else null. */
        List<Event> block;

        Lot(Integer group) {
            this.group = group;
        }

        @Override
        public Integer group() {
            return group;
        }

        @Override
        public void run(BookGroup books) {
            for (Event event : events) {
                books.apply(event);
            }
        }

        @Override
        public void abandon() {}
    }

    /** A question about one book, which takes its turn among the messages. */
    final class Question implements BookTask {

        final Channel<Depth> answer = Channel.bounded(1);
        private final Integer group;
        private final int locate;

        Question(Integer group, int locate) {
            this.group = group;
            this.locate = locate;
        }

        @Override
        public Integer group() {
            return group;
        }

        @Override
        public void run(BookGroup books) {
            try {
                answer.trySend(books.depth(locate));
            } finally {
                answer.close(); // whoever waits gets the answer first, if there is one
            }
        }

        @Override
        public void abandon() {
            answer.close();
        }
    }
}
