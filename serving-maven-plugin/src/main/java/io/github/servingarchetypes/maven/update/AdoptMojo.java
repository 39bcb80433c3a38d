package io.github.servingarchetypes.maven.update;

import io.github.servingarchetypes.maven.Coordinates;
import io.github.servingarchetypes.maven.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Gives a record to a repository that was not generated, or has lost it, so that serving:update works there. It writes the
 * record and pom.xml, and tells how far the repository is from what would be generated.
 */
@Mojo(name = "adopt", aggregator = true, requiresProject = false)
public class AdoptMojo extends ArchetypeMojo {

    /** The archetype: groupId:artifactId:version; without a version, its newest release. */
    @Parameter(property = "archetype")
    private String archetype;

    @Override
    void execute(Path folder, Archetypes archetypes) throws IOException {
        if (archetype == null || archetype.isBlank()) {
            throw new Refusal("-Darchetype says by which archetype, such as"
                    + " -Darchetype=io.github.serving-archetypes:mlserver-archetype (or triton-archetype, or seldon-archetype)");
        }
        new Adoption(folder, archetypes, getLog()::info).run(Coordinates.parse(archetype), given());
    }
}
