package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.ArchetypeUnderTest;
import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.Readme;
import io.github.servingarchetypes.testkit.TextFile;
import io.github.servingarchetypes.testkit.Trial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The script that the project's README gives to whoever hands the answers of others to Maven. */
@Tag("project")
class PortalCheckIT {

    private final ArchetypeUnderTest archetype = ArchetypeUnderTest.current();

    @Test
    void letsRightAnswersThrough() {
        check(Trial.of("right", archetype).stream().map(Trial::answer).toList()).succeeded();
        check(archetype.descriptor().defaults().values()).succeeded();
    }

    @Test
    void refusesExpressions() {
        List<String> expressions = Trial.of("wrong", archetype).stream()
                .filter(trial -> trial.property().equals("artifactId")).map(Trial::answer)
                .filter(answer -> answer.contains("$") || answer.contains("#") || answer.contains("\n")).toList();
        assertThat(expressions).hasSizeGreaterThan(10);
        for (String expression : expressions) {
            assertThat(check(List.of("my-models", expression)).failed().output()).startsWith("refused: ");
        }
    }

    /** Runs the script with these answers as its arguments. */
    private Command.Result check(Collection<String> answers) {
        Readme readme = new Readme(TextFile.read(archetype.project().resolve("README.md")));
        List<String> words = new ArrayList<>(List.of(
                "bash", "-euc", readme.commands("Properties", "for value in"), "check"));
        words.addAll(answers);
        return Command.of(words).run();
    }
}
