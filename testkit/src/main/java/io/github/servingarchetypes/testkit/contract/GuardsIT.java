package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.ArchetypeUnderTest;
import io.github.servingarchetypes.testkit.CaseContainer;
import io.github.servingarchetypes.testkit.CaseContainer.NotInTime;
import io.github.servingarchetypes.testkit.Guard;
import io.github.servingarchetypes.testkit.Guard.Kind;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.ServingCase;
import io.github.servingarchetypes.testkit.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The tables in cases/guards/: each case of CasesIT is violated when what it is about is removed. */
@Execution(ExecutionMode.CONCURRENT)
class GuardsIT {

    private static final ArchetypeUnderTest ARCHETYPE = ArchetypeUnderTest.current();
    private static final Duration START = Duration.ofMinutes(10);
    private static final Duration HANGS = Duration.ofMinutes(1);

    @Test
    void eachCaseHasAGuardOrOnlyServes() {
        Set<String> guarded = names(guard -> guard.kind() != Kind.SERVES);
        Set<String> serving = names(guard -> guard.kind() == Kind.SERVES);
        assertThat(serving).doesNotContainAnyElementsOf(guarded);
        assertThat(ServingCase.of(ARCHETYPE)).extracting(ServingCase::name)
                .filteredOn(name -> !guarded.contains(name) && !serving.contains(name)).as("in no line of guards/").isEmpty();
    }

    private static Set<String> names(Predicate<Guard> which) {
        return Guard.of(ARCHETYPE).stream().filter(which)
                .flatMap(guard -> guard.cases().stream().map(ServingCase::name)).collect(Collectors.toSet());
    }

    @TestFactory
    @Tag("guards")
    @Requires(Tool.DOCKER)
    Stream<DynamicTest> withoutItsGuardNoCaseHolds() {
        String only = System.getProperty("cases", "");
        return Guard.of(ARCHETYPE).stream()
                .filter(guard -> guard.kind() != Kind.SERVES && ServingCase.names(guard.cases()).contains(only))
                .flatMap(guard -> ServingCase.bySetup(guard.cases()).stream().map(lines -> DynamicTest.dynamicTest(
                        ServingCase.names(lines) + ": " + guard.text(), () -> check(guard, lines))));
    }

    private static void check(Guard guard, List<ServingCase> lines) {
        int name = List.of(guard.text(), lines).hashCode();
        boolean hangs = guard.kind() == Kind.HANGS;
        CaseContainer container = new CaseContainer(lines, "guard-" + Integer.toHexString(name), hangs ? HANGS : START);
        guard.removeFrom(container.copy());
        Map<String, AssertionError> violations = container.violations(true);
        assertThat(lines).allSatisfy(line -> {
            assertThat(violations).as("holds without %s", guard.text()).containsKey(line.name());
            assertThat(violations.get(line.name()) instanceof NotInTime).as(() -> end(violations.get(line.name()))).isEqualTo(hangs);
        });
        violations.forEach((line, error) -> System.out.println("red: " + line + ": " + end(error)));
    }

    /** What was expected and what was seen, without most of the container's log. */
    private static String end(AssertionError error) {
        String message = error.getMessage().strip().replaceAll("\\s+", " ");
        return message.substring(Math.max(0, message.length() - 400));
    }
}
