package io.millrace.internal.select;

import io.millrace.Receiver;
import io.millrace.Sender;
import io.millrace.ThreadRoleException;
import io.millrace.internal.terms.SoleThread;

/**
 * The check of a part of this library before it sends or receives in threads of its own: a role that was promised to
 * one thread is refused to several, and to one while another has it. So the part fails when it is made, and not message
 * by message.
 */
public final class Roles {

    /** Several threads, or an unknown number. */
    public static final int SEVERAL = Integer.MAX_VALUE;

    private Roles() {}

    /**
     * Throws if the part cannot receive there.
     *
     * @param part its name, for the message
     * @param threads how many threads of it receive
     * @throws ThreadRoleException if the receiver was promised a single consumer, and there are several or another has
     *     the role
     */
    public static void requireConsumer(Receiver<?> receiver, String part, int threads) {
        SoleThread consumer = receiver instanceof ReceiveSource<?> source ? source.consumer() : null;
        if (consumer != null) {
            consumer.requireFor(receiver, part, threads);
        }
    }

    /**
     * Throws if the part cannot send there.
     *
     * @param part its name, for the message
     * @param threads how many threads of it send
     * @throws ThreadRoleException if the sender was promised a single producer, and there are several or another has
     *     the role
     */
    public static void requireProducer(Sender<?> sender, String part, int threads) {
        SoleThread producer = sender instanceof SendTarget<?> target ? target.producer() : null;
        if (producer != null) {
            producer.requireFor(sender, part, threads);
        }
    }
}
