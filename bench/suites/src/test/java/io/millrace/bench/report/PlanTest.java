package io.millrace.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.bench.report.jmh.Cell;
import io.millrace.bench.suite.Catalogue;
import io.millrace.bench.suite.Peer;
import io.millrace.bench.suite.Peers;
import io.millrace.bench.suite.Profile;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final Plan.Runtime EVERYTHING = runtime(25, true);

    @Test
    void aSmallProfileLeavesRowsOfALargerOneOut() {
        assertThat(ids(plan(Profile.QUICK, List.of("cells"), List.of())))
                .noneMatch(id -> id.contains("16384"))
                .isNotEmpty();
        assertThat(ids(plan(Profile.NIGHT, List.of("cells"), List.of()))).anyMatch(id -> id.contains("16384"));
    }

    @Test
    void everyCombinationOfParametersIsACell() {
        assertThat(ids(plan(Profile.SMOKE, List.of("cells"), List.of("ArrayBlockingQueue"))))
                .contains(
                        "cells/bounded shape=spsc capacity=64 peer=" + Peers.ARRAY_BLOCKING_QUEUE.name(),
                        "cells/bounded shape=mpmc capacity=1024 peer=" + Peers.ARRAY_BLOCKING_QUEUE.name());
    }

    @Test
    void chosenPeersComeWithMillraceAndTheLimits() {
        Plan plan = plan(Profile.SMOKE, List.of(), List.of("linked"));

        assertThat(plan.cells())
                .extracting(cell -> cell.peer().family())
                .contains(Peer.Family.MILLRACE, Peer.Family.LIMIT, Peer.Family.JDK)
                .doesNotContain(Peer.Family.POLLED);
    }

    @Test
    void anUnknownSuiteIsRefusedWithThoseThatExist() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(Profile.SMOKE, List.of("cell"), List.of()))
                .withMessage("--suite is 'cell', allowed are limits, cells, scaling, idle, latency");
    }

    @Test
    void anUnknownPeerIsRefusedWithThoseThatExist() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(Profile.SMOKE, List.of(), List.of("nobody")))
                .withMessageContaining("--peer is 'nobody'")
                .withMessageContaining(Peers.ARRAY_BLOCKING_QUEUE.name());
    }

    @Test
    void whatCannotRunHereIsAbsentWithItsReason() {
        Plan plan = Plan.of(Sample.catalogue(), Profile.SMOKE, List.of("cells"), List.of(), runtime(17, false));

        assertThat(plan.cells()).isEmpty();
        assertThat(plan.absent())
                .anySatisfy(absent -> assertThat(absent.reason()).isEqualTo("needs JDK 99 or later, this is JDK 17"))
                .anySatisfy(absent -> assertThat(absent.reason()).isEqualTo("no.such.Type is not on the class path"));
    }

    @Test
    void theProfileScalingRunsItsRowsAloneUpToAThreadForEachProcessor() {
        Plan plan = Plan.of(Catalogue.suites(), Profile.SCALING, List.of(), List.of(), EVERYTHING);

        assertThat(plan.cells())
                .allMatch(cell -> cell.panel().id().equals("growth"))
                .extracting(cell -> cell.params().get("pairs"))
                .containsOnly("1", "2");
        assertThat(plan.series()).isEmpty();
        assertThat(ids(Plan.of(Catalogue.suites(), Profile.NIGHT, List.of(), List.of(), EVERYTHING)))
                .noneMatch(id -> id.contains("growth"));
    }

    @Test
    void aFileNameOfACellIsShortAndItsOwn() {
        List<String> slugs =
                Plan.cells(Sample.catalogue()).stream().map(Cell::slug).toList();

        assertThat(slugs).doesNotHaveDuplicates().allMatch(slug -> slug.matches("[a-z0-9-]{1,100}"));
    }

    private static Plan plan(Profile profile, List<String> suites, List<String> peers) {
        return Plan.of(Sample.catalogue(), profile, suites, peers, EVERYTHING);
    }

    private static List<String> ids(Plan plan) {
        return plan.cells().stream().map(Cell::id).toList();
    }

    private static Plan.Runtime runtime(int jdk, boolean everything) {
        return new Plan.Runtime() {
            @Override
            public int jdk() {
                return jdk;
            }

            @Override
            public int processors() {
                return 4;
            }

            @Override
            public boolean has(String type) {
                return everything;
            }
        };
    }
}
