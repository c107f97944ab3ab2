package io.millrace.work;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.millrace.internal.clock.Timeouts;
import io.millrace.internal.memory.Initialized;
import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.park.Idle;
import io.millrace.internal.park.Insistent;
import io.millrace.internal.select.Roles;
import io.millrace.internal.terms.Closing;
import io.millrace.internal.terms.Settings;
import io.millrace.internal.terms.Undelivered;
import io.millrace.support.MainClasses;

/**
 * The workers stand on the public API, so any user can do what they do. Of the internal classes they know only the question
 * whether a channel was promised to one thread, classes to be initialized early, room on the stack, trying again without memory, a close with or without a
 * cause, the wording of refused arguments, several failures in one, timeouts in nanoseconds, and a short wait for another thread.
 */
@AnalyzeClasses(locations = MainClasses.class)
class WorkArchitectureTest {

    @ArchTest
    static final ArchRule workKnowsOnlyTheApiTheJdkAndAFewHelpers = classes()
            .that()
            .resideInAnyPackage("io.millrace.work", "io.millrace.internal.work")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "io.millrace", "io.millrace.work", "io.millrace.internal.work", "java..", "org.jspecify..")
                    .or(belongToAnyOf(
                            Initialized.class,
                            Roles.class,
                            StackRoom.class,
                            Idle.class,
                            Insistent.class,
                            Closing.class,
                            Settings.class,
                            Undelivered.class,
                            Timeouts.class)));

    @ArchTest
    static final ArchRule nothingBelowKnowsWork = noClasses()
            .that()
            .resideInAnyPackage("io.millrace", "io.millrace.internal..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.millrace.work");

    @ArchTest
    static final ArchRule onlyWorkKnowsItsMechanics = noClasses()
            .that()
            .resideOutsideOfPackages("io.millrace.work", "io.millrace.internal.work")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.millrace.internal.work");
}
