package io.github.servingarchetypes.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** shared/ knows no server: what one server needs stands in its archetype, or a new archetype gets it by mistake. */
class SharedSectionsIT {

    private static final Path SHARED = Clone.PROJECT.resolve("shared");
    private static final Pattern SERVER = Pattern.compile("(?i)mlserver|triton|seldon");
    // Seldon Core as a controller runs any server; tritonclient is the client library of the V2 protocol.
    private static final Pattern NO_SERVER = Pattern.compile("(?i)seldon core|seldon_?deployment|seldon\\.io|/seldon/|tritonclient|np_to_triton_dtype");

    @Test
    void nameNoServer() throws IOException {
        try (Stream<Path> walk = Files.walk(SHARED)) {
            List<Path> files = walk.filter(Files::isRegularFile).toList();
            assertThat(files).as("files in shared/").isNotEmpty();
            assertThat(files.stream().flatMap(SharedSectionsIT::linesThatNameAServer)).isEmpty();
        }
    }

    /** The lines of a file, and its own name, that name a server: each with the file's path. */
    private static Stream<String> linesThatNameAServer(Path file) {
        String path = SHARED.relativize(file).toString();
        return Stream.concat(Stream.of(path), TextFile.read(file).lines().map(line -> path + ": " + line))
                .filter(line -> SERVER.matcher(NO_SERVER.matcher(line).replaceAll("")).find());
    }
}
