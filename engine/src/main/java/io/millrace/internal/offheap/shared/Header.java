package io.millrace.internal.offheap.shared;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The first bytes of the file: they say that it is a ring, and which. Written once, before anybody else can see the file.
 *
 * <pre>
 *    0  magic, 8 bytes          24  lanes, int            40  pid namespace, long
 *    8  version, int            28  lane capacity, int    48  CRC32C of what is before it, int
 *   12  byte order mark, int    32  file length, long
 * </pre>
 *
 * All numbers are in the byte order of the machine.
 */
final class Header {

    static final int LENGTH = 52;
    static final int VERSION = 1;

    private static final byte[] MAGIC = "MILLRACE".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION_AT = 8;
    private static final int ORDER_AT = 12;
    private static final int ORDER_MARK = 0x01020304;
    private static final int RESERVED_AT = 16;
    private static final int LANES_AT = 24;
    private static final int CAPACITY_AT = 28;
    private static final int FILE_LENGTH_AT = 32;
    private static final int NAMESPACE_AT = 40;
    private static final int CHECKSUM_AT = 48;

    private Header() {}

    static ByteBuffer write(Layout layout, long namespace) {
        ByteBuffer header = ByteBuffer.allocate(LENGTH).order(ByteOrder.nativeOrder());
        header.put(0, MAGIC)
                .putInt(VERSION_AT, VERSION)
                .putInt(ORDER_AT, ORDER_MARK)
                .putLong(RESERVED_AT, 0)
                .putInt(LANES_AT, layout.lanes())
                .putInt(CAPACITY_AT, layout.laneCapacity())
                .putLong(FILE_LENGTH_AT, layout.length())
                .putLong(NAMESPACE_AT, namespace);
        return header.putInt(CHECKSUM_AT, checksum(header));
    }

    private static int checksum(ByteBuffer header) {
        CRC32C checksum = new CRC32C();
        checksum.update(header.duplicate().position(0).limit(CHECKSUM_AT));
        return (int) checksum.getValue();
    }

    /**
     * Reads a header.
     *
     * @param header {@link #LENGTH} bytes, or fewer if the file has no more
     * @param fileLength how long the file is
     * @param namespace that of this process
     * @throws Unusable if it is not that of a ring that this process can use
     */
    static Layout read(ByteBuffer header, long fileLength, long namespace) {
        header.order(ByteOrder.nativeOrder());
        byte[] magic = new byte[Math.min(MAGIC.length, header.limit())];
        header.get(0, magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new Unusable("it begins with '" + text(magic) + "', a ring with '" + text(MAGIC) + "'");
        }
        if (header.limit() < LENGTH) {
            throw new Unusable("it has " + fileLength + " bytes, the header of a ring alone has " + LENGTH);
        }
        require("byte order mark", header.getInt(ORDER_AT), ORDER_MARK);
        require("version", header.getInt(VERSION_AT), VERSION);
        require("checksum of the header", header.getInt(CHECKSUM_AT), checksum(header));
        require("reserved word", header.getLong(RESERVED_AT), 0);
        Layout layout = layout(header.getInt(LANES_AT), header.getInt(CAPACITY_AT));
        require("file length in the header", header.getLong(FILE_LENGTH_AT), layout.length());
        require("file length", fileLength, layout.length());
        if (header.getLong(NAMESPACE_AT) != namespace) {
            throw new Unusable("it was made in pid namespace " + header.getLong(NAMESPACE_AT) + ", this process is in "
                    + namespace + ", where it cannot tell whether the owners live");
        }
        return layout;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "?");
    }

    private static Layout layout(int lanes, int laneCapacity) {
        try {
            return new Layout(lanes, laneCapacity);
        } catch (IllegalArgumentException e) {
            throw new Unusable(e.getMessage());
        }
    }

    private static void require(String what, long found, long allowed) {
        if (found != allowed) {
            throw new Unusable("its " + what + " is " + found + " (0x" + Long.toHexString(found) + "), allowed is "
                    + allowed + " (0x" + Long.toHexString(allowed) + ")");
        }
    }

    /** Why a file is not a ring for this process. */
    static final class Unusable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message, null, false, false);
        }
    }
}
