package io.millrace.exchange.itch;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads ITCH 5.0 messages from a stream, one at a time. A message is given out only when all of its bytes are there and
 * its type and length agree, so that nobody sees half of one.
 *
 * <p>Each message follows a two-byte big-endian length. Some files have zero there; the size of the type is used then.
 * A stream that begins with the two magic bytes of gzip is unpacked on the way.
 */
public final class ItchReader implements Closeable {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int PREFIX = 2;
    private static final int BUFFER = 1 << 16;

    private final String name;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private long base;
    private int limit;
    private int body;
    private int end;
    private MessageType type;
    private long messages;
    private boolean hasTrueLengths;

    /**
     * Makes a reader of what has no name.
     *
     * @param source the bytes, plain or gzip; closed with the reader
     * @throws IOException if the first bytes cannot be read
     */
    public ItchReader(InputStream source) throws IOException {
        this(source, "ITCH input");
    }

    /**
     * Makes a reader.
     *
     * @param source the bytes, plain or gzip; closed with the reader
     * @param name what the input is, for messages
     * @throws IOException if the first bytes cannot be read
     */
    public ItchReader(InputStream source, String name) throws IOException {
        this.name = name;
        BufferedInputStream peek = new BufferedInputStream(source, BUFFER);
        peek.mark(PREFIX);
        int first = peek.read();
        int second = peek.read();
        peek.reset();
        if (first == 0x1f && second == 0x8b) {
            try {
                this.in = new GZIPInputStream(peek, BUFFER);
            } catch (EOFException | ZipException e) {
                throw new ItchFormatException(name, 0, 1, "the gzip header is damaged: " + e.getMessage(), e);
            }
        } else {
            this.in = peek;
        }
    }

    /**
     * Goes on to the next message.
     *
     * @return false at the end of the input
     * @throws ItchFormatException if the input is truncated, or what comes is no ITCH 5.0 message
     * @throws IOException if the source fails
     */
    public boolean next() throws IOException {
        int available = require(PREFIX + 1);
        if (available == 0 && messages > 0) {
            return false;
        }
        if (available < PREFIX) {
            throw wrong(end, "the input ends after " + available + " bytes, expected a two-byte length and a message");
        }
        int length = (short) SHORT.get(buffer, end) & 0xffff;
        if (available == PREFIX) {
            if (length == 0 && hasTrueLengths) {
                return false; // the marker at the end of a file
            }
            throw wrong(end, "the input ends after the length " + length + ", expected a message");
        }
        MessageType found = MessageType.of(buffer[end + PREFIX]);
        if (found == null && length == 0 && hasTrueLengths) {
            throw wrong(
                    end,
                    "the end marker of a day, a length of 0, is followed by more, expected the end of the input; "
                            + "give one day at a time");
        }
        if (found == null) {
            int code = buffer[end + PREFIX] & 0xff;
            String shown = code > ' ' && code < 127
                    ? "'" + (char) code + "' (0x" + Integer.toHexString(code) + ")"
                    : "0x" + Integer.toHexString(code);
            throw wrong(end + PREFIX, "the message type is " + shown + ", expected one of " + MessageType.codes());
        }
        if (length != 0 && length != found.size()) {
            throw wrong(
                    end, "the length of " + label(found) + " is " + length + ", expected " + found.size() + " (or 0)");
        }
        available = require(PREFIX + found.size());
        if (available < PREFIX + found.size()) {
            throw wrong(
                    end,
                    "the input ends after " + (available - PREFIX) + " bytes of " + label(found) + ", expected "
                            + found.size());
        }
        hasTrueLengths |= length != 0;
        type = found;
        body = end + PREFIX;
        end = body + found.size();
        messages++;
        return true;
    }

    /** The type of the current message. */
    public MessageType type() {
        return type;
    }

    /** How many bytes have been read as whole messages, with their prefixes. */
    public long bytes() {
        return base + end;
    }

    /** How many messages have been read. */
    public long messages() {
        return messages;
    }

    /** Returns the byte at that place of the current body. */
    public byte int8(int at) {
        return buffer[body + at];
    }

    /** Returns the unsigned two-byte number at that place of the current body. */
    public int uint16(int at) {
        return (short) SHORT.get(buffer, body + at) & 0xffff;
    }

    /**
     * Returns the four-byte number at that place of the current body; unsigned in ITCH, so above 2<sup>31</sup> it is
     * negative.
     */
    public int int32(int at) {
        return (int) INT.get(buffer, body + at);
    }

    /** Returns the six-byte number at that place of the current body. */
    public long uint48(int at) {
        return (long) uint16(at) << 32 | int32(at + 2) & 0xffff_ffffL;
    }

    /** Returns the eight-byte number at that place of the current body. */
    public long int64(int at) {
        return (long) LONG.get(buffer, body + at);
    }

    /** Copies the current body to {@code target}, from its start, and returns the size. */
    public int copyBody(byte[] target) {
        System.arraycopy(buffer, body, target, 0, end - body);
        return end - body;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /**
     * Gets {@code count} bytes behind {@code end} into the buffer, as far as the input has them, and returns how many
     * are there.
     */
    private int require(int count) throws IOException {
        if (limit - end >= count) {
            return count;
        }
        System.arraycopy(buffer, end, buffer, 0, limit - end);
        base += end;
        limit -= end;
        body -= end;
        end = 0;
        while (limit < count) {
            int read;
            try {
                read = in.read(buffer, limit, buffer.length - limit);
            } catch (EOFException | ZipException e) {
                String problem = "the gzip data is truncated or damaged: " + e.getMessage();
                throw new ItchFormatException(name, base + limit, messages + 1, problem, e);
            } catch (IOException e) {
                throw new IOException(name + " cannot be read at byte " + (base + limit) + ": " + e.getMessage(), e);
            }
            if (read < 0) {
                break;
            }
            limit += read;
        }
        return Math.min(limit, count);
    }

    private ItchFormatException wrong(int at, String problem) {
        return new ItchFormatException(name, base + at, messages + 1, problem, null);
    }

    private static String label(MessageType type) {
        return "'" + type.code() + "' (" + type.label() + ")";
    }
}
