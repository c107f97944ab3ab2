package io.millrace.bench.suite.peer;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/**
 * A channel of Jox, which needs JDK 21 and so is called through constant method handles; the compiler inlines them. Jox 1.0 has
 * no operations that only try.
 *
 * @param <T> what it carries
 */
public final class JoxHandoff<T> extends Handoff<T> {

    private static final MethodHandle SEND = Jox.channelMethod("send", MethodType.methodType(void.class, Object.class));
    private static final MethodHandle RECEIVE = Jox.channelMethod("receive", MethodType.methodType(Object.class));

    private final Object channel;

    public JoxHandoff(Object channel) {
        this.channel = channel;
    }

    public Object channel() {
        return channel;
    }

    @Override
    public void send(T message) throws InterruptedException {
        try {
            SEND.invokeExact(channel, (Object) message);
        } catch (Throwable e) {
            throw Jox.unchecked(e);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public T receive() throws InterruptedException {
        try {
            return (T) (Object) RECEIVE.invokeExact(channel);
        } catch (Throwable e) {
            throw Jox.unchecked(e);
        }
    }

    @Override
    public boolean trySend(T message) {
        throw new UnsupportedOperationException("Jox 1.0 has no try");
    }

    @Override
    public T tryReceive() {
        throw new UnsupportedOperationException("Jox 1.0 has no try");
    }
}
