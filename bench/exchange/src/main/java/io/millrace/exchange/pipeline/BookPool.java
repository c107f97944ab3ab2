package io.millrace.exchange.pipeline;

import io.millrace.Channel;
import io.millrace.Receiver;
import io.millrace.exchange.book.Depth;
import io.millrace.exchange.book.Matching;
import io.millrace.exchange.query.DepthSource;
import io.millrace.work.KeyedWorkers;
import io.millrace.work.WorkCounts;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * The books, in the hands of keyed workers: the tasks of one group of books are done one after another in the order of
 * their sends, different groups at the same time, and the results come out in the order of the sends again.
 *
 * <p>The key is a group of stocks and not a stock, and a task is a lot of messages and not a message, because handing a
 * task over costs several times what applying a message does.
 */
final class BookPool implements DepthSource {

    private static final int GROUPS_PER_WORKER = 4;
    private static final int BLOCKS_UNDER_WAY = 8;
    private final List<BookGroup> groups;
    private final Channel<BookTask> results;
    private final KeyedWorkers<Integer, BookTask> workers;
    private final AtomicLong questions = new AtomicLong();
    private final AtomicLong lots = new AtomicLong();

    BookPool(int workers) {
        int count = workers * GROUPS_PER_WORKER;
        this.groups = IntStream.range(0, count).mapToObj(i -> new BookGroup()).toList();
        this.results = Channel.<BookTask>builder()
                .capacity(count * BLOCKS_UNDER_WAY)
                .name("books-done")
                .build();
        this.workers = KeyedWorkers.by(BookTask::group, BookPool::thread)
                .workers(workers)
                .backlog(count * BLOCKS_UNDER_WAY)
                .name("books")
                .onUndelivered(BookTask::abandon)
                .startOrdered(this::run, results);
    }

    /** How many groups there are. */
    int groups() {
        return groups.size();
    }

    /** The group of a stock. */
    int groupOf(int locate) {
        return locate % groups.size();
    }

    /** Lets a worker apply a lot, after all earlier ones of its group. */
    void send(BookTask.Lot lot) throws InterruptedException {
        workers.send(lot);
        lots.incrementAndGet();
    }

    @Override
    public Depth depth(int locate) throws InterruptedException {
        BookTask.Question question = new BookTask.Question(groupOf(locate), locate);
        workers.send(question);
        questions.incrementAndGet();
        return question.answer.receive();
    }

    /** What has been done, in the order of the sends. */
    Receiver<BookTask> results() {
        return results;
    }

    /** Takes no more tasks, and returns when all are done. */
    void stop() throws InterruptedException {
        workers.stop();
    }

    /** Ends at once. */
    void fail(Throwable cause) {
        results.close(cause);
        try {
            workers.cancel();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The books of all groups; to be asked when the workers have ended, as is all that follows. */
    List<Matching> matchings() {
        return groups.stream().map(group -> group.matching).toList();
    }

    long outOfOrder() {
        return groups.stream().mapToLong(BookGroup::outOfOrder).sum();
    }

    long questions() {
        return questions.get();
    }

    long lots() {
        return lots.get();
    }

    WorkCounts counts() {
        return workers.counts();
    }

    private BookTask run(BookTask task) {
        task.run(groups.get(task.group()));
        return task;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "books");
        thread.setDaemon(true);
        return thread;
    }
}
