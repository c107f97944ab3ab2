package io.millrace.bench.suite.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.bench.suite.Catalogue;
import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Profile;
import io.millrace.bench.suite.Row;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell of the catalogue that is of fixed work, with the little work of the smallest profile. */
@Timeout(120)
class FixedWorkTest {

    private static final int FIRST_JDK_WITH_VIRTUAL_THREADS = 21;

    static Stream<Arguments> cells() {
        return Catalogue.suites().stream()
                .flatMap(suite -> suite.panels().stream())
                .filter(panel -> FixedWork.class.isAssignableFrom(type(panel)))
                .flatMap(panel -> panel.rows().stream()
                        .flatMap(row -> combinations(row).stream()
                                .flatMap(params ->
                                        row.peers().stream().map(peer -> Arguments.of(type(panel), peer, params)))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("cells")
    void everyCellRunsTwice(Class<? extends FixedWork> type, Peer peer, Map<String, String> params) throws Exception {
        int jdk = Runtime.version().feature();
        assumeTrue(jdk >= peer.leastJdk(), () -> "needs JDK " + peer.leastJdk());
        assumeTrue(
                jdk >= FIRST_JDK_WITH_VIRTUAL_THREADS || !"virtual".equals(params.get("kind")),
                "virtual threads need JDK 21");
        FixedWork benchmark = type.getDeclaredConstructor().newInstance();
        set(benchmark, "peer", peer.name());
        for (Map.Entry<String, String> param : params.entrySet()) {
            set(benchmark, param.getKey(), param.getValue());
        }
        benchmark.start();
        Carried carried = new Carried();
        try {
            benchmark.run(carried);
            long once = carried.messages;
            benchmark.run(carried);
            assertThat(once).isPositive();
            assertThat(carried.messages).isEqualTo(2 * once);
        } finally {
            benchmark.close();
        }
    }

    private static Class<?> type(Panel panel) {
        String benchmark = panel.benchmark();
        try {
            return Class.forName(benchmark.substring(0, benchmark.lastIndexOf('.')));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Map<String, String>> combinations(Row row) {
        List<Map<String, String>> all = new ArrayList<>();
        Map<String, String> work = new LinkedHashMap<>();
        row.work().forEach((name, values) -> work.put(name, values.get(Profile.SMOKE)));
        all.add(work);
        row.params().forEach((name, values) -> {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> shorter : all) {
                for (String value : values) {
                    Map<String, String> one = new LinkedHashMap<>(shorter);
                    one.put(name, value);
                    longer.add(one);
                }
            }
            all.clear();
            all.addAll(longer);
        });
        return all;
    }

    private static void set(FixedWork benchmark, String name, String value) throws ReflectiveOperationException {
        Field field = benchmark.getClass().getField(name);
        field.set(benchmark, field.getType() == int.class ? Integer.valueOf(value) : value);
    }
}
