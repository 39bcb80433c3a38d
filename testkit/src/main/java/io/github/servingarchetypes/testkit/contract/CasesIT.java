package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.ArchetypeUnderTest;
import io.github.servingarchetypes.testkit.CaseContainer;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.ServingCase;
import io.github.servingarchetypes.testkit.Tool;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
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
        String only = System.getProperty("cases", "");
        List<ServingCase> cases = ServingCase.of(ArchetypeUnderTest.current()).stream()
                .filter(line -> line.name().contains(only)).toList();
        return IntStream.range(0, Integer.getInteger("cases.rounds", 1)).boxed()
                .flatMap(round -> ServingCase.bySetup(cases).stream().map(lines -> DynamicTest.dynamicTest(
                        ServingCase.names(lines), () -> check(lines, round))));
    }

    private static void check(List<ServingCase> lines, int round) {
        CaseContainer container = new CaseContainer(
                lines, "case-" + Integer.toHexString(lines.get(0).setup().hashCode()) + "-" + round, Duration.ofMinutes(2));
        assertThat(container.violations(false)).as("cases that do not hold").isEmpty();
    }
}
