package io.millrace.faults;

import io.millrace.ChannelClosedException;
import io.millrace.Select;
import io.millrace.faults.SharedScenario.Operation;
import io.millrace.faults.SharedScenario.Partner;
import io.millrace.faults.SharedScenario.Prepared;
import io.millrace.internal.park.Parker;
import io.millrace.offheap.Lease;
import io.millrace.offheap.SharedRing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The operations of a ring between processes and of its ends, each with what must hold whatever was thrown into it. */
public final class SharedScenarios {

    static final int SENT = 100;
    private static final Duration MOMENT = Duration.ofMillis(1);

    private SharedScenarios() {}

    /** Makes all of them afresh. Called through reflection, from outside of the loader. */
    public static List<FaultScenario> all() {
        Parker.system(); // waits need it now and then, and a class that has failed to initialize stays so
        List<FaultScenario> all = new ArrayList<>();
        openings(all);
        sends(all);
        claims(all);
        receives(all);
        channels(all);
        waits(all);
        ends(all);
        all.add(new MappedScenario());
        return all;
    }

    private static void add(List<FaultScenario> all, Prepared prepared, String name, Operation body) {
        all.add(new SharedScenario(prepared, name, body, Partner.NONE));
    }

    private static void add(List<FaultScenario> all, String name, Operation body) {
        add(all, Prepared.ENDS, name, body);
    }

    private static void openings(List<FaultScenario> all) {
        add(all, Prepared.NOTHING, "create", of -> of.also(of.builder().create()));
        add(
                all,
                Prepared.NOTHING,
                "open, which creates",
                of -> of.also(of.builder().open()));
        add(
                all,
                Prepared.FILE,
                "open, which attaches",
                of -> of.also(of.builder().open()));
        add(all, Prepared.FILE, "create where there is one", of -> {
            try {
                of.also(of.builder().create());
                throw new AssertionError("created again");
            } catch (IllegalStateException e) {
                // as it should
            }
        });
        add(all, Prepared.FILE, "open with another layout", of -> {
            try {
                of.also(of.builder().lanes(5).open());
                throw new AssertionError("opened with another layout");
            } catch (IllegalStateException e) {
                // as it should
            }
        });
        add(all, Prepared.FILE, "attach", of -> of.also(SharedRing.attach(of.file)));
        add(all, Prepared.FILE, "look", of -> SharedRing.look(of.file));
        add(all, Prepared.RING, "attach a second time", of -> of.also(SharedRing.attach(of.file)));
        add(all, Prepared.RING, "openSender", of -> of.sender = of.ring.openSender());
        add(all, Prepared.RING, "openReceiver", of -> of.receiver = of.ring.openReceiver());
        add(all, "a second sender", of -> of.alsoCloses(of.ring.openSender()));
        add(all, "a sender too many", of -> {
            of.alsoCloses(of.ring.openSender());
            try {
                of.alsoCloses(of.ring.openSender());
                throw new AssertionError("more senders than lanes");
            } catch (IllegalStateException e) {
                // as it should
            }
        });
        add(all, "a receiver too many", of -> {
            try {
                of.alsoCloses(of.ring.openReceiver());
                throw new AssertionError("two receivers");
            } catch (IllegalStateException e) {
                // as it should
            }
        });
        add(all, "channels", of -> {
            of.sender.channel(new ThrowingCodec(of.arrived));
            of.receiver.channel(new ThrowingCodec(of.arrived));
        });
    }

    private static void sends(List<FaultScenario> all) {
        add(all, "trySend", of -> of.trySend(SENT));
        add(all, "send", of -> of.sender.send(1, RingForm.BYTES.bytes(SENT), 0, 8));
        add(all, "timed trySend", of -> of.sender.trySend(1, RingForm.BYTES.bytes(SENT), 0, 8, MOMENT));
        add(all, "trySend until full", of -> {
            while (of.trySend(of.next)) {
                of.next++;
            }
            of.sender.trySend(1, RingForm.BYTES.bytes(1), 0, 8, MOMENT);
        });
        add(all, "views", of -> {
            of.ring.state();
            of.ring.isShutdown();
            of.ring.shutdownReason();
            of.ring.force();
            of.ring.toString();
            of.sender.toString();
            of.receiver.toString();
            of.in.stats();
            of.out.stats();
            of.in.size();
            of.out.size();
            of.in.isFull();
            of.in.closeCause();
            of.out.closeCause();
        });
    }

    private static void claims(List<FaultScenario> all) {
        add(all, "claim, commit", of -> {
            try (Lease claimed = of.keep(of.sender.claim(1, 8))) {
                of.fillAndCommit(claimed, SENT);
            }
        });
        add(all, "tryClaim, abort", of -> {
            try (Lease claimed = of.keep(of.sender.tryClaim(1, 8))) {
                claimed.abort();
            }
        });
        add(
                all,
                "timed tryClaim, close",
                of -> of.keep(of.sender.tryClaim(1, 8, MOMENT)).close());
        add(all, "claim, close of the sender", of -> {
            of.keep(of.sender.claim(1, 8));
            of.sender.close();
        });
        add(all, "claim, shutdown, commit", of -> {
            try (Lease claimed = of.keep(of.sender.claim(1, 8))) {
                of.ring.shutdown("reason");
                of.fillAndCommit(claimed, SENT);
                throw new AssertionError("sent after the shutdown");
            } catch (ChannelClosedException e) {
                // as it should
            }
        });
    }

    private static void receives(List<FaultScenario> all) {
        add(all, "tryReceive", of -> of.receiver.tryReceive(of.handler, 2));
        add(all, "timed tryReceive", of -> of.receiver.tryReceive(of.handler, 2, MOMENT));
        add(all, "receive", of -> of.receiver.receive(of.handler, 10));
        add(all, "receive nothing", of -> {
            of.receiver.receive(of.handler, 10);
            of.receiver.tryReceive(of.handler, 10, MOMENT);
        });
        add(all, "receive until drained", of -> {
            of.ring.shutdown();
            of.receiver.receive(of.handler, 10);
            try {
                of.receiver.receive(of.handler, 10);
                throw new AssertionError("received from a drained ring");
            } catch (ChannelClosedException e) {
                // as it should
            }
        });
        add(all, "cancel", of -> {
            of.discardsSilently();
            of.receiver.cancel();
        });
        add(
                all,
                "cancel with a handler",
                of -> of.receiver.cancel((type, buffer, offset, length, reason) -> {
                    of.got(of.number(buffer, offset));
                }));
    }

    private static void channels(List<FaultScenario> all) {
        add(all, "channel trySend", of -> of.in.trySend(SENT));
        add(all, "channel timed trySend", of -> of.in.trySend(SENT, MOMENT));
        add(all, "channel send", of -> of.in.send(SENT));
        add(all, "channel trySendAll", of -> of.in.trySendAll(new Integer[] {SENT, SENT + 1, SENT + 2}, 0, 3));
        add(all, "channel sendAll", of -> of.in.sendAll(List.of(SENT, SENT + 1, SENT + 2)));
        add(all, "channel tryReceive", of -> of.take(of.out.tryReceive()));
        add(all, "channel timed tryReceive", of -> of.take(of.out.tryReceive(MOMENT)));
        add(all, "channel receive", of -> of.take(of.out.receive()));
        add(all, "channel drain", of -> of.out.drain(of::got, 2));
        add(all, "channel receiveBatch", of -> of.out.receiveBatch(of::got, 2));
        add(all, "channel iterator", of -> {
            of.in.close();
            Iterator<Integer> messages = of.out.iterator();
            while (messages.hasNext()) {
                of.take(messages.next());
            }
        });
        add(
                all,
                "channel receiveAsync",
                of -> of.out.receiveAsync(Runnable::run).thenAccept(of::got).join());
        add(all, "channel select", of -> {
            Select select = Select.fair();
            int received = select.onReceive(of.out);
            int[] next = {SENT};
            select.onSend(of.in, () -> {
                FaultPoint.callsOut("supplier");
                return next[0]++;
            });
            for (int i = 0; i < 4; i++) {
                if (select.poll() == received) {
                    of.take(select.received(of.out));
                }
            }
        });
        add(all, "channel close with a cause", of -> of.in.close(new Exception("cause")));
        add(all, "channel cancel", of -> {
            of.discardsSilently();
            of.out.cancel();
        });
    }

    private static void waits(List<FaultScenario> all) {
        all.add(new SharedScenario(
                Prepared.FULL,
                "send that waits",
                of -> of.sender.send(1, RingForm.BYTES.bytes(SENT), 0, 8),
                Partner.RECEIVES));
        all.add(new SharedScenario(Prepared.FULL, "channel send that waits", of -> of.in.send(SENT), Partner.RECEIVES));
        all.add(new SharedScenario(
                Prepared.FULL, "claim that waits", of -> of.keep(of.sender.claim(1, 8)), Partner.RECEIVES));
        all.add(new SharedScenario(
                Prepared.EMPTY, "receive that waits", of -> of.receiver.receive(of.handler, 1), Partner.SENDS));
        all.add(new SharedScenario(
                Prepared.EMPTY, "channel receive that waits", of -> of.take(of.out.receive()), Partner.SENDS));
        all.add(new SharedScenario(
                Prepared.EMPTY,
                "select that waits",
                of -> {
                    Select select = Select.fair();
                    select.onReceive(of.out);
                    select.await();
                    of.take(select.received(of.out));
                },
                Partner.SENDS));
    }

    private static void ends(List<FaultScenario> all) {
        add(all, "fence", of -> of.ring.fence(0, of.sender.epoch()));
        add(all, "fence, trySend", of -> {
            of.ring.fence(0, of.sender.epoch());
            try {
                of.trySend(SENT);
                throw new AssertionError("a fenced sender sends");
            } catch (ChannelClosedException e) {
                // as it should
            }
        });
        add(all, "shutdown", of -> of.ring.shutdown());
        add(all, "shutdown for a reason", of -> of.ring.shutdown("reason"));
        add(all, "close of the sender", of -> of.sender.close());
        add(all, "close of the receiver", of -> of.receiver.close());
        add(all, "close", of -> of.ring.close());
        add(all, Prepared.RING, "close without ends", of -> of.ring.close());
    }
}
