package io.millrace.work;

import io.millrace.Broadcast;
import io.millrace.Channel;
import io.millrace.Lagging;
import io.millrace.Receiver;
import io.millrace.Sender;
import io.millrace.offheap.Codec;
import io.millrace.offheap.Ring;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** What a user may give workers to receive from; each holds at least 64 messages. */
enum SourceKind {
    BOUNDED(() -> of(Channel.bounded(64))),
    UNBOUNDED(() -> of(Channel.unbounded())),
    ONE_TO_ONE(() -> of(Channel.<Integer>builder()
            .capacity(64)
            .singleConsumer()
            .singleProducer()
            .build())),
    BY_KEY(() -> of(Channel.conflatingBy(message -> message))),
    HANDLE(() -> {
        Channel<Integer> channel = Channel.bounded(64);
        return new Ends(channel, channel.attachReceiver());
    }),
    SUBSCRIPTION(() -> {
        Broadcast<Integer> broadcast = Broadcast.of(64);
        return new Ends(broadcast, broadcast.subscribe(Lagging.HOLD));
    }),
    LATE_SUBSCRIPTION(() -> {
        Broadcast<Integer> broadcast = Broadcast.of(64);
        return new Ends(broadcast, broadcast.subscribeFromOldest(Lagging.DROP));
    }),
    CODEC(() -> of(ring()));

    /** Both ends. */
    record Ends(Sender<Integer> sender, Receiver<Integer> receiver) {}

    private final Supplier<Ends> opener;

    SourceKind(Supplier<Ends> opener) {
        this.opener = opener;
    }

    Ends open() {
        return opener.get();
    }

    /** Whether a failure of the receiver reaches its senders. */
    boolean failsSenders() {
        return this != SUBSCRIPTION && this != LATE_SUBSCRIPTION;
    }

    private static Ends of(Channel<Integer> channel) {
        return new Ends(channel, channel);
    }

    private static Channel<Integer> ring() {
        return Ring.builder().capacity(1 << 14).build().channel(new Numbers());
    }

    /** Refuses to decode negative numbers. */
    static class Numbers implements Codec<Integer> {

        @Override
        public int maxLength() {
            return Integer.BYTES;
        }

        @Override
        public int length(Integer message) {
            return Integer.BYTES;
        }

        @Override
        public void encode(Integer message, MutableDirectBuffer buffer, int offset) {
            buffer.putInt(offset, message);
        }

        @Override
        public Integer decode(int type, DirectBuffer buffer, int offset, int length) {
            int number = buffer.getInt(offset);
            if (number < 0) {
                throw new IllegalArgumentException("cannot decode " + number);
            }
            return number;
        }
    }
}
