package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.millrace.contract.Behaviours.Status;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Holds the table of behaviours to the tests. */
class BehavioursTest {

    private static final int BEHAVIOURS = 124;

    @Test
    void theTableNamesEveryBehaviour() {
        assertThat(Behaviours.byNumber().keySet())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, BEHAVIOURS).boxed().toList());
    }

    @Test
    void everyBehaviourMarkedAsTestedHasATest() {
        Set<Integer> marked = Behaviours.byNumber().entrySet().stream()
                .filter(entry -> entry.getValue() == Status.TESTED)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(numbersOnTests()).containsAll(marked);
    }

    private static Set<Integer> numbersOnTests() {
        Set<Integer> numbers = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter().importPackages("io.millrace")) {
            for (JavaMethod method : type.getMethods()) {
                if (method.isAnnotatedWith(Behaviour.class)) {
                    for (int number :
                            method.getAnnotationOfType(Behaviour.class).value()) {
                        numbers.add(number);
                    }
                }
            }
        }
        return numbers;
    }
}
