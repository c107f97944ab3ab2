package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.faults.FaultPoint.Fault;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Throws an error at each allocation, and at each entry of a method before there is room on the stack, of each operation, one at a time,
 * and looks whether the channel still keeps its promises.
 */
class FaultInjectionTest {

    private static final String SCENARIOS = "io.millrace.faults.FaultScenarios";
    private static final String ORPHAN_SCENARIOS = "io.millrace.faults.OrphanScenarios";
    private static final String RING_SCENARIOS = "io.millrace.faults.RingFaultScenarios";

    private final FaultLoader loader = new FaultLoader();

    @ParameterizedTest
    @EnumSource(names = {"OUT_OF_MEMORY", "STACK_OVERFLOW", "FOREIGN"})
    void anErrorAnywhereLeavesTheChannelWhole(Fault fault) throws Exception {
        EveryFault.on(loader).requireWhole("FaultScenarios", fault);
    }

    @ParameterizedTest
    @EnumSource(names = {"OUT_OF_MEMORY", "STACK_OVERFLOW", "FOREIGN"})
    void anErrorAnywhereLeavesTheRingOfBytesWhole(Fault fault) throws Exception {
        EveryFault.on(loader).requireWhole("RingFaultScenarios", fault);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void anErrorAnywhereLeavesARingBetweenProcessesWhole(Fault fault) throws Exception {
        EveryFault.on(loader).requireWhole("SharedScenarios", fault);
    }

    @ParameterizedTest
    @EnumSource(names = {"OUT_OF_MEMORY", "NO_MEMORY_FOR_A_WHILE", "STACK_OVERFLOW"})
    void anErrorAnywhereLeavesNoWaitWithoutAThreadAndNoTimerBehind(Fault fault) throws Exception {
        EveryFault.on(loader).requireWhole("AsyncFaultScenarios", fault);
    }

    @ParameterizedTest
    @EnumSource(names = {"OUT_OF_MEMORY", "STACK_OVERFLOW", "FOREIGN"})
    void anErrorAnywhereInASelectThatWaitsLeavesNobodyListed(Fault fault) throws Exception {
        EveryFault.on(loader).requireWhole("SelectScenarios", fault);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NO_FILE")
    void anErrorAnywhereLosesNoMessageOfASubscriber(Fault fault) throws Exception {
        EveryFault.on(loader).requireWhole("SubscriberScenarios", fault);
    }

    @ParameterizedTest
    @EnumSource(names = {"OUT_OF_MEMORY", "NO_MEMORY_FOR_A_WHILE", "STACK_OVERFLOW"})
    void anErrorAnywhereLosesNoMessageThatIsPublished(Fault fault) throws Exception {
        EveryFault.on(loader).requireWhole("PublisherScenarios", fault);
    }

    @Test
    void aSubscriptionClosedWhileItReadsReceivesNoMessageOfALaterLap() throws Exception {
        Object received =
                loader.loadClass(SCENARIOS).getMethod("receivedWhileClosing").invoke(null);

        assertThat(received).isIn(null, 1);
    }

    @Test
    void oneThatFailsAsItParksPassesItsWakeUpOn() throws Exception {
        Object received = loader.loadClass(SCENARIOS)
                .getMethod("receivedBehindOneThatFails")
                .invoke(null);

        assertThat(received).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "BOUNDED,BoundedFlavor.publish",
        "ONE_TO_MANY,BoundedFlavor.publish",
        "UNBOUNDED,SegmentedFlavor.publish",
        "UNBOUNDED_ONE_TO_ONE,SegmentedFlavor.publish",
        "ONE_TO_ONE,OneToOneFlavor.publish",
        "MANY_TO_ONE,ManyToOneFlavor.publish"
    })
    void aCancelPassesOverAnOrphanedClaimAndNamesIt(String kind, String publish) throws Exception {
        Object undelivered = loader.loadClass(ORPHAN_SCENARIOS)
                .getMethod("cancelledWithAnOrphan", String.class, String.class)
                .invoke(null, kind, publish);

        assertThat(undelivered).isEqualTo(List.of(1, 3));
    }

    @Test
    void aSendThatACancelHasPassedOverTakesNoPlaceOfALaterMessage() throws Exception {
        Object undelivered = loader.loadClass(ORPHAN_SCENARIOS)
                .getMethod("cancelledPastAStalledSend")
                .invoke(null);

        assertThat(undelivered)
                .isEqualTo(IntStream.range(0, 1200)
                        .filter(message -> message != 612)
                        .boxed()
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({"MANY_TO_MANY,true", "MANY_TO_ONE,false", "ONE_TO_MANY,false", "ONE_TO_ONE,true"})
    void aCancelOfARingPassesOverAnOrphanedClaimAndNamesIt(String roles, boolean asChannel) throws Exception {
        Object undelivered = loader.loadClass(RING_SCENARIOS)
                .getMethod("cancelledWithAnOrphan", String.class, boolean.class)
                .invoke(null, roles, asChannel);

        assertThat(undelivered).isEqualTo(List.of(1, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MANY_TO_MANY", "ONE_TO_ONE"})
    void anOrphanedClaimBehindALeaseIsPassedOverWhenTheLeaseIsOver(String roles) throws Exception {
        Object undelivered = loader.loadClass(RING_SCENARIOS)
                .getMethod("cancelledWithAnOrphanBehindALease", String.class)
                .invoke(null, roles);

        assertThat(undelivered).isEqualTo(List.of(List.of(1), List.of(1, 2, 4)));
    }
}
