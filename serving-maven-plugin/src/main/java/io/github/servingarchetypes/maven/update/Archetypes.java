package io.github.servingarchetypes.maven.update;

import io.github.servingarchetypes.maven.Coordinates;
import io.github.servingarchetypes.maven.Refusal;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The archetypes that can be had here, and what renders them. */
interface Archetypes {

    /** @throws Refusal if there is no such archetype, or it cannot be reached */
    Archetype resolve(Coordinates coordinates);

    /** Returns the version of the newest release, if there is one. */
    Optional<String> newestRelease(Coordinates archetype);

    /**
     * Generates a repository from these answers: one for each property of the archetype.
     *
     * @param parent an empty folder; the repository's own is made in it
     * @return the repository's folder
     * @throws Refusal if the archetype refuses an answer
     */
    Path render(Archetype archetype, Map<String, String> answers, Path parent);
}
