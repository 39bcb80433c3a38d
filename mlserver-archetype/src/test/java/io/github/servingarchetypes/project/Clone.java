package io.github.servingarchetypes.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.ArchetypeUnderTest;
import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.LocalRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The project as somebody has it who has just cloned it: without what a build leaves. Its Maven is the one of this build;
 * what it installs goes to a local repository of its own, so that the archetypes under test stay as they are.
 */
final class Clone {

    static final Path PROJECT = ArchetypeUnderTest.current().project();

    private static final String OWN = "io/github/serving-archetypes";

    private final Path folder;
    private final Path localRepository;

    private Clone(Path folder, Path localRepository) {
        this.folder = folder;
        this.localRepository = localRepository;
    }

    /** Copies the project into a folder, which must not be there. */
    static Clone into(Path folder) {
        try {
            Files.createDirectory(folder);
            Command.script("tar -C \"$PROJECT\" --exclude=.git --exclude=target -c . | tar -x").in(folder)
                    .with("PROJECT", PROJECT.toString()).run().succeeded();
            return new Clone(folder, LocalRepository.linked(folder.resolveSibling(folder.getFileName() + "-repository"), OWN));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    Path folder() {
        return folder;
    }

    /** Returns a command of the documentation, to be run in the clone. */
    Command command(String script) {
        String maven = Path.of(System.getProperty("maven.home"), "bin").toString();
        assertThat(script).as("a command for the Maven of this build").doesNotContain("mvnw");
        return Command.script(script).in(folder)
                .with("PATH", maven + ":" + System.getenv("PATH"))
                .with("MAVEN_OPTS", "-Dmaven.repo.local=" + localRepository);
    }
}
