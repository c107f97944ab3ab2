package io.millrace.bench.suite.peer.selection;

import io.millrace.bench.suite.peer.Handoff;
import io.millrace.bench.suite.peer.Jox;
import io.millrace.bench.suite.peer.JoxHandoff;
import io.millrace.bench.suite.peer.Receives;
import io.millrace.bench.suite.peer.Sends;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.List;

/** Jox's select, with clauses made for each call, as its users write it. It prefers the clauses that come first. */
final class JoxSelection<T> extends Selection<T> {

    private static final Class<?> CLAUSE = Jox.type("SelectClause");
    private static final MethodHandle RECEIVE_CLAUSE = Jox.channelMethod("receiveClause", MethodType.methodType(CLAUSE))
            .asType(MethodType.methodType(Object.class, Object.class));
    private static final MethodHandle SEND_CLAUSE = Jox.channelMethod(
                    "sendClause", MethodType.methodType(CLAUSE, Object.class))
            .asType(MethodType.methodType(Object.class, Object.class, Object.class));
    private static final MethodHandle SELECT = select();

    private final Object[] channels;

    JoxSelection(List<Handoff<T>> handoffs) {
        super(handoffs);
        channels = handoffs.stream()
                .map(handoff -> ((JoxHandoff<T>) handoff).channel())
                .toArray();
    }

    private static MethodHandle select() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(Jox.type("Select"), "select", MethodType.methodType(Object.class, CLAUSE.arrayType()))
                    .asFixedArity()
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public Receives<T> fromAny() {
        return () -> {
            Object[] clauses = clauses();
            try {
                for (int i = 0; i < clauses.length; i++) {
                    clauses[i] = (Object) RECEIVE_CLAUSE.invokeExact(channels[i]);
                }
                return (T) (Object) SELECT.invokeExact(clauses);
            } catch (Throwable e) {
                throw Jox.unchecked(e);
            }
        };
    }

    @Override
    public Sends<T> toAny() {
        return message -> {
            Object[] clauses = clauses();
            try {
                for (int i = 0; i < clauses.length; i++) {
                    clauses[i] = (Object) SEND_CLAUSE.invokeExact(channels[i], (Object) message);
                }
                Object unused = (Object) SELECT.invokeExact(clauses);
            } catch (Throwable e) {
                throw Jox.unchecked(e);
            }
        };
    }

    private Object[] clauses() {
        return (Object[]) Array.newInstance(CLAUSE, channels.length);
    }
}
