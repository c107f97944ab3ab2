package io.millrace.bench.suite.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Profile;
import io.millrace.bench.suite.Row;
import io.millrace.bench.suite.Suite;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Param;

/** All cells of a suite, as JMH would set them. */
public final class SuiteCells {

    private static final int FIRST_JDK_WITH_VIRTUAL_THREADS = 21;

    private SuiteCells() {}

    /** One benchmark with one value of every parameter; the work is the least there is. */
    public record Cell(Panel panel, Row row, Map<String, String> params) {

        /** Returns the benchmark's class. */
        public Class<?> type() {
            String name = panel.benchmark();
            try {
                return Class.forName(name.substring(0, name.lastIndexOf('.')));
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Makes the benchmark's object with these parameters. */
        public Object state() throws ReflectiveOperationException {
            Object state = type().getDeclaredConstructor().newInstance();
            for (Field field : state.getClass().getFields()) {
                if (field.isAnnotationPresent(Param.class)) {
                    set(state, field.getName(), field.getAnnotation(Param.class).value()[0]);
                }
            }
            for (Map.Entry<String, String> param : params.entrySet()) {
                set(state, param.getKey(), param.getValue());
            }
            return state;
        }

        @Override
        public String toString() {
            return panel.id() + " " + params;
        }
    }

    /** Lists the cells of all profiles that this JVM and class path can run. */
    public static Stream<Cell> of(Suite suite) {
        return suite.panels().stream()
                .flatMap(panel -> panel.rows().stream().flatMap(row -> cells(panel, row)))
                .filter(cell -> Runtime.version().feature() >= FIRST_JDK_WITH_VIRTUAL_THREADS
                        || !"virtual".equals(cell.params().get("kind")));
    }

    private static Stream<Cell> cells(Panel panel, Row row) {
        List<Map<String, String>> all = new ArrayList<>();
        for (Peer peer : row.peers().stream().filter(SuiteCells::isPresent).toList()) {
            Map<String, String> params = new LinkedHashMap<>();
            params.put("peer", peer.name());
            row.work().forEach((name, values) -> params.put(name, values.get(Profile.SMOKE)));
            all.add(params);
        }
        for (Map.Entry<String, List<String>> param : row.params().entrySet()) {
            List<Map<String, String>> more = new ArrayList<>();
            for (Map<String, String> params : all) {
                for (String value : param.getValue()) {
                    Map<String, String> with = new LinkedHashMap<>(params);
                    with.put(param.getKey(), value);
                    more.add(with);
                }
            }
            all = more;
        }
        return all.stream().map(params -> new Cell(panel, row, params));
    }

    private static boolean isPresent(Peer peer) {
        try {
            Class.forName(peer.type(), false, SuiteCells.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
        return Runtime.version().feature() >= peer.leastJdk();
    }

    private static void set(Object state, String name, String value) throws ReflectiveOperationException {
        Field field = state.getClass().getField(name);
        if (field.getType() == int.class) {
            field.setInt(state, Integer.parseInt(value));
        } else if (field.getType() == long.class) {
            field.setLong(state, Long.parseLong(value));
        } else {
            assertThat(field.getType()).isEqualTo(String.class);
            field.set(state, value);
        }
    }

    /** Runs fixed work twice, checks what is left, and that the counters tell it. */
    public static void runTwice(FixedWorkBenchmark benchmark) throws Exception {
        Messages count = new Messages();
        Costs costs = new Costs();
        System.setProperty(WarmUp.PROPERTY, "none"); // here it only has to work
        benchmark.start();
        try {
            run(benchmark, count, costs);
            long once = count.messages;
            run(benchmark, count, costs);
            benchmark.verify();
            assertThat(once).isPositive();
            assertThat(count.messages).isEqualTo(2 * once);
            if (benchmark instanceof CostedBenchmark) {
                assertThat(costs.received).isEqualTo(2 * once);
            }
        } finally {
            benchmark.close();
        }
    }

    private static void run(FixedWorkBenchmark benchmark, Messages count, Costs costs) throws InterruptedException {
        if (benchmark instanceof CostedBenchmark costed) {
            costed.run(count, costs);
        } else {
            ((TimedBenchmark) benchmark).run(count);
        }
    }
}
