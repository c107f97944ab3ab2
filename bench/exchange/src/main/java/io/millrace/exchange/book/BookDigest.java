package io.millrace.exchange.book;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A digest of resting orders in canonical order: books by the number of their stock, bids before asks, best price
 * first, oldest order first. Two sets of books have the same digest if every order stands in the same place with the
 * same shares.
 */
public final class BookDigest {

    private static final int ENTRY = Integer.BYTES + 1 + Integer.BYTES + Long.BYTES + Integer.BYTES;

    private final MessageDigest digest;
    private final ByteBuffer entry = ByteBuffer.allocate(ENTRY);
    private long orders;
    private long shares;

    /** Makes the digest of no orders. */
    public BookDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Adds the next order. */
    public void add(int locate, boolean bid, int price, long reference, int left) {
        entry.clear();
        entry.putInt(locate)
                .put((byte) (bid ? 'B' : 'S'))
                .putInt(price)
                .putLong(reference)
                .putInt(left);
        digest.update(entry.array());
        orders++;
        shares += left;
    }

    /** How many orders were added. */
    public long orders() {
        return orders;
    }

    /** How many shares they have. */
    public long shares() {
        return shares;
    }

    /** Returns the digest in hexadecimal and starts again. */
    public String finish() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
