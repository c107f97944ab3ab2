package io.millrace.faults;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.Receiver;
import io.millrace.support.Actors;
import io.millrace.work.Pipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Pipelines, merges and tees. A message arrives at the end, or is reported. */
public final class PipelineScenarios {

    private static final int MESSAGES = 6;
    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    private PipelineScenarios() {}

    /** Makes them afresh. Called through reflection, from outside of the loader. */
    public static List<WorkScenario> all() {
        List<WorkScenario> all = new ArrayList<>();
        for (boolean inWorker : new boolean[] {true, false}) {
            for (boolean ordered : new boolean[] {false, true}) {
                String name = "pipeline" + (ordered ? " in order" : "");
                all.add(new OfStages(
                        name + ", closed",
                        inWorker,
                        ordered,
                        pipeline -> pipeline.input().close()));
                all.add(new OfStages(name + ", cancelled", inWorker, ordered, Pipeline::cancel));
                all.add(new OfStages(
                        name + ", output cancelled",
                        inWorker,
                        ordered,
                        pipeline -> pipeline.output().cancel()));
            }
            all.add(new OfForwarder("merge", inWorker, true, result -> {}));
            all.add(new OfForwarder("merge, cancelled", inWorker, true, Receiver::cancel));
            all.add(new OfForwarder("tee", inWorker, false, result -> {}));
            all.add(new OfForwarder("tee, cancelled", inWorker, false, Receiver::cancel));
        }
        return all;
    }

    /** What ends it. */
    private interface Ending<P> {
        void of(P part) throws Exception;
    }

    private static final class OfStages extends WorkScenario {

        private final Actors actors = new Actors();
        private final boolean ordered;
        private final Ending<Pipeline<Integer, Integer>> ending;
        private Pipeline<Integer, Integer> pipeline;

        OfStages(String name, boolean inWorker, boolean ordered, Ending<Pipeline<Integer, Integer>> ending) {
            super(name, inWorker);
            this.ordered = ordered;
            this.ending = ending;
        }

        private Integer pass(Integer message) {
            try {
                FaultPoint.callsOut("transform");
            } catch (RuntimeException e) {
                arrived.add(message);
                throw e;
            }
            return message;
        }

        @Override
        protected void run() throws Exception {
            var builder = Pipeline.<Integer>from(threads())
                    .capacity(2)
                    .onUndelivered(message -> undelivered((Integer) message));
            pipeline = (ordered
                            ? builder.mapOrdered("first", 2, this::pass)
                            : builder.<Integer>map("first", 2, this::pass))
                    .map("second", 1, message -> message)
                    .start();
            Receiver<Integer> output = pipeline.output();
            actors.run("receiver", () -> receiveAll(output, arrived));
            try {
                for (int message = 1; message <= MESSAGES; message++) {
                    pipeline.input().send(message);
                    accepted.add(message);
                }
            } catch (ChannelClosedException e) {
                // it has failed
            }
            ending.of(pipeline);
            pipeline.awaitTermination(FOREVER);
        }

        @Override
        protected void end(Throwable thrown) throws Exception {
            if (pipeline == null) {
                return;
            }
            pipeline.close();
            actors.close();
            if (!pipeline.output().isClosedForReceive()) {
                throw new AssertionError("the output is open");
            }
        }
    }

    private static void receiveAll(Receiver<Integer> from, List<Integer> to) throws InterruptedException {
        try {
            Integer message;
            while ((message = from.receiveOrNull()) != null) {
                to.add(message);
            }
        } catch (ChannelClosedException e) {
            // with a cause
        }
    }

    /** A merge of two or a tee into two. A message of a tee arrives in one copy at least: the other may be cancelled first. */
    private static final class OfForwarder extends WorkScenario {

        private final Actors actors = new Actors();
        private final boolean merges;
        private final Ending<Receiver<Integer>> ending;
        private final AtomicBoolean started = new AtomicBoolean();
        private final List<Receiver<Integer>> results = new ArrayList<>();
        private final Channel<Integer> first = source();
        private final Channel<Integer> second = source();

        OfForwarder(String name, boolean inWorker, boolean merges, Ending<Receiver<Integer>> ending) {
            super(name, inWorker);
            this.merges = merges;
            this.ending = ending;
        }

        private Channel<Integer> source() {
            return Channel.<Integer>builder()
                    .capacity(8)
                    .onUndelivered((message, reason) -> undelivered(message))
                    .build();
        }

        private void sendAll(Channel<Integer> to, int from) throws InterruptedException {
            for (int message = from; message < from + MESSAGES; message++) {
                to.send(message);
                accepted.add(message);
            }
        }

        @Override
        protected boolean mayRepeat() {
            return !merges; // once per copy
        }

        @Override
        protected void run() throws Exception {
            sendAll(first, 1);
            if (merges) {
                sendAll(second, 100);
                results.add(Pipeline.merge(threads(), 1, List.of(first, second), this::undelivered));
            } else {
                results.addAll(Pipeline.tee(threads(), 1, first, 2, this::undelivered));
            }
            started.set(true);
            for (Receiver<Integer> result : results) {
                actors.run("receiver", () -> receiveAll(result, arrived));
            }
            for (Receiver<Integer> result : results) {
                ending.of(result);
            }
            first.close();
            second.close();
        }

        @Override
        protected void end(Throwable thrown) throws Exception {
            first.close();
            second.close();
            if (thrown != null) { // perhaps before there was who receives
                results.forEach(Receiver::cancel);
            }
            actors.close();
            if (!started.get()) {
                first.cancel();
                second.cancel();
            }
        }
    }
}
