package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.ArchetypeUnderTest;
import io.github.servingarchetypes.testkit.CaseContainer;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.ServingCase;
import io.github.servingarchetypes.testkit.Tool;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The tables in cases/: nothing wrong in silence, nothing refused that the server would serve. */
@Requires(Tool.DOCKER)
@Execution(ExecutionMode.CONCURRENT)   // most of their time, the containers start
class CasesIT {

    @TestFactory
    Stream<DynamicTest> whatIsDoneIsSeen() {
        return ServingCase.bySetup(ServingCase.of(ArchetypeUnderTest.current())).stream()
                .map(lines -> DynamicTest.dynamicTest(ServingCase.names(lines), () -> check(lines)));
    }

    private static void check(List<ServingCase> lines) {
        CaseContainer container = new CaseContainer(
                lines, "case-" + Integer.toHexString(lines.get(0).setup().hashCode()), Duration.ofMinutes(2));
        assertThat(container.violations(false)).as("cases that do not hold").isEmpty();
    }
}
