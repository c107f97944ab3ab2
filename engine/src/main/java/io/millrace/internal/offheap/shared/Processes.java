package io.millrace.internal.offheap.shared;

import io.millrace.offheap.SharedRingState.OwnerState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Processes as owners. An owner is one word: the pid below, and above it 31 bits that differ between processes that had the same pid:
 * when it started, and in which boot of the machine. 0 is nobody.
 *
 * <p>On Linux the start is counted in ticks since the boot: the time of day that the JDK computes from it changes when the clock is
 * set, and a living owner would be taken for dead.
 */
final class Processes {

    private static final Path PROC = Path.of("/proc");
    private static final boolean HAS_PROC = Files.isReadable(PROC.resolve("self/stat"));
    private static final int STATE = 0;
    private static final int THREADS = 17;
    private static final int START_TICKS = 19;
    private static final int BIRTH_MASK = 0x7fffffff;

    private static final long BOOT = boot();
    private static final long NAMESPACE = HAS_PROC ? readNamespace() : 0;
    private static final long SELF = readSelf();

    private Processes() {}

    /** This process. */
    static long self() {
        return SELF;
    }

    /** Where the pids of this process mean what they mean; 0 where there is one place only. */
    static long namespace() {
        return NAMESPACE;
    }

    static long pid(long owner) {
        return owner & 0xffffffffL;
    }

    static boolean isGone(long owner) {
        return look(owner) == OwnerState.GONE;
    }

    /** What has become of an owner. GONE is certain: not one of its instructions will still be executed. */
    static OwnerState look(long owner) {
        if (owner == 0) {
            return OwnerState.NONE;
        }
        return HAS_PROC ? lookInProc(owner) : lookByHandle(owner);
    }

    private static OwnerState lookInProc(long owner) {
        long pid = pid(owner);
        String[] stat = stat(pid);
        if (stat == null) {
            return Files.exists(PROC.resolve(Long.toString(pid))) ? OwnerState.ALIVE : OwnerState.GONE;
        }
        if (word(pid, Long.parseLong(stat[START_TICKS])) != owner) {
            return OwnerState.GONE;
        }
        return switch (stat[STATE]) {
            // The first thread may have ended while others are still on their way out.
            case "Z", "X", "x" -> Integer.parseInt(stat[THREADS]) > 1 ? OwnerState.ALIVE : OwnerState.GONE;
            case "T", "t" -> OwnerState.STOPPED;
            default -> OwnerState.ALIVE;
        };
    }

    private static OwnerState lookByHandle(long owner) {
        long pid = pid(owner);
        Optional<ProcessHandle> handle = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        boolean same = handle.flatMap(process -> process.info().startInstant())
                .map(start -> word(pid, start.toEpochMilli()) == owner)
                .orElse(handle.isPresent()); // one of another user may not show its start
        return same ? OwnerState.ALIVE : OwnerState.GONE;
    }

    private static long readSelf() {
        ProcessHandle self = ProcessHandle.current();
        String[] stat = HAS_PROC ? stat(self.pid()) : null;
        long start = stat != null
                ? Long.parseLong(stat[START_TICKS])
                : self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return word(self.pid(), start);
    }

    private static long word(long pid, long start) {
        return ((start ^ BOOT) & BIRTH_MASK) << 32 | pid;
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

    private static long boot() {
        try {
            return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).hashCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private static long readNamespace() {
        try {
            String name = Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString(); // pid:[4026531836]
            return Long.parseLong(name.substring(name.indexOf('[') + 1, name.indexOf(']')));
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }
}
