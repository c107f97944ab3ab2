package io.millrace.contract;

import io.millrace.ChannelKind;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** A test of the channel contract: it runs over every kind of channel that {@link #on} names. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@ArgumentsSource(ContractArguments.class)
@ExtendWith(NamesTheKind.class)
public @interface Contract {

    Kinds on() default Kinds.ALL;

    /** Whether the test has at most one thread on each side at a time: then it also runs over {@link ChannelKind#TOLD}. */
    boolean told() default false;

    /** What a rule of the contract may depend on. */
    enum Kinds {
        ALL(kind -> true),
        /** Those that can be full. */
        LIMITED(kind -> !kind.isUnbounded()),
        /** Those that hold messages. */
        BUFFERED(kind -> !kind.isRendezvous()),
        BOUNDED(ChannelKind::isBounded),
        RENDEZVOUS(ChannelKind::isRendezvous),
        UNBOUNDED(ChannelKind::isUnbounded),
        SEGMENTED(ChannelKind::isSegmented);

        private final Predicate<ChannelKind> includes;

        Kinds(Predicate<ChannelKind> includes) {
            this.includes = includes;
        }

        boolean includes(ChannelKind kind) {
            return includes.test(kind);
        }
    }
}
