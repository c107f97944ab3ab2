package io.millrace.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Param;

@Timeout(60)
class ComparisonTest {

    private static final int MESSAGES = 2_000;

    static Stream<Class<?>> cells() {
        return Stream.of(Spsc.class, Mpsc.class, Mpmc.class)
                .flatMap(shape -> Arrays.stream(shape.getDeclaredClasses()));
    }

    static Stream<Arguments> rows() throws NoSuchFieldException {
        Stream.Builder<Arguments> rows = Stream.builder();
        for (Class<?> cell : cells().toList()) {
            for (String implementation : params(cell, "implementation")) {
                rows.add(Arguments.of(cell, implementation));
            }
        }
        return rows.build();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyImplementationCarriesEveryMessageTwice(Class<? extends Comparison> cell, String implementation)
            throws Exception {
        Comparison comparison = cell.getDeclaredConstructor().newInstance();
        set(comparison, "implementation", implementation);
        set(comparison, "messages", MESSAGES);
        cell.getMethod("open").invoke(comparison);
        Comparison.Count count = new Comparison.Count();
        try {
            comparison.run(count);
            comparison.run(count);
        } finally {
            comparison.close();
        }
        assertThat(count.messages).isEqualTo(2 * MESSAGES);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void everyCellComparesMillraceWithAQueueOfTheJdk(Class<?> cell) throws NoSuchFieldException {
        assertThat(params(cell, "implementation"))
                .startsWith(Handoffs.MILLRACE)
                .containsAnyElementsOf(Handoffs.JDK_PEERS);
    }

    @Test
    void anUnknownImplementationIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Handoffs.bounded("SynchronousQueue"))
                .withMessageContaining("implementation is SynchronousQueue, allowed are");
    }

    private static String[] params(Class<?> cell, String field) throws NoSuchFieldException {
        return cell.getField(field).getAnnotation(Param.class).value();
    }

    private static void set(Comparison comparison, String name, Object value) throws ReflectiveOperationException {
        Field field = comparison.getClass().getField(name);
        field.set(comparison, value);
    }
}
