package io.millrace;

import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.ThreadKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Plays every scenario on virtual threads. Prints what is finished, and how often a channel pinned a carrier. */
final class OneCarrierMain {

    static final List<ChannelKind> KINDS = List.of(
            ChannelKind.bounded(1),
            ChannelKind.bounded(3).parking(),
            ChannelKind.bounded(64),
            ChannelKind.bounded(64).waiting(Waiting.spin()),
            ChannelKind.rendezvous(),
            ChannelKind.rendezvous().parking(),
            ChannelKind.rendezvous().waiting(Waiting.spin()),
            ChannelKind.unbounded(),
            ChannelKind.unbounded().segments(1).parking(),
            ChannelKind.unbounded().waiting(Waiting.spin()));

    private static final int CHAIN = 10_000;

    private final ChannelKind kind;

    private OneCarrierMain(ChannelKind kind) {
        this.kind = kind;
    }

    public static void main(String[] args) throws Exception {
        try (Recording recording = new Recording()) {
            recording
                    .enable("jdk.VirtualThreadPinned")
                    .withThreshold(Duration.ZERO)
                    .withStackTrace();
            recording.start();
            for (ChannelKind kind : KINDS) {
                new OneCarrierMain(kind).playAll();
                System.out.println("finished " + kind);
            }
            recording.stop();
            System.out.println("pinned " + countPinned(recording));
        }
    }

    /** Only events with a channel in their stack: starting the JVM may pin here and there. */
    private static long countPinned(Recording recording) throws Exception {
        Path file = Files.createTempFile("pinned", ".jfr");
        try {
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(OneCarrierMain::concernsAChannel)
                    .count();
        } finally {
            Files.delete(file);
        }
    }

    private static boolean concernsAChannel(RecordedEvent event) {
        return event.getStackTrace() != null
                && event.getStackTrace().getFrames().stream()
                        .anyMatch(frame -> frame.getMethod().getType().getName().startsWith("io.millrace.internal."));
    }

    private void playAll() {
        play(this::pingPong);
        play(this::manyToMany);
        play(this::timeouts);
        play(this::close);
        play(this::cancel);
        play(this::interrupt);
        play(this::sieve);
        play(this::selects);
        play(this::selectsWithSlowSuppliers);
        play(this::selectsWithSleepingSuppliers);
        play(this::chain);
    }

    private static void play(Scenario scenario) {
        try (Actors actors = new Actors(ThreadKind.VIRTUAL)) {
            scenario.play(actors);
        }
    }

    @FunctionalInterface
    private interface Scenario {
        void play(Actors actors);
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    private void pingPong(Actors actors) {
        Channel<Integer> ping = kind.open();
        Channel<Integer> pong = kind.open();
        actors.run("answerer", () -> {
            for (int i = 0; i < 1_000; i++) {
                pong.send(ping.receive());
            }
        });
        actors.run("server", () -> {
            for (int i = 0; i < 1_000; i++) {
                ping.send(i);
                check(pong.receive() == i, "ball " + i);
            }
        });
    }

    private void manyToMany(Actors actors) {
        Channel<Integer> channel = kind.open();
        List<Actor<Void>> senders = actors.startEach(8, "sender", number -> {
            for (int i = 0; i < 500; i++) {
                channel.send(1);
            }
            return null;
        });
        List<Actor<Integer>> receivers = actors.startEach(8, "receiver", number -> {
            int sum = 0;
            for (Integer message : channel) {
                sum += message;
            }
            return sum;
        });
        Actors.joinAll(senders);
        channel.close();
        int sum = Actors.joinAll(receivers).stream().mapToInt(i -> i).sum();
        check(sum == 4_000, "received " + sum + " of 4000");
    }

    private void timeouts(Actors actors) {
        Channel<Integer> channel = kind.open();
        actors.run("receiver", () -> {
            for (int i = 0; i < 20; i++) {
                check(channel.tryReceive(100, TimeUnit.MICROSECONDS) == null, "received from an empty channel");
            }
        });
    }

    private void close(Actors actors) {
        Channel<Integer> channel = kind.open();
        List<Actor<Integer>> receivers = actors.startEach(5, "receiver", number -> channel.receive());
        receivers.forEach(Actor::awaitBlocked);
        channel.close();
        for (Actor<Integer> receiver : receivers) {
            check(receiver.failure() instanceof ChannelClosedException, "ended with " + receiver.failure());
        }
    }

    private void cancel(Actors actors) {
        if (kind.isUnbounded()) {
            return; // no send is blocked
        }
        Channel<Integer> channel = kind.open();
        while (channel.trySend(0)) {}
        List<Actor<Void>> senders = actors.startEach(5, "sender", number -> {
            channel.send(1);
            return null;
        });
        senders.forEach(Actor::awaitBlocked);
        channel.cancel();
        for (Actor<Void> sender : senders) {
            check(sender.failure() instanceof ChannelClosedException, "ended with " + sender.failure());
        }
    }

    private void interrupt(Actors actors) {
        Channel<Integer> channel = kind.open();
        Actor<Integer> receiver = actors.start("receiver", channel::receive).awaitBlocked();
        receiver.interrupt();
        check(receiver.failure() instanceof InterruptedException, "ended with " + receiver.failure());
    }

    private void sieve(Actors actors) {
        Actor<List<Integer>> sieve = actors.start("sieve", () -> {
            List<Integer> primes = new ArrayList<>();
            Channel<Integer> candidates = kind.open();
            startNumbers(actors, candidates);
            Integer prime;
            while ((prime = candidates.receiveOrNull()) != null) {
                primes.add(prime);
                candidates = startFilter(actors, candidates, prime);
            }
            return primes;
        });
        List<Integer> primes = sieve.join();
        check(primes.size() == 95 && primes.get(94) == 499, "primes below 500 are " + primes);
    }

    private static void startNumbers(Actors actors, Channel<Integer> out) {
        actors.run("numbers", () -> {
            for (int i = 2; i < 500; i++) {
                out.send(i);
            }
            out.close();
        });
    }

    private Channel<Integer> startFilter(Actors actors, Channel<Integer> in, int prime) {
        Channel<Integer> out = kind.open();
        actors.run("filter of " + prime, () -> {
            for (Integer number : in) {
                if (number % prime != 0) {
                    out.send(number);
                }
            }
            out.close();
        });
        return out;
    }

    private void selects(Actors actors) {
        List<Channel<Integer>> channels = List.of(kind.open(), kind.open(), kind.open());
        List<Actor<Void>> senders = actors.startEach(4, "sender", number -> {
            Select select = number % 2 == 0 ? Select.fair() : Select.biased();
            channels.forEach(channel -> select.onSend(channel, () -> 1));
            for (int i = 0; i < 300; i++) {
                select.await();
            }
            return null;
        });
        List<Actor<Integer>> receivers = actors.startEach(4, "receiver", number -> {
            Select select = Select.fair().dropClosed();
            channels.forEach(select::onReceive);
            int sum = 0;
            int chosen;
            while ((chosen = select.await()) != Select.ENDED) {
                sum += select.received(channels.get(chosen));
            }
            return sum;
        });
        Actors.joinAll(senders);
        channels.forEach(Channel::close);
        int sum = Actors.joinAll(receivers).stream().mapToInt(i -> i).sum();
        check(sum == 1_200, "received " + sum + " of 1200");
    }

    /** A supplier that lets others run: they find a claimed place, and must let it go on. */
    private void selectsWithSlowSuppliers(Actors actors) {
        Channel<Integer> channel = kind.open();
        actors.run("sender", () -> {
            Select select = Select.fair();
            select.onSend(channel, () -> {
                Thread.yield();
                return 1;
            });
            for (int i = 0; i < 200; i++) {
                select.await();
            }
            channel.close();
        });
        actors.run("receiver", () -> {
            Select select = Select.fair();
            select.onReceive(channel);
            select.onReceive(kind.<Integer>open());
            int received = 0;
            while (select.poll() == Select.NONE && select.await() != 0 || !select.isClosed()) {
                received++;
            }
            check(received == 200, "received " + received + " of 200");
        });
    }

    /** Receivers yield for a sender that has claimed its place and sleeps: what wakes it puts it into another queue than theirs. */
    private void selectsWithSleepingSuppliers(Actors actors) {
        if (kind.isRendezvous()) {
            return;
        }
        Channel<Integer> channel = kind.open();
        List<Actor<Integer>> receivers = actors.startEach(3, "receiver", number -> channel.receive());
        actors.run("sender", () -> {
            for (int i = 0; i < receivers.size(); i++) {
                Select select = Select.fair();
                select.onSend(channel, () -> {
                    LockSupport.parkNanos(2_000_000);
                    return 1;
                });
                select.await();
            }
        });
        check(Actors.joinAll(receivers).equals(List.of(1, 1, 1)), "each receiver got a message");
    }

    private void chain(Actors actors) {
        if (!kind.isRendezvous() && kind.capacity() != 1) {
            return; // once is enough with a buffer
        }
        Channel<Integer> first = kind.open();
        Channel<Integer> last = first;
        for (int i = 0; i < CHAIN; i++) {
            Channel<Integer> in = last;
            Channel<Integer> out = kind.open();
            actors.run("link", () -> out.send(in.receive() + 1));
            last = out;
        }
        actors.run("start", () -> first.send(0));
        int end = actors.start("end", last::receive).join();
        check(end == CHAIN, "the chain ended with " + end);
    }
}
