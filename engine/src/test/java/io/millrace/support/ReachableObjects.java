package io.millrace.support;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Walks from an object through the fields of this library's and the Disruptor's objects and through arrays, so that a test can
 * count what a channel holds without asking the garbage collector. Objects of the JDK are found but not opened, except atomic
 * references.
 */
public final class ReachableObjects {

    private ReachableObjects() {}

    public static Set<Object> from(Object root) {
        Set<Object> found = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>();
        visit(root, found, open);
        while (!open.isEmpty()) {
            Object next = open.pop();
            if (next instanceof Object[]) {
                for (int i = 0; i < Array.getLength(next); i++) {
                    visit(Array.get(next, i), found, open);
                }
            } else if (next instanceof AtomicReference<?> reference) {
                visit(reference.get(), found, open);
            } else if (isOpened(next.getClass())) {
                visitFields(next, found, open);
            }
        }
        return found;
    }

    private static void visit(Object object, Set<Object> found, Deque<Object> open) {
        if (object != null && !(object instanceof Class) && found.add(object)) {
            open.push(object);
        }
    }

    private static boolean isOpened(Class<?> type) {
        return type.getName().startsWith("io.millrace.") || type.getName().startsWith("com.lmax.");
    }

    private static void visitFields(Object object, Set<Object> found, Deque<Object> open) {
        for (Class<?> type = object.getClass(); type != null && isOpened(type); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    try {
                        field.setAccessible(true);
                        visit(field.get(object), found, open);
                    } catch (ReflectiveOperationException e) {
                        throw new AssertionError("cannot read " + field, e);
                    }
                }
            }
        }
    }
}
