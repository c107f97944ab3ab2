package io.millrace.exchange.itch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes ITCH 5.0 messages with true length prefixes. Only the types a generated day has. */
public final class ItchWriter {

    private static final int PREFIX = 2;

    private final OutputStream out;
    private final byte[] bytes = new byte[64];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes);
    private long messages;

    /** Makes a writer onto a stream, which it neither flushes nor closes. */
    public ItchWriter(OutputStream out) {
        this.out = out;
    }

    /** How many messages have been written. */
    public long messages() {
        return messages;
    }

    /** S: the market's day goes on to the next phase. */
    public void systemEvent(long time, char event) throws IOException {
        begin(MessageType.SYSTEM_EVENT, 0, time).put((byte) event);
        end();
    }

    /** R: a stock that is traded today. */
    public void directory(long time, int locate, String stock) throws IOException {
        text(begin(MessageType.STOCK_DIRECTORY, locate, time), stock, 8)
                .put((byte) 'Q')
                .put((byte) 'N')
                .putInt(100);
        text(buffer.put((byte) 'N').put((byte) 'C'), "Z", 2);
        text(buffer, "PNN1N", 5).putInt(0).put((byte) 'N');
        end();
    }

    /** H: trading in a stock starts or stops. */
    public void tradingAction(long time, int locate, String stock, char state) throws IOException {
        text(begin(MessageType.TRADING_ACTION, locate, time), stock, 8)
                .put((byte) state)
                .put((byte) ' ');
        text(buffer, "", 4);
        end();
    }

    /** Y: whether a stock may be sold short. */
    public void regSho(long time, int locate, String stock) throws IOException {
        text(begin(MessageType.REG_SHO, locate, time), stock, 8).put((byte) '0');
        end();
    }

    /** A, or F if {@code participant} is not null: a new order. */
    public void add(long time, int locate, long ref, char side, int shares, String stock, int price, String participant)
            throws IOException {
        begin(participant == null ? MessageType.ADD_ORDER : MessageType.ADD_ORDER_MPID, locate, time);
        text(buffer.putLong(ref).put((byte) side).putInt(shares), stock, 8).putInt(price);
        if (participant != null) {
            text(buffer, participant, 4);
        }
        end();
    }

    /** E: a part of an order, or all of it, is executed at its price. */
    public void executed(long time, int locate, long ref, int shares, long match) throws IOException {
        begin(MessageType.ORDER_EXECUTED, locate, time)
                .putLong(ref)
                .putInt(shares)
                .putLong(match);
        end();
    }

    /** C: as E, with the price. */
    public void executedWithPrice(long time, int locate, long ref, int shares, long match, int price)
            throws IOException {
        begin(MessageType.ORDER_EXECUTED_PRICE, locate, time)
                .putLong(ref)
                .putInt(shares)
                .putLong(match);
        buffer.put((byte) 'Y').putInt(price);
        end();
    }

    /** X: an order loses some shares and keeps its place. */
    public void cancel(long time, int locate, long ref, int shares) throws IOException {
        begin(MessageType.ORDER_CANCEL, locate, time).putLong(ref).putInt(shares);
        end();
    }

    /** D: an order is gone. */
    public void delete(long time, int locate, long ref) throws IOException {
        begin(MessageType.ORDER_DELETE, locate, time).putLong(ref);
        end();
    }

    /** U: an order is gone and a new one on the same side stands at the end of its queue. */
    public void replace(long time, int locate, long ref, long newRef, int shares, int price) throws IOException {
        begin(MessageType.ORDER_REPLACE, locate, time)
                .putLong(ref)
                .putLong(newRef)
                .putInt(shares)
                .putInt(price);
        end();
    }

    /** P: a trade against an order that was never shown. */
    public void trade(long time, int locate, char side, int shares, String stock, int price, long match)
            throws IOException {
        begin(MessageType.TRADE, locate, time).putLong(0).put((byte) side).putInt(shares);
        text(buffer, stock, 8).putInt(price).putLong(match);
        end();
    }

    private ByteBuffer begin(MessageType type, int locate, long time) {
        buffer.clear();
        buffer.putShort((short) type.size())
                .put((byte) type.code())
                .putShort((short) locate)
                .putShort((short) 0);
        return buffer.putShort((short) (time >>> 32)).putInt((int) time);
    }

    private void end() throws IOException {
        int size = buffer.getShort(0);
        if (buffer.position() != PREFIX + size) {
            throw new IllegalStateException("type " + (char) bytes[PREFIX] + " has " + (buffer.position() - PREFIX)
                    + " bytes, expected " + size);
        }
        out.write(bytes, 0, buffer.position());
        messages++;
    }

    private static ByteBuffer text(ByteBuffer buffer, String text, int width) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < width; i++) {
            buffer.put(i < ascii.length ? ascii[i] : (byte) ' ');
        }
        return buffer;
    }
}
