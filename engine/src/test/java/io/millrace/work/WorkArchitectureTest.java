package io.millrace.work;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchRule;
import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.park.Idle;
import io.millrace.internal.park.Insistent;
import io.millrace.internal.select.Roles;
import java.util.Set;

/**
 * The workers stand on the public API, so any user can do what they do. Of the internal classes they know only the question whether a
 * channel was promised to one thread, room on the stack, trying again without memory, and a short wait for another thread.
 */
@AnalyzeClasses(locations = WorkArchitectureTest.MainClasses.class)
class WorkArchitectureTest {

    /** The classes that are shipped, without those of the tests. */
    static final class MainClasses implements LocationProvider {
        @Override
        public Set<Location> get(Class<?> testClass) {
            return Set.of(Location.of(
                    WorkerPool.class.getProtectionDomain().getCodeSource().getLocation()));
        }
    }

    @ArchTest
    static final ArchRule workKnowsOnlyTheApiTheJdkAndAFewHelpers = classes()
            .that()
            .resideInAPackage("io.millrace.work")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("io.millrace", "io.millrace.work", "java..", "org.jspecify..")
                    .or(belongToAnyOf(Roles.class, StackRoom.class, Idle.class, Insistent.class)));

    @ArchTest
    static final ArchRule nothingBelowKnowsWork = noClasses()
            .that()
            .resideInAnyPackage("io.millrace", "io.millrace.internal..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.millrace.work");
}
