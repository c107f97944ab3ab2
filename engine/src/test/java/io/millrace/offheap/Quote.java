package io.millrace.offheap;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A price and a quantity, decoded in place. */
final class Quote {

    final UnsafeBuffer bytes = new UnsafeBuffer(0, 0);

    long price() {
        return bytes.getLong(0);
    }

    /** Decodes all into one quote. */
    static final class QuoteCodec implements Codec<Quote> {

        private final Quote decoded = new Quote();

        @Override
        public int maxLength() {
            return 16;
        }

        @Override
        public int length(Quote message) {
            return 16;
        }

        @Override
        public void encode(Quote message, MutableDirectBuffer buffer, int offset) {
            buffer.putBytes(offset, message.bytes, 0, 16);
        }

        @Override
        public Quote decode(int type, DirectBuffer buffer, int offset, int length) {
            decoded.bytes.wrap(buffer, offset, length);
            return decoded;
        }
    }
}
