package io.millrace.faults;

import io.millrace.ChannelClosedException;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Await;
import io.millrace.work.RequestFailedException;
import io.millrace.work.RequestTimeoutException;
import io.millrace.work.Requests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Requests, from both sides. The reply to a number is the next. */
public final class RequestScenarios {

    private static final Duration SHORT = Duration.ofMillis(1);

    private RequestScenarios() {}

    /** Makes them afresh. Called through reflection, from outside of the loader. */
    public static List<WorkScenario> all() {
        List<WorkScenario> all = new ArrayList<>();
        for (int capacity : new int[] {0, 1, 4}) {
            all.add(new Asks(capacity, true, requests -> requests.ask(1)));
            all.add(new Asks(capacity, true, requests -> requests.ask(1, Duration.ofHours(1))));
            all.add(new Asks(capacity, false, requests -> requests.ask(1, SHORT)));
            all.add(new Serves(capacity, "tryServe", false, requests -> requests.tryServe(RequestScenarios::reply)));
            all.add(new Serves(capacity, "serve", false, requests -> requests.serve(RequestScenarios::reply)));
            all.add(new Serves(capacity, "serve, the last", true, requests -> requests.serve(RequestScenarios::reply)));
            all.add(new Serves(capacity, "close", false, Requests::close));
            all.add(new Serves(
                    capacity, "close with a cause", false, requests -> requests.close(new Exception("cause"))));
            all.add(new Starts(capacity, false));
            all.add(new Starts(capacity, true));
        }
        return all;
    }

    private static int reply(int request) {
        FaultPoint.callsOut("handler");
        return request + 1;
    }

    /** Something done with them. */
    private interface Step {
        void with(Requests<Integer, Integer> requests) throws Exception;
    }

    private static Requests<Integer, Integer> requests(int capacity) {
        return Requests.<Integer, Integer>builder()
                .capacity(capacity)
                .recordStats()
                .build();
    }

    private static void requireEmpty(Requests<?, ?> requests, int capacity) {
        String rest = capacity == 0 ? "rendezvous" : "0 of " + capacity;
        Await.until("nothing waits in " + requests, () -> requests.toString().contains(rest));
    }

    private static void requireUsable(Requests<Integer, Integer> requests, int capacity) throws Exception {
        for (int request = 10; request < 10 + 2 * capacity + 2; request++) {
            if (requests.ask(request) != request + 1) {
                throw new AssertionError("a wrong reply");
            }
        }
    }

    /** A client that gets the fault. */
    private static final class Asks extends WorkScenario {

        private final int capacity;
        private final boolean served;
        private final Step step;
        private final Actors actors = new Actors();
        private final Requests<Integer, Integer> requests;

        Asks(int capacity, boolean served, Step step) {
            super("ask, capacity " + capacity + (served ? "" : ", in vain"), false);
            this.capacity = capacity;
            this.served = served;
            this.step = step;
            this.requests = requests(capacity);
        }

        @Override
        public void setUp() throws Exception {
            if (served) {
                serve();
                return;
            }
            for (int i = 0; i < capacity; i++) { // cells without a client, so that the queue is swept
                try {
                    requests.ask(i, SHORT);
                } catch (RequestTimeoutException e) {
                    // as intended
                }
            }
        }

        private void serve() {
            actors.run("server", () -> requests.serve(RequestScenarios::reply));
        }

        @Override
        protected void run() throws Exception {
            try {
                step.with(requests);
            } catch (RequestTimeoutException e) {
                if (served) {
                    throw e;
                }
            }
        }

        @Override
        protected void end(Throwable thrown) throws Exception {
            requireEmpty(requests, capacity);
            if (!served) {
                serve();
            }
            requireUsable(requests, capacity);
            var stats = requests.stats();
            if (stats.asked() != stats.answered() + stats.failed() + stats.timedOut() + stats.closed()) {
                throw new AssertionError(stats);
            }
            requests.close();
            actors.close();
        }
    }

    /** A server, or who closes, that gets the fault, while clients wait. */
    private static final class Serves extends WorkScenario {

        private final Actors actors = new Actors();
        private final List<Actor<Integer>> clients = new ArrayList<>();
        private final Step step;
        private final Requests<Integer, Integer> requests;
        private final boolean closesAfterwards;

        Serves(int capacity, String name, boolean withLast, Step step) {
            super(name + ", capacity " + capacity, false);
            var builder = Requests.<Integer, Integer>builder().capacity(capacity);
            this.requests = (withLast ? builder.closeWithLastServer() : builder).build();
            this.step = step;
            this.closesAfterwards = name.startsWith("serve");
        }

        @Override
        public void setUp() {
            for (int i = 0; i < 2; i++) {
                int request = i;
                clients.add(actors.start("client", () -> {
                            try {
                                return requests.ask(request);
                            } catch (RequestFailedException | ChannelClosedException e) {
                                return request + 1;
                            }
                        })
                        .awaitBlocked());
            }
            if (closesAfterwards) {
                actors.run("closer", () -> {
                    clients.forEach(Actor::join);
                    requests.close();
                });
            }
        }

        @Override
        protected void run() throws Exception {
            step.with(requests);
        }

        @Override
        protected void end(Throwable thrown) throws Exception {
            Actor<Void> server = actors.run("server", () -> {
                try {
                    requests.serve(request -> request + 1);
                } catch (ChannelClosedException e) {
                    // before it came
                }
            });
            for (int i = 0; i < clients.size(); i++) {
                if (clients.get(i).join() != i + 1) {
                    throw new AssertionError("a wrong reply");
                }
            }
            requests.close();
            server.join();
            actors.close();
        }
    }

    /** Threads of its own. */
    private static final class Starts extends WorkScenario {

        private final Requests<Integer, Integer> requests;

        Starts(int capacity, boolean inWorker) {
            super("start, capacity " + capacity, inWorker);
            this.requests = requests(capacity);
        }

        @Override
        protected void run() throws Exception {
            requests.start(2, threads(), RequestScenarios::reply);
            for (int i = 0; i < 4; i++) {
                try {
                    requests.ask(i);
                } catch (RequestFailedException | ChannelClosedException e) {
                    // the fault
                }
            }
            requests.close();
            requests.awaitTermination(Duration.ofSeconds(Long.MAX_VALUE));
        }

        @Override
        protected void end(Throwable thrown) throws Exception {
            if (requests.servers() == 0 && thrown != null) {
                try {
                    requests.start(1, threads(), request -> request + 1);
                } catch (IllegalStateException e) {
                    // started before
                }
            }
            requests.close();
            requests.awaitTermination(Duration.ofSeconds(Long.MAX_VALUE));
        }
    }
}
