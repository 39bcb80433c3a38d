package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/** Copies of an archetype's jar with other texts in them: what a test breaks. */
public final class ChangedJar {

    private ChangedJar() {}

    /**
     * Copies a jar and changes files of it.
     *
     * @param copy the file that is written
     * @param change gets each entry's name and text, and returns its new text
     * @return the copy
     * @throws AssertionError if nothing is changed
     */
    public static Path of(Path jar, Path copy, BinaryOperator<String> change) {
        boolean changed = false;
        try {
            Files.copy(jar, copy);
            try (FileSystem zip = FileSystems.newFileSystem(copy); Stream<Path> walk = Files.walk(zip.getPath("/"))) {
                List<Path> entries = walk.filter(Files::isRegularFile).toList();
                for (Path entry : entries) {
                    String text = Files.readString(entry);
                    String other = change.apply(entry.toString().substring(1), text);
                    if (!other.equals(text)) {
                        Files.writeString(entry, other);
                        changed = true;
                    }
                }
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        assertThat(changed).as("something to change in %s", jar).isTrue();
        return copy;
    }

    /** Copies a jar without some lines of its checks, in the descriptor's defaults and in checks.vm. */
    public static Path withoutChecks(Path jar, Path copy, List<Checks.Check> checks) {
        return of(jar, copy, (entry, text) -> {
            String left = text;
            if (entry.equals(Descriptor.ENTRY) || entry.equals(Checks.ENTRY)) {
                for (Checks.Check check : checks) {
                    assertThat(left).as(entry).contains(check.line() + "\n");
                    left = left.replace(check.line() + "\n", "");
                }
            }
            return left;
        });
    }
}
