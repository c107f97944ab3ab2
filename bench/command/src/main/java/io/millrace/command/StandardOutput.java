package io.millrace.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * Standard output that does not lose its failures, as a {@link PrintStream} does. A reader that has gone, as {@code head} does, ends the
 * process quietly.
 */
final class StandardOutput extends OutputStream {

    /** What a shell reports of a process that SIGPIPE ended. */
    static final int READER_GONE = 141;

    private final OutputStream target;
    private final Runnable readerGone;
    private volatile IOException failure;

    StandardOutput(OutputStream target, Runnable readerGone) {
        this.target = target;
        this.readerGone = readerGone;
    }

    /** Puts itself in the place of {@link System#out}. */
    static StandardOutput install() {
        StandardOutput output = new StandardOutput(
                new FileOutputStream(FileDescriptor.out),
                () -> Runtime.getRuntime().halt(READER_GONE));
        String encoding = System.getProperty("stdout.encoding"); // from JDK 19 on
        Charset charset = encoding == null ? Charset.defaultCharset() : Charset.forName(encoding);
        System.setOut(new PrintStream(output, true, charset));
        return output;
    }

    /** The first failure, or null. */
    IOException failure() {
        return failure;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        if (failure != null) {
            return;
        }
        try {
            target.write(bytes, from, count);
        } catch (IOException e) {
            failure = e;
            if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
                readerGone.run();
            }
        }
    }
}
