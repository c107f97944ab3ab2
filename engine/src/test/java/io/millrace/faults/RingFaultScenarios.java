package io.millrace.faults;

import static io.millrace.faults.RingScenario.CAPACITY;
import static io.millrace.faults.RingScenario.SENT;

import io.millrace.Channel;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.Sender;
import io.millrace.faults.RingScenario.Operation;
import io.millrace.faults.RingScenario.Partner;
import io.millrace.offheap.Lease;
import io.millrace.offheap.Ring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.ControlledMessageHandler.Action;

/** The operations of a ring of bytes and of its views, each with the ledger that must hold whatever was thrown into it. */
public final class RingFaultScenarios {

    private static final Duration MOMENT = Duration.ofMillis(1);

    private RingFaultScenarios() {}

    /** Makes all of them afresh. Called through reflection, from outside of the loader. */
    public static List<FaultScenario> all() {
        List<FaultScenario> all = new ArrayList<>();
        for (RingRoles roles : RingRoles.values()) {
            raw(all, roles);
            claims(all, roles);
            numbers(all, roles);
            coded(all, roles);
            ends(all, roles);
        }
        return all;
    }

    /** Cancels a ring one of whose sends broke off after its claim. Returns what was undelivered. Called through reflection. */
    public static List<Integer> cancelledWithAnOrphan(String roles, boolean asChannel) {
        List<Integer> undelivered = new ArrayList<>();
        RingForm form = RingForm.BYTES;
        Ring ring = RingRoles.valueOf(roles)
                .of(Ring.builder().capacity(CAPACITY).name("ring"))
                .onUndelivered((type, buffer, offset, length, reason) -> undelivered.add(form.message(buffer, offset)))
                .build();
        Channel<Integer> channel = ring.channel(new ThrowingCodec(undelivered));
        channel.trySend(1);
        FaultPoint.atEntry("SendSide.fill", () -> {
            throw new InternalError("as intended");
        });
        try {
            channel.trySend(2);
            throw new AssertionError("the send was to break off");
        } catch (InternalError e) {
            channel.trySend(3);
        }
        try {
            if (asChannel) {
                channel.cancel();
            } else {
                ring.cancel();
            }
            throw new AssertionError("the cancel names no orphan");
        } catch (IllegalStateException e) {
            if (!channel.isClosedForReceive() || !e.getMessage().contains("1 sends")) {
                throw e;
            }
        }
        return undelivered;
    }

    /**
     * Cancels a ring with a send that broke off behind a lease that is not over. Returns what was undelivered after the cancel, and after the
     * commit. Called through reflection.
     */
    public static List<List<Integer>> cancelledWithAnOrphanBehindALease(String roles) throws Exception {
        List<Integer> undelivered = new ArrayList<>();
        RingForm form = RingForm.BYTES;
        Ring ring = RingRoles.valueOf(roles)
                .of(Ring.builder().capacity(CAPACITY).name("ring"))
                .onUndelivered((type, buffer, offset, length, reason) -> undelivered.add(form.message(buffer, offset)))
                .build();
        ring.trySend(1, form.bytes(1), 0, form.length(1));
        Lease lease = ring.claim(1, form.length(2));
        FaultPoint.atEntry("SendSide.fill", () -> {
            throw new InternalError("as intended");
        });
        try {
            ring.trySend(1, form.bytes(3), 0, form.length(3));
            throw new AssertionError("the send was to break off");
        } catch (InternalError e) {
            ring.trySend(1, form.bytes(4), 0, form.length(4));
        }
        ring.cancel();
        List<Integer> afterCancel = List.copyOf(undelivered);
        lease.buffer().putBytes(0, form.bytes(2), 0, form.length(2));
        try {
            lease.commit();
            throw new AssertionError("the commit names no orphan");
        } catch (IllegalStateException e) {
            if (!e.getMessage().contains("1 sends")) {
                throw e;
            }
        }
        return List.of(afterCancel, List.copyOf(undelivered));
    }

    private static void add(List<FaultScenario> all, RingRoles roles, RingForm form, String name, Operation body) {
        all.add(new RingScenario(roles, form, name, body, Partner.NONE));
    }

    private static void raw(List<FaultScenario> all, RingRoles roles) {
        RingForm form = RingForm.BYTES;
        add(all, roles, form, "trySend", of -> of.trySend(SENT));
        add(all, roles, form, "trySend of a long one", of -> of.trySend(SENT + 1));
        add(all, roles, form, "timed trySend", of -> {
            of.ring.trySend(1, form.bytes(SENT), 0, form.length(SENT), MOMENT);
        });
        add(all, roles, form, "tryReceive", of -> of.ring.tryReceive(of.handler, 2));
        add(all, roles, form, "timed tryReceive", of -> of.ring.tryReceive(of.handler, 2, MOMENT));
        add(all, roles, form, "receive", of -> of.ring.receive(of.handler, 10));
        add(all, roles, form, "forEach", of -> {
            of.ring.close();
            of.ring.forEach(of.handler);
        });
        if (roles.singleConsumer()) {
            add(all, roles, form, "receiveControlled", of -> {
                of.ring.receiveControlled(
                        (type, buffer, offset, length) -> {
                            of.handler.onMessage(type, buffer, offset, length);
                            return Action.COMMIT;
                        },
                        2);
                of.ring.tryReceiveControlled((type, buffer, offset, length) -> Action.ABORT, 2);
            });
        }
        all.add(new RingScenario(
                roles,
                form,
                "send that waits",
                of -> of.ring.send(1, form.bytes(SENT), 0, form.length(SENT)),
                Partner.RECEIVES));
        all.add(new RingScenario(
                roles, form, "receive that waits", of -> of.ring.receive(of.handler, 1), Partner.SENDS));
        add(all, roles, form, "views", of -> {
            of.ring.pendingClaims();
            of.ring.stats();
            of.ring.isFull();
            of.ring.size();
            of.ring.toString();
        });
    }

    private static void claims(List<FaultScenario> all, RingRoles roles) {
        RingForm form = RingForm.BYTES;
        add(all, roles, form, "claim, commit", of -> {
            try (Lease lease = of.keep(of.ring.claim(1, form.length(SENT)))) {
                of.fillAndCommit(lease);
            }
        });
        add(all, roles, form, "tryClaim, commit, receive", of -> {
            try (Lease lease = of.keep(of.ring.tryClaim(1, form.length(SENT)))) {
                of.trySend(SENT + 1);
                of.fillAndCommit(lease);
            }
            of.ring.tryReceive(of.handler, 10);
        });
        add(all, roles, form, "tryClaim, abort", of -> {
            try (Lease lease = of.keep(of.ring.tryClaim(1, form.length(SENT), MOMENT))) {
                of.ring.pendingClaims();
                lease.abort();
            }
        });
        add(all, roles, form, "claim, close", of -> {
            of.keep(of.ring.claim(1, form.length(SENT))).close();
        });
        add(all, roles, form, "claim, close of the ring, commit", of -> {
            try (Lease lease = of.keep(of.ring.claim(1, form.length(SENT)))) {
                of.ring.close();
                of.fillAndCommit(lease);
            }
        });
        add(all, roles, form, "claim, cancel, commit", of -> {
            try (Lease lease = of.keep(of.ring.claim(1, form.length(SENT)))) {
                of.trySend(SENT + 1);
                of.cancel();
                of.fillAndCommit(lease);
            }
        });
        add(all, roles, form, "claim, cancel, abort", of -> {
            try (Lease lease = of.keep(of.ring.claim(1, form.length(SENT)))) {
                of.trySend(SENT + 1);
                of.cancel();
                lease.abort();
            }
        });
        add(all, roles, form, "claim that fails", of -> {
            while (of.trySend(of.next)) {
                of.next++;
            }
            of.keep(of.ring.tryClaim(1, 300));
        });
        all.add(new RingScenario(
                roles,
                form,
                "claim that waits",
                of -> {
                    try (Lease lease = of.keep(of.ring.claim(1, form.length(SENT)))) {
                        of.fillAndCommit(lease);
                    }
                },
                Partner.RECEIVES));
    }

    private static void numbers(List<FaultScenario> all, RingRoles roles) {
        add(all, roles, RingForm.LONGS, "longs", of -> {
            of.ring.longs().trySend(SENT);
            of.ring.longs().trySend(SENT + 1, MOMENT);
            of.ring.longs().send(SENT + 2);
            of.ring.longs().tryReceive(of::got);
            of.ring.longs().tryReceive(of::got, MOMENT);
            of.ring.longs().drain(of::got, 2);
            of.ring.longs().close();
            of.ring.longs().forEach(of::got);
        });
        add(
                all,
                roles,
                RingForm.LONGS,
                "receive of a long",
                of -> of.got(of.ring.longs().receive()));
        all.add(new RingScenario(
                roles,
                RingForm.LONGS,
                "send of a long that waits",
                of -> of.ring.longs().send(SENT),
                Partner.RECEIVES));
        all.add(new RingScenario(
                roles,
                RingForm.LONGS,
                "receive of a long that waits",
                of -> of.got(of.ring.longs().receive()),
                Partner.SENDS));
        add(all, roles, RingForm.DOUBLES, "doubles", of -> {
            of.ring.doubles().trySend(SENT);
            of.ring.doubles().trySend(SENT + 1, MOMENT);
            of.ring.doubles().send(SENT + 2);
            of.ring.doubles().tryReceive(of::got);
            of.ring.doubles().tryReceive(of::got, MOMENT);
            of.ring.doubles().drain(of::got, 2);
            of.ring.doubles().close();
            of.ring.doubles().forEach(of::got);
        });
    }

    private static void coded(List<FaultScenario> all, RingRoles roles) {
        RingForm form = RingForm.BYTES;
        add(all, roles, form, "channel trySend", of -> of.channel.trySend(SENT));
        add(all, roles, form, "channel timed trySend", of -> of.channel.trySend(SENT + 1, 1, TimeUnit.MILLISECONDS));
        add(all, roles, form, "channel trySendAll", of -> {
            of.channel.trySendAll(new Integer[] {SENT, SENT + 1, SENT + 2}, 0, 3);
        });
        add(all, roles, form, "channel sendAll", of -> of.channel.sendAll(List.of(SENT, SENT + 1, SENT + 2)));
        add(all, roles, form, "channel tryReceive", of -> of.keep(of.channel.tryReceive()));
        add(all, roles, form, "channel timed tryReceive", of -> of.keep(of.channel.tryReceive(MOMENT)));
        add(all, roles, form, "channel drain", of -> of.channel.drain(of::got, 2));
        add(all, roles, form, "channel receiveBatch", of -> of.channel.receiveBatch(of::got, 2));
        add(all, roles, form, "channel iterator", of -> {
            of.channel.close();
            Iterator<Integer> messages = of.channel.iterator();
            while (messages.hasNext()) {
                of.keep(messages.next());
            }
        });
        add(all, roles, form, "channel queue", of -> {
            BlockingQueue<Integer> queue = of.channel.asBlockingQueue();
            queue.peek();
            for (Integer seen : queue) {
                queue.contains(seen);
            }
            queue.remove(10);
            of.keep(queue.poll());
        });
        add(all, roles, form, "channel handles", of -> {
            try (Sender<Integer> sender = of.channel.attachSender();
                    Receiver<Integer> receiver = of.channel.attachReceiver()) {
                sender.trySend(SENT);
                of.keep(receiver.tryReceive());
            }
        });
        add(all, roles, form, "channel select", of -> {
            Select select = Select.fair();
            int in = select.onReceive(of.channel);
            int[] next = {SENT};
            select.onSend(of.channel, () -> {
                FaultPoint.callsOut("supplier");
                return next[0]++;
            });
            for (int i = 0; i < 4; i++) {
                if (select.poll() == in) {
                    of.keep(select.received(of.channel));
                }
            }
        });
        if (!roles.singleConsumer()) {
            add(all, roles, form, "channel receiveAsync", of -> {
                of.channel.receiveAsync(Runnable::run).thenAccept(of::got);
                of.channel.trySend(SENT);
            });
        }
        add(all, roles, form, "channel cancel", of -> of.channel.cancel());
        all.add(new RingScenario(
                roles, form, "channel send that waits", of -> of.channel.send(SENT), Partner.RECEIVES));
        all.add(new RingScenario(
                roles, form, "channel receive that waits", of -> of.keep(of.channel.receive()), Partner.SENDS));
    }

    private static void ends(List<FaultScenario> all, RingRoles roles) {
        RingForm form = RingForm.BYTES;
        add(all, roles, form, "close", of -> of.ring.close());
        add(all, roles, form, "close with a cause", of -> of.ring.close(new Exception("cause")));
        add(all, roles, form, "cancel", of -> of.ring.cancel());
        add(all, roles, form, "cancel with a cause", of -> of.ring.cancel(new Exception("cause")));
    }
}
