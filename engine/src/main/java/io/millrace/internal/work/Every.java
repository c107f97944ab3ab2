package io.millrace.internal.work;

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
                if (failure == null) {
                    failure = e;
                } else if (failure != e) {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            Every.<RuntimeException>rethrow(failure);
        }
    }

    /** The actions declare no checked exception, so it can be thrown as it is. */
    @SuppressWarnings("unchecked")
    public static <X extends Throwable> void rethrow(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
