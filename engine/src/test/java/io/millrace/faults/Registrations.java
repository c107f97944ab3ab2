package io.millrace.faults;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;

/** Looks whether anybody stands in the queues of an end. By reflection, since nobody but tests asks. */
final class Registrations {

    private static final List<String> QUEUES = List.of("WaitQueue", "RendezvousSide");
    private static final List<String> HOLDERS = List.of("WaitSide", "AttachedSender", "AttachedReceiver", "Attachment");

    private Registrations() {}

    /** Throws if somebody is listed at this end, waiting or on the way. */
    static void requireNone(Object end) {
        List<String> listed = new ArrayList<>();
        collect(end, listed);
        if (!listed.isEmpty()) {
            throw new AssertionError("still listed at " + end + ": " + listed);
        }
    }

    private static void collect(Object holder, List<String> listed) {
        for (Class<?> type = holder.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                String of = field.getType().getSimpleName();
                if (of.equals("WaiterList") && !isEmpty(value(field, holder))) {
                    listed.add(field.getName());
                } else if (QUEUES.contains(of) || HOLDERS.contains(of)) {
                    int before = listed.size();
                    collect(value(field, holder), listed);
                    if (listed.size() > before) {
                        listed.add("of " + field.getName());
                    }
                }
            }
        }
    }

    private static Object value(Field field, Object of) {
        try {
            field.setAccessible(true);
            return field.get(of);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isEmpty(Object list) {
        for (Field field : list.getClass().getDeclaredFields()) {
            if (field.getName().equals("size")) {
                return (int) value(field, list) == 0;
            }
        }
        throw new AssertionError(list + " has no size");
    }
}
