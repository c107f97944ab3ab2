package io.millrace.internal.offheap.shared;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.AtomicBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Processes as owners, for display: nothing is decided by these. An owner is one word: the pid below, and above it 31
 * bits of when it started, as far as {@code /proc} tells. 0 is no process.
 */
final class Processes {

    private static final Path PROC = Path.of("/proc");
    private static final int STATE = 0;
    private static final int START_TICKS = 19;
    private static final int BIRTH_MASK = 0x7fffffff;

    private static final long SELF = readSelf();

    private Processes() {}

    /** This process. */
    static long self() {
        return SELF;
    }

    static long pid(long owner) {
        return owner & 0xffffffffL;
    }

    /** Whether a process seems to be stopped by a signal or a debugger. False also where that cannot be seen. */
    static boolean isStopped(long owner) {
        String[] stat = stat(pid(owner));
        return stat != null
                && word(pid(owner), Long.parseLong(stat[START_TICKS])) == owner
                && stat[STATE].equalsIgnoreCase("T");
    }

    private static long readSelf() {
        long pid = ProcessHandle.current().pid();
        String[] stat = stat(pid);
        return word(pid, stat == null ? 0 : Long.parseLong(stat[START_TICKS]));
    }

    private static long word(long pid, long start) {
        return (start & BIRTH_MASK) << 32 | pid;
    }

    /** The fields of the status from the state on: the name before it may contain anything. */
    private static String @Nullable [] stat(long pid) {
        try {
            byte[] bytes = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve("stat"));
            String stat = new String(bytes, StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ");
            return fields.length > START_TICKS ? fields : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** What a process owns, a lane or the receiving end of a ring, and the words that concern its owner. */
    abstract static class Owned {

        /**
         * Written by any thread that has locked its place, volatile: when it takes it, and back to no owner. Carries
         * OWNER.
         */
        private static final int OWNER_AT = 0;

        /**
         * Written by the owner once, when it has taken it; read by any thread that looks. Volatile to be whole; orders
         * nothing.
         */
        private static final int EPOCH_AT = 8;

        /**
         * Written by the owner now and then; read by any thread that looks from outside. Volatile to be whole; orders
         * nothing.
         */
        private static final int HEARTBEAT_AT = 16;

        final AtomicBuffer memory;
        private final int wordsAt;

        /** @param wordsAt where the words of the owner begin in the memory */
        Owned(AtomicBuffer memory, int wordsAt) {
            this.memory = memory;
            this.wordsAt = wordsAt;
        }

        final long owner() {
            return memory.getLongVolatile(wordsAt + OWNER_AT); // acquire OWNER <- setOwner
        }

        /** Only by the thread that has locked its place. */
        final void setOwner(long owner) {
            memory.putLongVolatile(wordsAt + OWNER_AT, owner); // release OWNER -> owner
        }

        final long epoch() {
            return memory.getLongVolatile(wordsAt + EPOCH_AT);
        }

        final void nextEpoch() {
            memory.putLongVolatile(wordsAt + EPOCH_AT, epoch() + 1);
        }

        final long heartbeat() {
            return memory.getLongVolatile(wordsAt + HEARTBEAT_AT);
        }

        final void beat(long epochMillis) {
            memory.putLongVolatile(wordsAt + HEARTBEAT_AT, epochMillis);
        }
    }
}
