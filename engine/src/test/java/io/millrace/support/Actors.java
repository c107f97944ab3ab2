package io.millrace.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** The threads of one test. Closing it joins them all. Used by one thread. */
public final class Actors implements AutoCloseable {

    private final ThreadKind threadKind;
    private final List<Actor<?>> started = new ArrayList<>();

    public Actors() {
        this(ThreadKind.PLATFORM);
    }

    public Actors(ThreadKind threadKind) {
        this.threadKind = threadKind;
    }

    /** What a thread does when it returns nothing. */
    @FunctionalInterface
    public interface Body {
        void run() throws Exception;
    }

    public <R> Actor<R> start(String name, Callable<R> body) {
        Actor<R> actor = Actor.start(threadKind, name, body);
        started.add(actor);
        return actor;
    }

    public Actor<Void> run(String name, Body body) {
        return start(name, () -> {
            body.run();
            return null;
        });
    }

    /** Starts {@code count} threads that know their number. */
    public <R> List<Actor<R>> startEach(int count, String name, NumberedBody<R> body) {
        List<Actor<R>> actors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            actors.add(start(name + "-" + number, () -> body.call(number)));
        }
        return actors;
    }

    /** What each of several threads does. */
    @FunctionalInterface
    public interface NumberedBody<R> {
        R call(int number) throws Exception;
    }

    public static <R> List<R> joinAll(List<Actor<R>> actors) {
        List<R> results = new ArrayList<>();
        for (Actor<R> actor : actors) {
            results.add(actor.join());
        }
        return results;
    }

    public static long countEnded(List<? extends Actor<?>> actors) {
        return actors.stream().filter(Actor::hasEnded).count();
    }

    @Override
    public void close() {
        Throwable first = null;
        for (Actor<?> actor : started) {
            try {
                actor.close();
            } catch (Throwable e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw new AssertionError("a thread of the test failed: " + first, first);
        }
    }
}
