package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and writes text files, in UTF-8. */
public final class TextFile {

    private TextFile() {}

    /** @throws UncheckedIOException if the file cannot be read */
    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /**
     * Reads a file of the test kit.
     *
     * @param resource its path, such as /cases/all.txt
     */
    public static String resource(String resource) {
        try (InputStream stream = TextFile.class.getResourceAsStream(resource)) {
            assertThat(stream).as(resource).isNotNull();
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /**
     * Writes a file, and the folders above it that are missing.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
