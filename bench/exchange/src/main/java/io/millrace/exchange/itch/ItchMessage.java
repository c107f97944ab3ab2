package io.millrace.exchange.itch;

import java.nio.charset.StandardCharsets;

/**
 * One decoded ITCH message. The fields a type does not have are 0. Not final, so that a pipeline can carry its own
 * marks in the same object: one small object per message is all that is allocated.
 */
public class ItchMessage {

    /** The number of the stock, valid for one day. */
    public final int locate;

    /** Nanoseconds since midnight. */
    public final long timestamp;

    /** The order the message is about. */
    public final long reference;

    /** The order that replaces it. */
    public final long newReference;

    /** The name of the stock, eight bytes of ASCII, of those types that carry it. */
    public final long stock;

    /** Added, executed, cancelled or new shares; negative if above 2<sup>31</sup>, which no check lets through. */
    public final int shares;

    /** The price in 1/10000 dollar; negative if above 2<sup>31</sup>, which no check lets through. */
    public final int price;

    /** {@code B} to buy, {@code S} to sell, 0 if the type has no side. */
    public final byte side;

    /** What kind of message it is. */
    public final MessageType type;

    /** Decodes the current message of a reader. */
    public ItchMessage(ItchReader in) {
        type = in.type();
        locate = in.uint16(1);
        timestamp = in.uint48(5);
        switch (type) {
            case ADD_ORDER, ADD_ORDER_MPID, TRADE -> {
                reference = in.int64(11);
                newReference = 0;
                side = in.int8(19);
                shares = in.int32(20);
                stock = in.int64(24);
                price = in.int32(32);
            }
            case ORDER_EXECUTED, ORDER_CANCEL -> {
                reference = in.int64(11);
                newReference = 0;
                side = 0;
                shares = in.int32(19);
                stock = 0;
                price = 0;
            }
            case ORDER_EXECUTED_PRICE -> {
                reference = in.int64(11);
                newReference = 0;
                side = 0;
                shares = in.int32(19);
                stock = 0;
                price = in.int32(32);
            }
            case ORDER_REPLACE -> {
                reference = in.int64(11);
                newReference = in.int64(19);
                side = 0;
                shares = in.int32(27);
                stock = 0;
                price = in.int32(31);
            }
            default -> {
                reference = type == MessageType.ORDER_DELETE ? in.int64(11) : 0;
                newReference = 0;
                side = 0;
                shares = 0;
                stock = type == MessageType.STOCK_DIRECTORY ? in.int64(11) : 0;
                price = 0;
            }
        }
    }

    /** Whether it has a side that exists, at least one share and a price above zero, where its type has them. */
    public boolean isAllowed() {
        return switch (type) {
            case ADD_ORDER, ADD_ORDER_MPID -> (side == 'B' || side == 'S') && shares > 0 && price > 0;
            case ORDER_REPLACE -> shares > 0 && price > 0;
            case ORDER_EXECUTED, ORDER_EXECUTED_PRICE, ORDER_CANCEL -> shares > 0;
            default -> true;
        };
    }

    /** Turns the eight bytes of a stock's name into text. */
    public static String stockName(long stock) {
        byte[] ascii = new byte[Long.BYTES];
        for (int i = 0; i < ascii.length; i++) {
            ascii[i] = (byte) (stock >>> 56 - 8 * i);
        }
        return new String(ascii, StandardCharsets.US_ASCII).trim();
    }
}
