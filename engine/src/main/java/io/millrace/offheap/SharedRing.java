package io.millrace.offheap;

import io.millrace.Waiting;
import io.millrace.internal.offheap.Agrona;
import io.millrace.internal.offheap.shared.MappedRing;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A ring of byte messages between processes on one machine: a file that each of them has mapped. This is the handle of
 * one process.
 *
 * <pre>{@code
 * try (SharedRing ring = SharedRing.builder(file).lanes(4).open(); // or attaches, if the file is there
 *         SharedSender sender = ring.openSender();
 *         SharedReceiver receiver = ring.openReceiver()) { // in another process, as a rule
 *     sender.send(TRADE, trade, 0, 8);
 *     receiver.receive((type, buffer, index, length) -> booked.add(buffer.getLong(index)), 10);
 * }
 * }</pre>
 *
 * <p>The ring has a fixed number of lanes. Each {@link #openSender() sender} owns one, and the one {@link
 * #openReceiver() receiver} goes round all of them. The messages of one sender come out in the order in which they were
 * sent; those of different senders in any order. A process that is stopped or killed in the middle of a send holds up
 * nobody.
 *
 * <p>What survives what:
 *
 * <ul>
 *   <li>A process that is killed at any instruction, by SIGKILL too: every message that was committed is there, whole,
 *   and nothing of one that was not. The lane of a dead sender goes to the next that asks, which goes on behind its
 *   messages. <li>The receiver's death: the next receiver goes on where it had given room back. Messages that were
 *   handed to a handler by a call that had not returned are delivered again. Otherwise each is delivered once. <li>A
 *   stopped sender (SIGSTOP, a debugger) that is to be replaced: {@link #fence} takes its lane away. When it wakes, its
 *   next operation throws, and no message is changed. <li>Loss of power, or a crash of the operating system: only what
 *   was in the file at the last {@link #force()}, and only if nobody has sent or received since; do not rely on more.
 *   <li>Another program that cuts the file off while it is in use: this handle, and nothing that is in the ring. Every
 *   operation that meets it, or waits, ends with a {@link io.millrace.ChannelClosedException} whose cause is the {@link
 *   InternalError} by which the JVM reports it, and so do all later ones, without touching the memory; {@link #close()}
 *   works. The JVM reports late: until then, some tenth of a second of sending and receiving at most, an operation may
 *   return without having done anything, a handler may get bytes that nobody has sent, and the error may come out of
 *   the code behind an operation or of that which reads or writes a message in place. HotSpot cannot step over every
 *   instruction, and then it ends: not over the interpreter's compare-and-set, if the cut falls between it and the look
 *   that every operation takes right before; and not over some in compiled handlers, one that widens an int to a long
 *   as it reads it for example. <li>Another program that overwrites the file while it is in use: not at all.
 * </ul>
 *
 * <p>That an owner lives is proved by the operating system: it has locked a byte of a file beside the ring, {@code
 * .name.lock}, and whatever ends the process frees it. Nothing is concluded from pids, times or {@code /proc}. If the
 * locks cannot be had, because that file was deleted or replaced or the file system has no locks, nobody's place is
 * taken over. No program may open and close that file in a process that uses the ring: by the rules of POSIX that frees
 * the locks.
 *
 * <p>Files are for their owner only, unless {@link SharedRingBuilder#permissions} says otherwise; files and folders of
 * others, or that others can write to, and symbolic links are refused. If the file is deleted, renamed or replaced,
 * those that have it open notice within some tenths of a second, two seconds at most, when they send, receive or wait,
 * and shut the ring down: what is in it is received, then ends get a {@link io.millrace.ChannelClosedException} whose
 * cause says what has become of the file.
 *
 * <p>Waiting: one process cannot unpark a thread of another, so threads that wait spin for some microseconds, yield,
 * then nap, 8 µs at first and up to 1 ms. A wait that has lasted notices a message one nap and the scheduler's delay
 * later, and costs up to a thousand short looks a second. How a sender or receiver waits is said when it is opened, for
 * it alone: {@link Waiting#adaptive()} as described, {@link Waiting#spin()} never naps, {@link Waiting#park()} naps at
 * once. A {@link io.millrace.Select} always naps in the end.
 *
 * <p>Any thread may call any method; senders and receivers are for one thread at a time. After {@link #close()} every
 * method of this handle, and of the senders and receivers opened by it, throws {@link IllegalStateException}; memory is
 * unmapped only when no operation is at work in it.
 *
 * @since 0.1
 */
public interface SharedRing extends AutoCloseable {

    /**
     * Returns a builder of a ring in a file.
     *
     * @param path where the file is or will be; its folder must exist and allow hard links
     * @return a new builder
     * @throws IllegalStateException if Agrona or the JVM flag that it needs is missing; the message contains the flag
     */
    static SharedRingBuilder builder(Path path) {
        Agrona.require();
        return new SharedRingBuilder(path);
    }

    /**
     * Attaches to the ring in a file, whatever its size, as {@link SharedRingBuilder#attach} does with what is set at
     * first.
     *
     * @param path where the file is
     * @return a handle
     * @throws IllegalStateException if the file is no ring, is damaged, was cut off or made by another version or on
     *     another kind of machine; or Agrona or the JVM flag that it needs is missing
     * @throws java.io.UncheckedIOException if there is no such file, or it cannot be read, written or mapped
     */
    static SharedRing attach(Path path) {
        return builder(path).attach();
    }

    /**
     * Looks at the ring in a file, which takes permission to read it and nothing more, whatever its owner. Changes
     * nothing in it.
     *
     * @param path where the file is
     * @return a snapshot
     * @throws IllegalStateException as {@link #attach}
     * @throws java.io.UncheckedIOException if there is no such file, or it cannot be read or mapped
     */
    static SharedRingState look(Path path) {
        Agrona.require();
        return MappedRing.look(path);
    }

    /**
     * Returns the file.
     *
     * @return its path, as it was given
     */
    Path path();

    /**
     * Returns the number of lanes.
     *
     * @return how many senders there can be at a time
     */
    int lanes();

    /**
     * Returns the size of a lane.
     *
     * @return how many bytes each lane holds, headers of 8 bytes and padding to multiples of 8 included; 8 of them
     *     stay free
     */
    int laneCapacity();

    /**
     * As {@link #openSender(Waiting)}, with {@link Waiting#adaptive()}.
     *
     * @return a sender, for one thread at a time
     * @throws IllegalStateException if all lanes have living owners; the message lists them; or the operating system
     *     does not say whether they live, and why
     * @throws io.millrace.ChannelClosedException if the ring is shut down
     */
    default SharedSender openSender() {
        return openSender(Waiting.adaptive());
    }

    /**
     * Takes a lane that nobody owns or whose owner is dead.
     *
     * @param waiting how a thread waits for room, in this process
     * @return a sender, for one thread at a time
     * @throws IllegalStateException if all lanes have living owners; the message lists them; or the operating system
     *     does not say whether they live, and why
     * @throws io.millrace.ChannelClosedException if the ring is shut down
     */
    SharedSender openSender(Waiting waiting);

    /**
     * As {@link #openReceiver(Waiting)}, with {@link Waiting#adaptive()}.
     *
     * @return the receiver, for one thread at a time
     * @throws IllegalStateException if there is a living receiver; the message names its process. A stopped one lives.
     *     Or if the operating system does not say whether it lives, and why
     */
    default SharedReceiver openReceiver() {
        return openReceiver(Waiting.adaptive());
    }

    /**
     * Takes the place of the receiver, if nobody has it or its owner is dead.
     *
     * @param waiting how a thread waits for messages, in this process
     * @return the receiver, for one thread at a time
     * @throws IllegalStateException if there is a living receiver; the message names its process. A stopped one lives.
     *     Or if the operating system does not say whether it lives, and why
     */
    SharedReceiver openReceiver(Waiting waiting);

    /**
     * Takes a lane away from its owner, at once and whether or not it is stopped. What it has committed will be
     * received; every later operation of the owner on it throws {@link io.millrace.ChannelClosedException}, also one
     * that is in the middle now. Nobody gets the lane until the owner has closed its sender or its process is gone. A
     * later owner is not touched, whenever it has come.
     *
     * @param lane the number of the lane, 0 to {@link #lanes()} - 1
     * @param epoch which owner, as {@link SharedRingState.Owner#epoch()} said
     * @return false if that one does not own it any more, and nothing was done
     * @throws IndexOutOfBoundsException if there is no such lane
     */
    boolean fence(int lane, long epoch);

    /**
     * Closes the ring for all processes: no lane takes messages any more, from one point in time on for each. What was
     * committed before can still be received. A second call changes nothing.
     */
    void shutdown();

    /**
     * As {@link #shutdown()}, with a reason that every process gets as the cause of its exceptions. The first reason
     * stays.
     *
     * @param reason why; characters that make up to 2048 bytes of UTF-8 are kept. If the process dies while it does
     *     this, the reason is there as a whole or not at all.
     */
    void shutdown(String reason);

    /**
     * Returns whether the ring is shut down.
     *
     * @return true from the first {@link #shutdown()} by any process on
     */
    boolean isShutdown();

    /**
     * Returns why the ring was shut down.
     *
     * @return the reason, null if it is not shut down or none was given
     */
    @Nullable String shutdownReason();

    /**
     * Returns what can be seen of the ring now: its owners, positions and counters. The parts are read one after the
     * other.
     *
     * @return a snapshot
     */
    SharedRingState state();

    /**
     * Writes what is in memory to the storage of the file and waits until it is there.
     *
     * @throws java.io.UncheckedIOException if that fails
     */
    void force();

    /**
     * Closes this handle and the senders and receivers opened by it; the ring stays. An operation that waits throws,
     * one that is at work completes. A second call changes nothing.
     */
    @Override
    void close();
}
