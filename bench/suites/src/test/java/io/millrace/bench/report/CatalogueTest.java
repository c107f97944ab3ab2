package io.millrace.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.millrace.bench.report.jmh.Cell;
import io.millrace.bench.suite.Bound;
import io.millrace.bench.suite.Catalogue;
import io.millrace.bench.suite.Figure;
import io.millrace.bench.suite.Headline;
import io.millrace.bench.suite.Panel;
import io.millrace.bench.suite.Profile;
import io.millrace.bench.suite.Suite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Param;

/** What all suites promise. */
class CatalogueTest {

    private static final Plan.Runtime EVERYTHING = new Plan.Runtime() {
        @Override
        public int jdk() {
            return Integer.MAX_VALUE;
        }

        @Override
        public int processors() {
            return Integer.MAX_VALUE;
        }

        @Override
        public boolean has(String type) {
            return true;
        }
    };

    @Test
    void smokeIsPlannedForAMinuteAtMost() {
        assertThat(planned(Profile.SMOKE)).isLessThanOrEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void quickHasTimeForAFirstLookAtThreeOfFiveHeadlines() {
        long first = Profile.QUICK.looks().rounds().get(0) * Profile.QUICK.turnMillis();
        List<Series> all = plan(Profile.QUICK).series();
        long left = Profile.QUICK.budget().toMillis();
        int within = 0;
        for (Series series : all) {
            if (series.cells().size() * first <= left) {
                left -= series.cells().size() * first;
                within++;
            }
        }

        assertThat(within).isGreaterThanOrEqualTo(3 * all.size() / 5);
    }

    @Test
    void everyHeadlineNamesCellsThatExist() {
        List<Cell> cells = plan(Profile.QUICK).cells();
        for (Suite suite : Catalogue.suites()) {
            for (Headline headline : suite.headlines()) {
                assertThat(cells)
                        .filteredOn(cell -> cell.suite().equals(suite))
                        .filteredOn(cell -> Series.isNamed(headline, cell))
                        .as(suite.id() + " " + headline)
                        .extracting(Cell::peer)
                        .containsAll(headline.peers())
                        .contains(headline.own());
            }
        }
    }

    @Test
    void noPeerIsNamedTwiceAtOnePlace() {
        for (Series series : plan(Profile.QUICK).series()) {
            assertThat(series.pairs()).extracting(Series.Pair::peer).doesNotHaveDuplicates();
        }
    }

    @Test
    void everyIdIsUnique() {
        assertThat(Catalogue.suites()).extracting(Suite::id).doesNotHaveDuplicates();
        for (Suite suite : Catalogue.suites()) {
            assertThat(suite.panels()).as(suite.id()).extracting(Panel::id).doesNotHaveDuplicates();
        }
    }

    @Test
    void noCellIsPlannedTwice() {
        for (Profile profile : Profile.values()) {
            assertThat(plan(profile).cells())
                    .as(profile.toString())
                    .extracting(Cell::id)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void everyBenchmarkHasTheParametersOfItsRows() throws ClassNotFoundException {
        for (Cell cell : Plan.cells(Catalogue.suites())) {
            String benchmark = cell.panel().benchmark();
            Class<?> type = Class.forName(
                    benchmark.substring(0, benchmark.lastIndexOf('.')),
                    false,
                    getClass().getClassLoader());
            Set<String> known = new HashSet<>();
            for (Class<?> at = type; at != null; at = at.getSuperclass()) {
                Arrays.stream(at.getDeclaredFields())
                        .filter(field -> field.isAnnotationPresent(Param.class))
                        .forEach(field -> known.add(field.getName()));
            }
            // A benchmark may take its parameters in state classes of its own.
            if (!known.isEmpty()) {
                assertThat(known)
                        .as(cell.id())
                        .containsAll(cell.jmhParams(Profile.NIGHT).keySet());
            }
        }
    }

    @Test
    void everyBoundNamesALimit() {
        List<Cell> cells = Plan.cells(Catalogue.suites());
        List<String> limits = cells.stream()
                .filter(cell -> cell.suite().id().equals(Suite.LIMITS))
                .map(cell -> cell.peer().name())
                .toList();

        assertThat(cells)
                .flatExtracting(cell -> cell.row().bounds())
                .extracting(Bound::limit)
                .isSubsetOf(limits);
    }

    @Test
    void noPanelShowsAFigureTwiceAndThoseThatCountMessagesShowAllocation() {
        for (Suite suite : Catalogue.suites()) {
            for (Panel panel : suite.panels()) {
                List<Figure> figures = Stream.concat(Stream.of(panel.figure()), ResultSet.figures(panel).stream())
                        .toList();
                assertThat(figures).as(suite.id() + "/" + panel.id()).doesNotHaveDuplicates();
                if (panel.figure().countsMessages()) {
                    assertThat(figures).as(suite.id() + "/" + panel.id()).contains(Figure.allocation());
                }
            }
        }
    }

    @Test
    void aPageWithEveryCellOfTheNightHasLessThanAMegabyte() throws IOException {
        Plan full = plan(Profile.NIGHT);
        List<JsonObject> made = full.cells().stream()
                .map(cell -> Sample.rounds(
                        cell,
                        Profile.NIGHT,
                        Series.isNamed(cell) ? Profile.NIGHT.looks().last() : Profile.NIGHT.turns()))
                .toList();
        Histogram latencies = Sample.latencies(new Random(1), 100);
        ResultSet results = ResultSet.of(
                Catalogue.suites(),
                made,
                cell -> hasHistograms(cell.panel()) ? Collections.nCopies(5, latencies) : List.of(),
                Sample.environment(Profile.NIGHT),
                full.absent());

        assertThat(results.unknown()).isEmpty();
        assertThat(new Renderer(results).html().getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(1 << 20);
    }

    private static boolean hasHistograms(Panel panel) {
        return panel.figure().kind() == Figure.Kind.PERCENTILE || panel.chart() == Panel.Chart.PERCENTILES;
    }

    private static Duration planned(Profile profile) {
        return Duration.ofMillis(plan(profile).millis());
    }

    private static Plan plan(Profile profile) {
        return Plan.of(Catalogue.suites(), profile, List.of(), List.of(), EVERYTHING);
    }
}
