package io.github.servingarchetypes.maven.overlay;

import io.github.servingarchetypes.maven.Refusal;
import java.nio.file.Path;

/**
 * A line of a team's file, as a message gives it.
 *
 * @param line from 1 on; 0 means the file as a whole
 */
record Place(Path file, int line) {

    /** Returns a refusal that begins with this place. */
    Refusal refuse(String message, Object... arguments) {
        return new Refusal(this + ": " + message.formatted(arguments));
    }

    @Override
    public String toString() {
        Path here = Path.of("").toAbsolutePath();
        Path shown = file.toAbsolutePath().startsWith(here) ? here.relativize(file.toAbsolutePath()) : file;
        return line == 0 ? shown.toString() : shown + ":" + line;
    }
}
