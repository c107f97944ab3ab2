package io.millrace.interop;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.millrace.internal.async.AsyncSends;
import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.park.CallbackThreads;
import io.millrace.internal.park.Insistent;
import io.millrace.internal.select.Roles;
import io.millrace.internal.terms.Closing;
import io.millrace.support.MainClasses;

/**
 * Of the internal classes, interop knows those for what the API does not have: a send that waits without a thread, callbacks on a thread of
 * their own, the question whether a channel was promised to one thread, room on the stack, trying again without memory, and a close with or without a
 * cause.
 */
@AnalyzeClasses(locations = MainClasses.class)
class InteropArchitectureTest {

    @ArchTest
    static final ArchRule interopKnowsOnlyTheApiTheJdkAndAFewHelpers = classes()
            .that()
            .resideInAPackage("io.millrace.interop")
            .should()
            .onlyDependOnClassesThat(resideInAPackage("io.millrace")
                    .or(resideInAPackage("io.millrace.interop"))
                    .or(resideInAPackage("java.."))
                    .or(resideInAPackage("org.jspecify.."))
                    .or(belongToAnyOf(
                            AsyncSends.class,
                            Roles.class,
                            CallbackThreads.class,
                            Insistent.class,
                            Closing.class,
                            StackRoom.class)));

    @ArchTest
    static final ArchRule nothingElseKnowsInterop = noClasses()
            .that(not(resideInAPackage("io.millrace.interop")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.millrace.interop");
}
