package io.github.servingarchetypes.mlserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Readme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the project's own README promises. Its example is made by mlserver-archetype. */
class ProjectReadmeIT {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void theTreeIsWhatIsGenerated() throws IOException {
        assertThat(filesOf(readme().blocks("What it writes", "text").get(0)))
                .containsExactlyInAnyOrderElementsOf(GeneratedRepository.of("requirements").files());
    }

    @Test
    void theFirstCommandWritesARepository(@TempDir Path folder) throws IOException {
        Path clone = Files.createDirectory(folder.resolve("serving-archetypes"));
        Command.script("tar -C \"$PROJECT\" --exclude=.git --exclude=target -c . | tar -x").in(clone)
                .with("PROJECT", PROJECT.toString()).run().succeeded();
        Command.script(readme().commands("Start", "mvnw")).in(clone).run().succeeded();
        try (Stream<Path> files = Files.walk(folder.resolve("my-models"))) {
            assertThat(files.filter(Files::isRegularFile).map(file -> folder.resolve("my-models").relativize(file).toString()))
                    .containsExactlyInAnyOrderElementsOf(GeneratedRepository.of("requirements").files());
        }
    }

    @Test
    void ciRunsTheTestCommand() throws IOException {
        String command = readme().commands("Test", "mvnw").strip();
        String options = " --batch-mode --no-transfer-progress";   // what a log needs
        assertThat(Files.readString(PROJECT.resolve(".ci/run")).lines())
                .contains(command.replace("./mvnw", "./mvnw" + options));
    }

    private static Readme readme() throws IOException {
        return new Readme(Files.readString(PROJECT.resolve("README.md")));
    }

    /** The paths in a drawn tree, without its root, its folders and what is said of them. */
    private static List<String> filesOf(String tree) {
        List<String> folders = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        for (String line : tree.lines().skip(1).toList()) {
            int depth = (line.indexOf("── ") - 1) / 4;
            String name = line.substring(line.indexOf("── ") + 3).split(" ")[0];
            while (folders.size() > depth) {
                folders.remove(folders.size() - 1);
            }
            folders.add(name);
            String path = String.join("/", folders);
            paths.removeIf(folder -> path.startsWith(folder + "/"));
            paths.add(path);
        }
        return paths;
    }
}
