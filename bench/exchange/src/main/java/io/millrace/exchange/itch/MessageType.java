package io.millrace.exchange.itch;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The message types of NASDAQ TotalView-ITCH 5.0, each with its code and the size of its body in bytes. */
public enum MessageType {
    SYSTEM_EVENT('S', 12, "system event"),
    STOCK_DIRECTORY('R', 39, "stock directory"),
    TRADING_ACTION('H', 25, "stock trading action"),
    REG_SHO('Y', 20, "short sale restriction"),
    PARTICIPANT_POSITION('L', 26, "market participant position"),
    MWCB_LEVELS('V', 35, "circuit breaker levels"),
    MWCB_STATUS('W', 12, "circuit breaker status"),
    IPO_QUOTATION('K', 28, "IPO quoting period"),
    AUCTION_COLLAR('J', 35, "auction collar"),
    OPERATIONAL_HALT('h', 21, "operational halt"),
    ADD_ORDER('A', 36, "add order"),
    ADD_ORDER_MPID('F', 40, "add order with participant"),
    ORDER_EXECUTED('E', 31, "order executed"),
    ORDER_EXECUTED_PRICE('C', 36, "order executed with price"),
    ORDER_CANCEL('X', 23, "order cancelled in part"),
    ORDER_DELETE('D', 19, "order deleted"),
    ORDER_REPLACE('U', 35, "order replaced"),
    TRADE('P', 44, "trade outside the book"),
    CROSS_TRADE('Q', 40, "cross trade"),
    BROKEN_TRADE('B', 19, "broken trade"),
    IMBALANCE('I', 50, "order imbalance"),
    RETAIL_INTEREST('N', 20, "retail interest"),
    DIRECT_LISTING('O', 48, "direct listing price");

    /** How many types there are; the length of a table of counts by {@link #ordinal()}. */
    public static final int COUNT = values().length;

    private static final MessageType[] BY_CODE = new MessageType[128];

    static {
        for (MessageType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final char code;
    private final int size;
    private final String label;

    MessageType(char code, int size, String label) {
        this.code = code;
        this.size = size;
        this.label = label;
    }

    /** Returns the type with that code, or null if ITCH 5.0 has none. */
    public static MessageType of(byte code) {
        return code < 0 ? null : BY_CODE[code];
    }

    /** Returns all codes, for error messages. */
    public static String codes() {
        return Arrays.stream(values()).map(type -> String.valueOf(type.code)).collect(Collectors.joining(" "));
    }

    /** The byte that names the type. */
    public char code() {
        return code;
    }

    /** The size of the body in bytes, without the two-byte length prefix. */
    public int size() {
        return size;
    }

    /** What the message says, in words. */
    public String label() {
        return label;
    }
}
