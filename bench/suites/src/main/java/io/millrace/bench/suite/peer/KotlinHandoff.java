package io.millrace.bench.suite.peer;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.locks.LockSupport;
import kotlin.ResultKt;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlinx.coroutines.channels.BufferOverflow;
import kotlinx.coroutines.channels.Channel;
import kotlinx.coroutines.channels.ChannelKt;
import kotlinx.coroutines.channels.ChannelResult;

/**
 * A Kotlin channel between threads: an operation that would suspend a coroutine parks the thread. A thread that was interrupted
 * leaves its operation behind in the channel, which is of no further use then.
 *
 * @param <T> what it carries
 */
public final class KotlinHandoff<T> extends Handoff<T> {

    /** The two that do not suspend have names that Java cannot write. The compiler inlines handles that are constants. */
    private static final MethodHandle TRY_SEND =
            find("trySend-JP2dKIU", MethodType.methodType(Object.class, Object.class));

    private static final MethodHandle TRY_RECEIVE = find("tryReceive-PtdJZtk", MethodType.methodType(Object.class));

    private final Channel<T> channel;

    public KotlinHandoff(int capacity) {
        channel = ChannelKt.Channel(capacity, BufferOverflow.SUSPEND, null);
    }

    /** Returns a capacity as Kotlin says it. */
    public static int slots(Capacity capacity) {
        return capacity.kind() == Capacity.Kind.UNBOUNDED ? Channel.UNLIMITED : capacity.slots();
    }

    public Channel<T> channel() {
        return channel;
    }

    @Override
    public void send(T message) throws InterruptedException {
        Parked parked = new Parked();
        parked.join(channel.send(message, parked));
    }

    @Override
    @SuppressWarnings("unchecked")
    public T receive() throws InterruptedException {
        Parked parked = new Parked();
        return (T) parked.join(channel.receive(parked));
    }

    @Override
    public boolean trySend(T message) {
        try {
            return !((Object) TRY_SEND.invokeExact(channel, (Object) message) instanceof ChannelResult.Failed);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public T tryReceive() {
        try {
            Object result = (Object) TRY_RECEIVE.invokeExact(channel);
            return result instanceof ChannelResult.Failed ? null : (T) result;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle find(String name, MethodType type) {
        try {
            return MethodHandles.publicLookup().findVirtual(Channel.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A thread in the place of a coroutine. */
    public static final class Parked implements Continuation<Object> {

        private final Thread thread = Thread.currentThread();
        private volatile Object result;

        @Override
        public CoroutineContext getContext() {
            return EmptyCoroutineContext.INSTANCE;
        }

        @Override
        public void resumeWith(Object result) {
            this.result = result;
            LockSupport.unpark(thread);
        }

        /** Returns what the operation returned, if it has not suspended, or else what it will be resumed with. */
        public Object join(Object outcome) throws InterruptedException {
            if (outcome != IntrinsicsKt.getCOROUTINE_SUSPENDED()) {
                return outcome;
            }
            Object resumed;
            while ((resumed = result) == null) {
                LockSupport.park(this);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            ResultKt.throwOnFailure(resumed);
            return resumed;
        }
    }
}
