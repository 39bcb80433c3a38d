package io.github.servingarchetypes.maven.update;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.servingarchetypes.maven.Coordinates;
import io.github.servingarchetypes.maven.Refusal;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.artifact.versioning.ComparableVersion;

/**
 * Whether there is a newer version of a repository's archetype.
 *
 * @param current the archetype with the version that the repository has
 * @param newest the version of its newest release; the current one if there is none
 */
record Check(Coordinates current, String newest) {

    /** @throws Refusal if the folder has no record, or the versions cannot be listed */
    static Check of(Path folder, Archetypes archetypes) throws IOException {
        Path file = folder.resolve(Record.FILE);
        if (!Files.exists(file)) {
            throw new Refusal(Record.FILE + " is not here: serving:adopt makes one for a repository that has none");
        }
        Coordinates current = Record.parse(Files.readString(file)).archetype();
        return new Check(current, archetypes.newestRelease(current).orElse(current.version()));
    }

    boolean isNewer() {
        return new ComparableVersion(newest).compareTo(new ComparableVersion(current.version())) > 0;
    }

    String line() {
        return isNewer()
                ? current.artifactId() + " " + newest + " is there, this repository has " + current.version() + ": mvn serving:update"
                : current.artifactId() + " " + current.version() + " is the newest version";
    }

    String json() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("archetype", current.groupId() + ":" + current.artifactId());
            json.writeStringField("version", current.version());
            json.writeStringField("newest", newest);
            json.writeBooleanField("updateAvailable", isNewer());
            json.writeEndObject();
        }
        return text.toString();
    }
}
