package io.millrace.internal.offheap.shared;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The first bytes of the file: they say that it is a ring, and which. Written once, before any other process can see
 * the file.
 *
 * <pre>
 *    0  magic, 8 bytes          24  lanes, int            40  inode of the lock file, long
 *    8  version, int            28  lane capacity, int    48  length of the lock file's name, int
 *   12  byte order mark, int    32  file length, long     52  the name, UTF-8, 255 bytes at most
 *   16  id, long                                         308  CRC32C of what is before it, int
 * </pre>
 *
 * All numbers are in the byte order of the machine.
 */
final class Header {

    static final int LENGTH = 312;
    static final int VERSION = 3;

    /** Where the id is, which no other ring has. */
    static final int ID_AT = 16;

    private static final byte[] MAGIC = "MILLRACE".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION_AT = 8;
    private static final int ORDER_AT = 12;
    private static final int ORDER_MARK = 0x01020304;
    private static final int LANES_AT = 24;
    private static final int CAPACITY_AT = 28;
    private static final int FILE_LENGTH_AT = 32;
    private static final int INODE_AT = 40;
    private static final int NAME_LENGTH_AT = 48;
    private static final int NAME_AT = 52;
    private static final int NAME_MAX = 255;
    private static final int CHECKSUM_AT = 308;

    /** Ids leave room for the places of a ring, each of which is a byte of the lock file behind the id. */
    private static final long ID_MASK = 0x3fff_ffff_ffff_f000L;

    private Header() {}

    /**
     * What a header says.
     *
     * @param layout where things lie
     * @param id tells the ring from all others
     * @param lockName the name of the lock file, beside the ring
     * @param lockInode its number in the file system
     */
    record Content(Layout layout, long id, String lockName, long lockInode) {}

    /** An id for a new ring. */
    static long newId() {
        return new SecureRandom().nextLong() & ID_MASK;
    }

    static ByteBuffer write(Content content) {
        Layout layout = content.layout();
        byte[] name = content.lockName().getBytes(StandardCharsets.UTF_8);
        if (name.length > NAME_MAX) {
            throw new Unusable("the name '" + content.lockName() + "' is too long");
        }
        if (hasControls(content.lockName())) {
            throw new Unusable("the name '" + text(name) + "' has control characters");
        }
        ByteBuffer header = ByteBuffer.allocate(LENGTH).order(ByteOrder.nativeOrder());
        header.put(0, MAGIC)
                .putInt(VERSION_AT, VERSION)
                .putInt(ORDER_AT, ORDER_MARK)
                .putLong(ID_AT, content.id())
                .putInt(LANES_AT, layout.lanes())
                .putInt(CAPACITY_AT, layout.laneCapacity())
                .putLong(FILE_LENGTH_AT, layout.length())
                .putLong(INODE_AT, content.lockInode())
                .putInt(NAME_LENGTH_AT, name.length)
                .put(NAME_AT, name);
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
     * @throws Unusable if it is not that of a ring that this process can use
     */
    static Content read(ByteBuffer header, long fileLength) {
        header.order(ByteOrder.nativeOrder());
        byte[] magic = new byte[Math.min(MAGIC.length, header.limit())];
        header.get(0, magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new Unusable("it begins with '" + text(magic) + "', a ring with '" + text(MAGIC) + "'");
        }
        if (header.limit() < LENGTH) {
            throw new Unusable("it has " + fileLength + " bytes (its file length is " + fileLength
                    + "), the header of a ring alone has " + LENGTH);
        }
        require("byte order mark", header.getInt(ORDER_AT), ORDER_MARK);
        require("version", header.getInt(VERSION_AT), VERSION);
        require("checksum of the header", header.getInt(CHECKSUM_AT), checksum(header));
        Layout layout = layout(header.getInt(LANES_AT), header.getInt(CAPACITY_AT));
        require("file length in the header", header.getLong(FILE_LENGTH_AT), layout.length());
        require("file length", fileLength, layout.length());
        long id = header.getLong(ID_AT);
        require("id", id, id & ID_MASK);
        return new Content(layout, id, lockName(header), header.getLong(INODE_AT));
    }

    private static String lockName(ByteBuffer header) {
        int length = header.getInt(NAME_LENGTH_AT);
        byte[] name = new byte[Math.max(0, Math.min(length, NAME_MAX))];
        header.get(NAME_AT, name);
        String text = new String(name, StandardCharsets.UTF_8);
        if (length != name.length || text.isEmpty() || text.indexOf('/') >= 0 || hasControls(text)) {
            throw new Unusable("its lock file has the name '" + text(name) + "'");
        }
        return text;
    }

    /** Such a name would be printed with the messages. */
    private static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
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
