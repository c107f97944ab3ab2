package io.millrace.faults;

import io.millrace.offheap.Codec;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A codec that can be made to throw in each of its methods. A message that it cannot decode has arrived here. */
final class ThrowingCodec implements Codec<Integer> {

    private final List<Integer> arrived;

    ThrowingCodec(List<Integer> arrived) {
        this.arrived = arrived;
    }

    @Override
    public int maxLength() {
        return RingForm.LONG;
    }

    @Override
    public int length(Integer message) {
        FaultPoint.callsOut("length");
        return RingForm.BYTES.length(message);
    }

    @Override
    public void encode(Integer message, MutableDirectBuffer buffer, int offset) {
        buffer.putLong(offset, message);
        FaultPoint.callsOut("encode");
    }

    @Override
    public Integer decode(int type, DirectBuffer buffer, int offset, int length) {
        int message = RingForm.BYTES.message(buffer, offset);
        try {
            FaultPoint.callsOut("decode");
        } catch (RuntimeException e) {
            arrived.add(message);
            throw e;
        }
        return message;
    }

    @Override
    public Integer decodeNew(int type, DirectBuffer buffer, int offset, int length) {
        FaultPoint.callsOut("decodeNew");
        return RingForm.BYTES.message(buffer, offset);
    }
}
