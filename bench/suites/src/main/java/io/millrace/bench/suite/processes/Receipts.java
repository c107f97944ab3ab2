package io.millrace.bench.suite.processes;

import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** A mapped page in which the remote side tells that it is ready and how many messages it has received. */
final class Receipts implements AutoCloseable {

    private static final String NAME = "receipts";
    private static final int SIZE = 4096;
    private static final int READY = 0;
    private static final int RECEIVED = 1024;

    private final MappedByteBuffer file;
    private final UnsafeBuffer page;

    private Receipts(MappedByteBuffer file) {
        this.file = file;
        this.page = new UnsafeBuffer(file);
    }

    static Receipts open(Side side, Path folder) {
        Path file = folder.resolve(NAME);
        return new Receipts(
                side == Side.LOCAL
                        ? IoUtil.mapNewFile(file.toFile(), SIZE)
                        : IoUtil.mapExistingFile(file.toFile(), NAME));
    }

    /** The remote side's. */
    void ready() {
        page.putLongRelease(READY, 1);
    }

    boolean isReady() {
        return page.getLongVolatile(READY) != 0;
    }

    /** The remote side's: what it has received since it began. */
    void received(long count) {
        page.putLongRelease(RECEIVED, count);
    }

    long received() {
        return page.getLongVolatile(RECEIVED);
    }

    @Override
    public void close() {
        IoUtil.unmap(file);
    }
}
