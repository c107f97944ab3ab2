package io.millrace.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.ThreadKind;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;

/** Makes threads and remembers them. */
final class Threads implements ThreadFactory {

    private final ThreadKind kind;
    private final List<Thread> made = new CopyOnWriteArrayList<>();

    Threads() {
        this(ThreadKind.PLATFORM);
    }

    Threads(ThreadKind kind) {
        this.kind = kind;
    }

    /** The kinds that this JVM has. */
    static Stream<ThreadKind> kinds() {
        return Stream.of(ThreadKind.values())
                .filter(kind -> kind == ThreadKind.PLATFORM || ThreadKind.virtualThreadsExist());
    }

    @Override
    public Thread newThread(Runnable body) {
        Thread thread = kind.unstarted("worker-" + made.size(), body);
        made.add(thread);
        return thread;
    }

    List<String> names() {
        return made.stream().map(Thread::getName).toList();
    }

    int count() {
        return made.size();
    }

    long alive() {
        return made.stream().filter(Thread::isAlive).count();
    }

    void interruptAll() {
        made.forEach(Thread::interrupt);
    }

    void assertNoneLeft() {
        assertThat(made).isNotEmpty().noneMatch(Thread::isAlive);
    }
}
