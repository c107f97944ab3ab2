package io.millrace.internal.work;

import io.millrace.internal.terms.Undelivered;
import java.util.List;
import java.util.function.Consumer;

/** Does the same to several, also if one of them throws. */
public final class Every {

    private Every() {}

    /** Then throws the first exception, with the others suppressed in it. */
    public static <E> void run(List<E> elements, Consumer<? super E> action) {
        Throwable failure = null;
        for (E element : elements) {
            try {
                action.accept(element);
            } catch (Throwable e) {
                failure = Undelivered.and(failure, e);
            }
        }
        Undelivered.rethrow(failure);
    }
}
