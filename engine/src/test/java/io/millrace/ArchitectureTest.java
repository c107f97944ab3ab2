package io.millrace;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.millrace.support.MainClasses;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which package may know what. */
@AnalyzeClasses(locations = MainClasses.class)
class ArchitectureTest {

    private static final String API = "io.millrace";
    private static final String INTERNAL = "io.millrace.internal..";
    private static final String FLAVOR = "io.millrace.internal.flavor..";
    private static final String BROADCAST = "io.millrace.internal.broadcast..";
    private static final String TIMER = "io.millrace.internal.timer..";
    private static final String END = "io.millrace.internal.end..";
    private static final String ASYNC = "io.millrace.internal.async..";
    private static final String SELECT = "io.millrace.internal.select..";
    private static final String TERMS = "io.millrace.internal.terms..";
    private static final String RING = "io.millrace.internal.ring..";
    private static final String PARK = "io.millrace.internal.park..";
    private static final String CLOCK = "io.millrace.internal.clock..";
    private static final String MEMORY = "io.millrace.internal.memory..";
    private static final String[] OFFHEAP = {"io.millrace.offheap..", "io.millrace.internal.offheap.."};
    private static final String DISRUPTOR = "com.lmax.disruptor..";
    private static final String[] JAVA = {"java..", "org.jspecify.."};

    private static DescribedPredicate<JavaClass> javaOr(String... packages) {
        return resideInAnyPackage(JAVA).or(resideInAnyPackage(packages));
    }

    @ArchTest
    static final ArchRule memoryKnowsOnlyTheJdk =
            classes().that().resideInAPackage(MEMORY).should().onlyDependOnClassesThat(javaOr(MEMORY));

    @ArchTest
    static final ArchRule clockKnowsOnlyTheJdk =
            classes().that().resideInAPackage(CLOCK).should().onlyDependOnClassesThat(javaOr(CLOCK));

    @ArchTest
    static final ArchRule parkKnowsOnlyMemoryAndTheClock =
            classes().that().resideInAPackage(PARK).should().onlyDependOnClassesThat(javaOr(PARK, MEMORY, CLOCK));

    private static ArchRule knowsOnly(String room, String... others) {
        return classes()
                .that()
                .resideInAPackage(room)
                .should()
                .onlyDependOnClassesThat(javaOr(
                        Stream.concat(Stream.of(API, room), Stream.of(others)).toArray(String[]::new)));
    }

    @ArchTest
    static final ArchRule termsKnowOnlyMemory = knowsOnly(TERMS, MEMORY);

    @ArchTest
    static final ArchRule selectsKnowHowToWaitAndNoChannel = knowsOnly(SELECT, TERMS, PARK, MEMORY, CLOCK);

    @ArchTest
    static final ArchRule asynchronousWaitsKnowSelectsAndNoChannel =
            knowsOnly(ASYNC, SELECT, TERMS, PARK, MEMORY, CLOCK);

    @ArchTest
    static final ArchRule endsKnowNoKindOfChannel = knowsOnly(END, ASYNC, SELECT, TERMS, PARK, MEMORY, CLOCK);

    @ArchTest
    static final ArchRule flavorsKnowNeitherBroadcastsNorTimers =
            knowsOnly(FLAVOR, END, ASYNC, SELECT, TERMS, PARK, MEMORY, CLOCK, RING);

    @ArchTest
    static final ArchRule broadcastsKnowNoFlavor =
            knowsOnly(BROADCAST, END, ASYNC, SELECT, TERMS, PARK, MEMORY, CLOCK, RING);

    @ArchTest
    static final ArchRule timersKnowNoChannel = knowsOnly(TIMER, END, ASYNC, SELECT, TERMS, PARK, MEMORY, CLOCK);

    @ArchTest
    static final ArchRule ringsKnowTheDisruptorAndNoChannel =
            classes().that().resideInAPackage(RING).should().onlyDependOnClassesThat(javaOr(RING, MEMORY, DISRUPTOR));

    /** The JVM rewrites a handle after some calls, which needs memory in the middle of an operation. */
    @ArchTest
    static final ArchRule noMethodHandleIsCalled =
            noClasses().should().dependOnClassesThat().areAssignableTo(MethodHandle.class);

    @ArchTest
    static final ArchRule onlyRingsKnowTheDisruptor = noClasses()
            .that()
            .resideOutsideOfPackage(RING)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(DISRUPTOR);

    @ArchTest
    static final ArchRule onlyWhatMakesReceiversAndSelectsKnowsWhatIsInternal = noClasses()
            .that(resideInAPackage(API)
                    .and(not(belongToAnyOf(
                            ChannelBuilder.class,
                            BroadcastBuilder.class,
                            OneShotSelect.class,
                            Select.class,
                            TimeSource.class))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(INTERNAL);

    @ArchTest
    static final ArchRule noPublicMethodShowsWhatIsInternal = noMethods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage(API)
            .should()
            .haveRawReturnType(resideInAPackage(INTERNAL))
            .orShould()
            .haveRawParameterTypes(DescribedPredicate.<List<JavaClass>>describe(
                    "internal ones", types -> types.stream().anyMatch(resideInAPackage(INTERNAL))));

    @ArchTest
    static final ArchRule onlyRingsOfBytesKnowAgrona = noClasses()
            .that()
            .resideOutsideOfPackages(OFFHEAP)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.agrona..");

    @ArchTest
    static final ArchRule nothingElseKnowsRingsOfBytes = noClasses()
            .that()
            .resideOutsideOfPackages(OFFHEAP)
            .should()
            .dependOnClassesThat(resideInAnyPackage(OFFHEAP));

    @ArchTest
    static final ArchRule nothingKnowsUnsafe =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("sun.misc..", "jdk.internal..");

    @ArchTest
    static final ArchRule onlyMemoryKnowsVarHandles = noClasses()
            .that()
            .resideOutsideOfPackage(MEMORY)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(VarHandle.class);

    @ArchTest
    static final ArchRule onlyParkParks = noClasses()
            .that()
            .resideOutsideOfPackage(PARK)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(LockSupport.class);

    @ArchTest
    static final ArchRule nobodyWaitsOnAMonitor = noClasses()
            .should()
            .callMethod(Object.class, "wait")
            .orShould()
            .callMethod(Object.class, "wait", long.class)
            .orShould()
            .callMethod(Object.class, "notify")
            .orShould()
            .callMethod(Object.class, "notifyAll")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule noMethodIsSynchronized = methods().should().notHaveModifier(JavaModifier.SYNCHRONIZED);

    /** Pads are byte fields; nothing else here needs a byte. */
    @ArchTest
    static final ArchRule paddingExistsInThreePlaces = fields().that()
            .haveRawType(byte.class)
            .should()
            .beDeclaredInClassesThat(resideInAPackage(MEMORY)
                    .and(simpleNameStartingWith("Cursor")
                            .or(simpleNameStartingWith("SoloSide"))
                            .or(simpleNameStartingWith("WaitHints"))));

    @Test
    void noCodeEntersAMonitor() throws Exception {
        assertThat(disassembled())
                .contains("public final class io.millrace.ChannelBuilder")
                .doesNotContain("monitorenter");
    }

    private static String disassembled() throws Exception {
        ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
        StringWriter out = new StringWriter();
        String[] arguments = Stream.concat(Stream.of("-c", "-p"), classFiles()).toArray(String[]::new);
        int exitCode = javap.run(new PrintWriter(out), new PrintWriter(out), arguments);
        assertThat(exitCode).as(out.toString()).isZero();
        return out.toString();
    }

    private static Stream<String> classFiles() throws Exception {
        try (Stream<Path> files = Files.walk(mainDirectory())) {
            return files.map(Path::toString).filter(file -> file.endsWith(".class")).toList().stream();
        }
    }

    private static Path mainDirectory() throws URISyntaxException {
        return Path.of(MainClasses.url().toURI());
    }
}
