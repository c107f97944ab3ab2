package io.millrace.bench.suite.offheap;

import io.millrace.bench.suite.harness.Flags;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A message there over one ring, and back over another from a thread that waits for it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsPrepend = Flags.EXPORTS,
        jvmArgsAppend = {Flags.LEAST_HEAP, Flags.MOST_HEAP, Flags.COLLECTOR})
@Warmup(iterations = 6, time = 80, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 80, timeUnit = TimeUnit.MILLISECONDS)
public class RoundTrip {

    /** Name of a {@link io.millrace.bench.suite.Peer}. */
    @Param("Millrace ring told its roles (spins then parks)")
    public String peer;

    /** Bytes of a message, 8 or more. */
    @Param("32")
    public int length;

    /** Bytes of a ring. */
    @Param("65536")
    public int capacity;

    private ByteHandoff there;
    private ByteHandoff back;
    private UnsafeBuffer bytes;
    private UnsafeBuffer echo;
    private final MessageHandler toEcho = (type, buffer, index, size) -> echo.putBytes(0, buffer, index, size);
    private final MessageHandler accept = (type, buffer, index, size) -> returned = buffer.getLong(index);
    private Thread echoer;
    private long sent;
    private long returned;

    /** Makes the benchmark, for JMH. */
    public RoundTrip() {}

    /** Starts the thread on the other side. */
    @Setup
    public void open() {
        there = ByteHandoffs.open(peer, 1, capacity);
        back = ByteHandoffs.open(peer, 1, capacity);
        bytes = new UnsafeBuffer(new byte[length]);
        echo = new UnsafeBuffer(new byte[length]);
        echoer = new Thread(this::echoAll, "echo");
        echoer.setDaemon(true);
        echoer.start();
    }

    private void echoAll() {
        try {
            while (true) {
                there.receive(toEcho, 1);
                back.send(echo, length);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One round trip. */
    @Benchmark
    public long run() throws InterruptedException {
        sent++;
        bytes.putLong(0, sent);
        there.send(bytes, length);
        back.receive(accept, 1);
        if (returned != sent) {
            throw new IllegalStateException("returned was " + returned + ", sent was " + sent);
        }
        return returned;
    }

    /** Ends the thread on the other side. */
    @TearDown
    public void close() throws InterruptedException {
        echoer.interrupt();
        echoer.join(TimeUnit.MINUTES.toMillis(1));
    }
}
