package io.millrace.stress;

/** A message with a plain field written just before the send: without the edge, a receiver could see it unset. */
final class Payload {

    int value;

    static Payload of(int value) {
        Payload payload = new Payload();
        payload.value = value;
        return payload;
    }

    /** The value, or 0 for no message. */
    static int valueOf(Payload payload) {
        return payload == null ? 0 : payload.value;
    }
}
